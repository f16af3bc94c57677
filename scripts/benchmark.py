"""`scripts/bench`: how long builds take, beside those of other tools, in one run on one machine."""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bootstrap import ScriptError
from environment import ROOT, Environment, ensure
from peers import PEERS, Peer
from vaultmaker import make_vault

KINDS = ("cold", "warm", "edit")


@dataclass(frozen=True)
class Run:
    """One build: CPU and wall time in seconds, and the most memory of one of its processes in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Row:
    """The builds of one kind."""

    notes: int
    tool: str
    kind: str
    median: Run
    runs: list[Run]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bench",
        description="Time builds of made-up vaults with Trellis and with those other tools that are installed: cold, "
        "warm, and after an edit of one note. The tools take turns; the medians are shown as one table.",
        allow_abbrev=False,
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000], metavar="NOTES")
    parser.add_argument("--vault", type=Path, help="time builds of this vault instead")
    parser.add_argument("--length", type=int, default=4_000, metavar="CHARACTERS", help="of a note (%(default)s)")
    parser.add_argument("--folders", action="store_true", help="put the notes into folders of a hundred")
    parser.add_argument("--runs", type=int, default=5, help="of each kind, of which the median counts (%(default)s)")
    parser.add_argument("--tools", nargs="+", help="only these, such as: trellis hugo")
    parser.add_argument("--peers", type=Path, nargs="+", default=[], metavar="FOLDER", help="where programs are found")
    parser.add_argument("--json", type=Path, help="keep every single run in this file")
    options = parser.parse_args(arguments)
    environment = Environment(ROOT)
    ensure(environment)
    rows = [row for notes in ([0] if options.vault else options.sizes) for row in _compare(options, notes, environment)]
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    print("\n".join(table(rows)))
    return 0


def _compare(options: argparse.Namespace, notes: int, environment: Environment) -> Iterator[Row]:
    """The runs of every tool on one vault, in turns."""
    with tempfile.TemporaryDirectory() as directory:
        places = {}
        for peer in PEERS:
            folders = [environment.programs] if peer.name == "trellis" else options.peers
            command = peer.command(folders)
            if command is None or (options.tools and peer.name not in options.tools):
                continue
            place = Path(directory) / peer.name.replace(", ", "-")
            place.mkdir()
            if options.vault:
                shutil.copytree(options.vault, place / "vault")
            else:
                make_vault(place / "vault", notes, size=options.length, folders=options.folders)
            peer.prepare(place)
            places[peer] = (place, command)
        if not places:
            raise ScriptError("none of these tools is installed; --peers names folders with their programs")
        count = sum(1 for _ in next(iter(places.values()))[0].glob("vault/**/*.md"))
        runs: dict[tuple[Peer, str], list[Run]] = {(peer, kind): [] for peer in places for kind in KINDS}
        for number in range(options.runs):
            for peer, (place, command) in list(places.items()):
                try:
                    for kind in KINDS:
                        runs[peer, kind].append(_timed(peer, place, command, kind, number))
                        _say(f"{count} notes, {peer.name}, {kind}: {runs[peer, kind][-1]}")
                    _check_pages(peer, place / "out", count)
                except ScriptError as error:
                    if peer.name == "trellis":
                        raise
                    del places[peer]
                    _say(str(error))
        for peer in places:
            for kind in KINDS:
                yield Row(count, peer.name, kind, _median(runs[peer, kind]), runs[peer, kind])


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _check_pages(peer: Peer, out: Path, notes: int) -> None:
    """Raises ScriptError if there are fewer pages than notes: what was timed was something else."""
    pages = sum(1 for _ in out.rglob("*.html"))
    if pages < notes:
        raise ScriptError(f"{peer.name} made {pages} pages of {notes} notes, so its time means nothing")


def _timed(peer: Peer, place: Path, command: list[str], kind: str, number: int) -> Run:
    if kind == "cold":
        for name in ("out", "public", *peer.cold):
            shutil.rmtree(place / name, ignore_errors=True)
    elif kind == "edit":
        note = max(place.glob("vault/**/*.md"), key=lambda file: file.stat().st_size)
        with note.open("a", encoding="utf-8") as file:
            file.write(f"\nEdited {number} times.\n")
    began = time.perf_counter()
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(place / ".cache")}
    process = subprocess.Popen(command, cwd=place, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ScriptError(
            f"{peer.name} failed with exit code {process.returncode}: {said.decode(errors='replace')[-500:]}"
        )
    return Run(round(used.ru_utime + used.ru_stime, 3), round(time.perf_counter() - began, 3), round(_megabytes(used)))


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1_000_000 if platform.system() == "Darwin" else 1_000)


def _median(runs: Sequence[Run]) -> Run:
    """The median of each figure by itself."""
    return Run(*(statistics.median(figures) for figures in zip(*map(astuple, runs), strict=True)))


def table(rows: Sequence[Row]) -> Iterator[str]:
    """*rows* as a Markdown table, with the CPU time of each tool as a multiple of ours."""
    ours = {(row.notes, row.kind): row.median.cpu for row in rows if row.tool == "trellis"}
    today = datetime.now(tz=UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    yield f"{today}, {machine}: CPU seconds (as a multiple of ours), seconds that passed; MB of memory"
    yield ""
    yield "| Notes | Tool | Cold | Warm | One edit | Memory |"
    yield "| ---: | :--- | ---: | ---: | ---: | ---: |"
    tools = dict.fromkeys((row.notes, row.tool) for row in rows)
    for notes, tool in tools:
        kinds = [row for row in rows if (row.notes, row.tool) == (notes, tool)]
        cells = [_cell(row.median, ours.get((notes, row.kind))) for row in kinds]
        yield f"| {notes} | {tool} | {' | '.join(cells)} | {max(row.median.memory for row in kinds):.0f} |"


def _cell(run: Run, ours: float | None) -> str:
    ratio = f" (× {run.cpu / ours:.1f})" if ours else ""
    return f"{run.cpu:.1f}{ratio}, {run.wall:.1f}"
