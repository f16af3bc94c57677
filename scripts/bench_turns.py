"""All tools on one vault, in turns, so that a slow moment of the machine falls on all of them."""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench_builds import KINDS, Run, build, check_pages
from bench_previews import Preview, preview
from bench_report import Row
from bench_tools import Tool
from bootstrap import ScriptError
from vaultmaker import make_vault


def compare(options: argparse.Namespace, notes: int, tools: list[Tool], absent: dict[str, str]) -> Iterator[Row]:
    """The builds, in turns, and the previews of every tool on one vault.

    A tool that fails is taken out of *tools*, since it would fail with larger vaults too, and noted in *absent*.
    """
    with tempfile.TemporaryDirectory() as directory:
        places = {tool: Path(directory) / tool.peer.name.replace(", ", "-") for tool in tools}
        for tool, place in places.items():
            _make(options, notes, place)
            count = sum(1 for _ in place.glob("vault/**/*.md"))
            tool.peer.prepare(place)
        notes = notes or count
        runs: dict[Tool, dict[str, list[Run]]] = {tool: {kind: [] for kind in KINDS} for tool in tools}
        for number in range(options.runs):
            for tool in list(tools):
                try:
                    for kind in KINDS:
                        runs[tool][kind].append(build(tool, places[tool], kind, number, options.limit))
                        say(f"{notes} notes, {tool.peer.name}, {kind}: {runs[tool][kind][-1]}")
                    check_pages(tool, places[tool], count)
                except ScriptError as error:
                    if tool.peer.name == "trellis":
                        raise
                    tools.remove(tool)
                    absent[tool.peer.name] = f"from {notes:,} notes on: {_in_short(error)}"
                    say(str(error))
        previews = _previews(options, notes, {tool: places[tool] for tool in tools}, absent) if options.edits else {}
        for tool in tools:
            yield Row(notes, tool.peer.name, runs[tool], previews.get(tool))


def _make(options: argparse.Namespace, notes: int, place: Path) -> None:
    """Makes the folder *place*, with the vault that is asked for."""
    try:
        place.mkdir()
        if options.vault:
            shutil.copytree(options.vault, place / "vault", ignore_dangling_symlinks=True)
        else:
            make_vault(place / "vault", notes, seed=options.seed, size=options.length, folders=options.folders)
    except OSError as error:
        raise ScriptError(
            f"the vault cannot be put into {place}: {error.strerror or 'not every file can be read'}; "
            "the environment variable TMPDIR names another place"
        ) from None


def _previews(
    options: argparse.Namespace, notes: int, places: dict[Tool, Path], absent: dict[str, str]
) -> dict[Tool, Preview]:
    found: dict[Tool, Preview] = {}
    for tool, place in random.sample(list(places.items()), len(places)):
        name = f"the preview of {tool.peer.name}"
        try:
            found[tool] = preview(tool, place, options.edits, options.limit)
        except ScriptError as error:
            if tool.peer.name == "trellis":
                raise
            absent.setdefault(name, f"with {notes:,} notes: {_in_short(error)}")
            say(str(error))
        else:
            say(f"{notes} notes, {name}: {found[tool]}")
    return found


def _in_short(error: ScriptError) -> str:
    """What went wrong without a program's own words, which name places of this machine."""
    return str(error).partition(": ")[0]


def say(line: str) -> None:
    print(line, file=sys.stderr)
