"""`scripts/bench --check`: whether Trellis has got slower, by ratios within one run instead of seconds.

Everything is timed beside a yardstick, the same notes as plain CommonMark by markdown-it-py: work of the same kind, by
code that is not ours. A faster machine makes both faster, and the ratio stays.
"""

import argparse
import gc
import json
import logging
import os
import platform
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import bootstrap
from bootstrap import ScriptError
from vaultmaker import make_vault

BASELINE = Path(__file__).with_name("bench_baseline.json")
SMALL, LARGE = 150, 600  # notes
ROUNDS = 6
TRIES = 3

MEANING = {
    "compile": f"compiling {SMALL} notes, as a multiple of the yardstick",
    "link": f"linking {LARGE} compiled notes, as a multiple of the yardstick",
    "pages": f"building {SMALL} compiled notes with MkDocs, as a multiple of the yardstick",
    "warm": f"building {LARGE} notes of which none has changed, as a multiple of the yardstick",
    "growth": f"building {LARGE} compiled notes, as a multiple of building {SMALL}",
}


@dataclass(frozen=True)
class Task:
    """Work that is timed, and what is done before it and is not."""

    work: Callable[[], object]
    before: Callable[[], object] = gc.collect


@dataclass(frozen=True)
class Bound:
    """What a ratio is expected to be, and by which share it may be more."""

    ratio: float
    tolerance: float


@dataclass(frozen=True)
class Baseline:
    """All that is expected, and the Python it was measured with."""

    python: str
    bounds: dict[str, Bound]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench --check", allow_abbrev=False)
    parser.add_argument("--update", action="store_true", help="take what is measured for what is to be expected")
    options = parser.parse_args(arguments)
    baseline = read(BASELINE)
    with tempfile.TemporaryDirectory() as directory:
        tasks = prepare(Path(directory))
        best: dict[str, float] = {}
        for _ in range(TRIES):
            _measure(tasks, best)
            found = ratios(best)
            # A slow moment of the machine passes; what is slower by itself stays so.
            if not options.update and not slower(found, baseline):
                break
    if options.update:
        write(BASELINE, found, baseline)
        print(f"bench: {BASELINE.name} is written; commit it with the reason")
        return 0
    for name, ratio in found.items():
        print(f"{name:<8}{ratio:7.2f}  expected {baseline.bounds[name].ratio:7.2f}  {MEANING[name]}")
    version = ".".join(platform.python_version_tuple()[:2])
    if version != baseline.python:
        print(f"bench: the ratios expected were measured with Python {baseline.python}; this is {version}")
    lines = slower(found, baseline)
    for line in lines:
        print(f"bench: {line}", file=sys.stderr)
    return 1 if lines else 0


def slower(found: Mapping[str, float], baseline: Baseline) -> list[str]:
    """A sentence for each ratio in *found* that is above its bound."""
    lines = []
    for name, ratio in found.items():
        bound = baseline.bounds[name]
        if ratio > bound.ratio * (1 + bound.tolerance):
            more = f"{ratio / bound.ratio - 1:.0%} more than the {bound.ratio:.2f} of {BASELINE.name}"
            advice = "mend it, or run ./scripts/bench --check --update if it is worth the time"
            lines.append(f"{name} got slower: {MEANING[name]} is {ratio:.2f}, {more}; {advice}")
    return lines


def read(file: Path) -> Baseline:
    """What *file* expects.

    Raises:
        ScriptError: it cannot be read, or does not say what it should.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        bounds = {name: Bound(float(b["ratio"]), float(b["tolerance"])) for name, b in said["bounds"].items()}
        baseline = Baseline(str(said["python"]), bounds)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScriptError(f"scripts/{file.name} cannot be read ({error}); take it back from Git") from None
    if bounds.keys() != MEANING.keys():
        raise ScriptError(f"scripts/{file.name} must have bounds for {', '.join(MEANING)}; take it back from Git")
    return baseline


def write(file: Path, found: Mapping[str, float], before: Baseline) -> None:
    """Put the ratios *found* into *file*, with the tolerances they had *before*."""
    bounds = {name: Bound(round(ratio, 2), before.bounds[name].tolerance) for name, ratio in found.items()}
    baseline = Baseline(".".join(platform.python_version_tuple()[:2]), bounds)
    file.write_text(json.dumps(asdict(baseline), indent=2) + "\n", encoding="utf-8")


def ratios(best: Mapping[str, float]) -> dict[str, float]:
    """What is held to the baseline, from the CPU *best* seconds of each task."""
    return {
        "compile": best["compile"] / best["yardstick"],
        "link": best["link"] / best["yardstick"],
        "pages": best["pages"] / best["yardstick"],
        "warm": best["warm"] / best["yardstick"],
        "growth": best["large pages"] / best["pages"],
    }


def _measure(tasks: Mapping[str, Task], best: dict[str, float]) -> None:
    """Put the least CPU seconds of each of *tasks*, in turns, into *best*; what is there counts too.

    The least, since whatever disturbs a run makes it longer; without those of the system, whose files are fast at one
    time and slow at another. Copies of this process, which make half of the pages, count as much as it does.
    """
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            task.before()
            began = _used()
            task.work()
            used = _used() - began
            best[name] = min(best.get(name, float("inf")), used)


def _used() -> float:
    """CPU seconds of this process, and of those that it has waited for."""
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def prepare(folder: Path) -> dict[str, Task]:
    """The tasks, on vaults that are made in *folder*."""
    # Before anything of ours is imported: compiled notes are kept here, not among those of the user.
    os.environ |= {"XDG_CACHE_HOME": str(folder / "cache"), "NO_MKDOCS_2_WARNING": "1"}
    from markdown_it import MarkdownIt  # noqa: PLC0415
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415

    from trellis import Options, Source, compile_note, scan_vault  # noqa: PLC0415
    from trellis.wiki import compile_vault, link_wiki  # noqa: PLC0415

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    vaults = {}
    for notes in (SMALL, LARGE):
        place = folder / str(notes)
        make_vault(place / "vault", notes, folders=True)
        # Without search: its index is made by a program that is not ours.
        settings = "site_name: Check\ndocs_dir: vault\nsite_dir: out\ntheme: material\nplugins: [trellis]\n"
        (place / "mkdocs.yml").write_text(settings, encoding="utf-8")
        vaults[notes] = scan_vault(place / "vault")
    sources = [source for source in vaults[SMALL].sources if isinstance(source, Source)]
    options, plain = Options(), MarkdownIt("commonmark")
    compiled = compile_vault(vaults[LARGE], options, executor="here")

    def build_site(notes: int) -> None:
        # As `mkdocs build` does.
        config = load_config(str(folder / str(notes) / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()

    def remove_site(notes: int) -> None:
        # Pages that are there are left alone.
        shutil.rmtree(folder / str(notes) / "out")
        gc.collect()

    build_site(SMALL)  # the first ones compile all notes and templates
    build_site(LARGE)
    return {
        "yardstick": Task(lambda: [plain.render(source.text) for source in sources]),
        "compile": Task(lambda: [compile_note(source, options) for source in sources]),
        "link": Task(lambda: link_wiki(vaults[LARGE], compiled, options)),
        "pages": Task(lambda: build_site(SMALL), lambda: remove_site(SMALL)),
        "large pages": Task(lambda: build_site(LARGE), lambda: remove_site(LARGE)),
        "warm": Task(lambda: build_site(LARGE)),  # after the one that has just made all pages
    }


if __name__ == "__main__":
    bootstrap.start("bench_check")
