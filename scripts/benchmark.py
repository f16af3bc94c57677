"""`scripts/bench`: how long builds and previews take, beside those of other tools, in one run on one machine."""

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from bench_plot import plot
from bench_report import Report, Row, lines_of, note, table
from bench_tools import Tool, find, find_quartz
from bench_turns import compare, say
from bootstrap import ScriptError
from environment import ROOT, Environment, ensure
from peers import NAMES, PEERS, QUARTZ_PEER
from process import run


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    if os.name == "nt":
        raise ScriptError("bench asks the system what a process used, which Windows does not tell; run it in WSL")
    environment = Environment(ROOT)
    ensure(environment)
    if options.check:
        # In the environment of Trellis, and with the same order of sets every time.
        variables = environment.variables() | {"PYTHONHASHSEED": "0"}
        check = [environment.python, ROOT / "scripts" / "bench_check.py"]
        return run([*check, "--update"] if options.update else check, cwd=ROOT, env=variables)
    require_places(options)
    tools, absent = installed(options, environment)
    for name, reason in absent.items():
        say(f"{name} is not timed: {reason}")
    if not tools:
        raise ScriptError("none of these tools is installed; --peers names folders with their programs")
    versions = {tool.peer.name: tool.version for tool in tools}
    about = {tool.peer.name: tool.peer.about for tool in tools}
    rows: list[Row] = []
    for notes in [0] if options.vault else options.sizes:
        rows += compare(options, notes, tools, absent)
    write(options, Report(rows, versions, about, absent, made_of(options), repeat(options)))
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options in *arguments*; ends the program with a sentence and code 2 if they make no sense."""
    parser = argparse.ArgumentParser(
        prog="bench",
        description="Time builds and previews of made-up vaults with Trellis and with those other tools that are "
        f"installed: {', '.join(NAMES)}. The tools take turns; the medians are shown as one table.",
        allow_abbrev=False,
    )
    whole, count = _at_least(1), _at_least(0)
    add = parser.add_argument
    add("--sizes", type=whole, nargs="+", default=[100, 1_000], metavar="NOTES", help="of the vaults (100 1000)")
    add("--length", type=whole, default=4_000, metavar="CHARACTERS", help="of a note (%(default)s)")
    add("--folders", action="store_true", help="put the notes into folders of a hundred")
    add("--seed", type=count, default=1, help="another one makes other vaults (%(default)s)")
    add("--vault", type=Path, metavar="FOLDER", help="take a copy of this vault instead")
    add("--runs", type=whole, default=5, help="of each kind of build, of which the median counts (%(default)s)")
    add("--edits", type=count, default=50, help="in each preview; 0 times no previews (%(default)s)")
    add("--limit", type=whole, default=600, metavar="SECONDS", help="after which a tool is stopped (%(default)s)")
    add("--tools", nargs="+", choices=NAMES, metavar="TOOL", help="only these, such as: trellis hugo")
    add("--peers", type=Path, nargs="+", default=[], metavar="FOLDER", help="where programs are, before those on PATH")
    add("--quartz", type=Path, metavar="FOLDER", help="a checkout of Quartz with its node_modules")
    add("--json", type=Path, metavar="FILE", help="keep every single run in this file")
    add("--plot", type=Path, metavar="FILE.svg", help="draw the time of cold builds against the size")
    add("--note", type=Path, metavar="FILE.md", help="write the table as a note, with the plot beside it")
    add("--check", action="store_true", help="instead of all this, see whether Trellis has got slower than it was")
    add("--update", action="store_true", help="with --check: take what is measured for what is to be expected")
    options = parser.parse_args(arguments)
    if options.update and not options.check:
        parser.error("--update belongs to --check; write: ./scripts/bench --check --update")
    for name, suffix in (("plot", ".svg"), ("note", ".md")):
        file = getattr(options, name)
        if file and file.suffix != suffix:
            parser.error(f"--{name} {file}: the name must end in {suffix}")
    if options.note and not options.plot:
        options.plot = options.note.with_suffix(".svg")
    options.sizes = sorted(set(options.sizes))
    return options


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text}: write a whole number, {least} or more")
        return int(text)

    number.__name__ = "whole number"  # as argparse calls it where the text is none
    return number


def require_places(options: argparse.Namespace) -> None:
    """Raises ScriptError for folders that are not there: better now than when everything is measured."""
    for name, folder in [("--vault", options.vault), *(("--peers", folder) for folder in options.peers)]:
        if folder and not folder.is_dir():
            raise ScriptError(f"{name} {folder}: there is no such folder; check its path")
    if options.vault and not any(options.vault.rglob("*.md")):
        raise ScriptError(f"--vault {options.vault}: holds no note; name a folder with files that end in .md")
    for name in ("json", "plot", "note"):
        file = getattr(options, name)
        if file and not file.parent.is_dir():
            raise ScriptError(f"--{name} {file}: there is no folder {file.parent}; make it first")


def installed(options: argparse.Namespace, environment: Environment) -> tuple[list[Tool], dict[str, str]]:
    """The tools that are to be timed, and the names of those that cannot be, with the reasons."""
    tools: list[Tool] = []
    absent: dict[str, str] = {}
    path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for peer in (*PEERS, QUARTZ_PEER):
        if options.tools and peer.name not in options.tools:
            continue
        if peer is QUARTZ_PEER:
            found = find_quartz(options.quartz)
        else:
            others = [*options.peers, *path, environment.programs]
            found = find(peer, [environment.programs] if peer.name == "trellis" else others)
        if isinstance(found, Tool):
            tools.append(found)
        else:
            absent[peer.name] = found
    return tools, absent


def made_of(options: argparse.Namespace) -> str:
    """What the vaults are, in a few words."""
    if options.vault:
        return "the notes are those of one vault"
    place = "in folders of a hundred" if options.folders else "in one folder"
    return f"the notes are made up, of {options.length:,} characters each, {place}, seed {options.seed}"


def repeat(options: argparse.Namespace) -> str:
    """The command that does the same, without the places of this machine."""
    words = ["./scripts/bench"]
    if options.vault:
        words += ["--vault FOLDER"]
    else:
        words += ["--sizes", *map(str, options.sizes), f"--length {options.length} --seed {options.seed}"]
        words += ["--folders"] if options.folders else []
    words += [f"--runs {options.runs} --edits {options.edits}"]
    words += (
        ["--tools", *(json.dumps(name) if " " in name else name for name in options.tools)] if options.tools else []
    )
    words += ["--peers FOLDER"] if options.peers else []
    words += ["--quartz FOLDER"] if options.quartz else []
    return " ".join(words)


def write(options: argparse.Namespace, report: Report) -> None:
    """Print the table, and write the files that are asked for."""
    print("\n".join(table(report)))
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
    if options.plot:
        drawn = plot(lines_of(report.rows, "cold"), "A cold build", report.made_of)
        options.plot.write_text(drawn, encoding="utf-8")
    if options.note:
        options.note.write_text(note(report, options.plot.name), encoding="utf-8")
