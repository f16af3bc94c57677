"""One build, timed: from nothing, with nothing changed, or after the edit of one note."""

import os
import platform
import resource
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench_processes import MEGA, last_words, memory, start, stop
from bench_tools import Tool
from bootstrap import ScriptError

KINDS = ("cold", "warm", "edit")

_TICK = 0.002  # seconds between two looks whether a build has ended: what times are exact to
_LOOK = 0.1  # and between two at its memory, which cost a hundredth of a core


@dataclass(frozen=True)
class Run:
    """One build: seconds that passed, CPU seconds and peak of memory in MB, the last two with all processes."""

    wall: float
    cpu: float
    memory: float


def build(tool: Tool, place: Path, kind: str, number: int, limit: float) -> Run:
    """Build the site of `vault` in the folder *place* once, as *kind* says; *number* tells one edit from another.

    Raises:
        ScriptError: the build failed, or took more than *limit* seconds.
    """
    if kind == "cold":
        _clear(tool, place)
    elif kind == "edit":
        note = max(place.glob("vault/**/*.md"), key=lambda file: file.stat().st_size)
        with note.open("a", encoding="utf-8") as file:
            file.write(f"\nEdited {number} times.\n")
    return timed(tool, tool.command(tool.peer.build, place=place), place, limit)


def timed(tool: Tool, command: list[str], place: Path, limit: float) -> Run:
    """Run *command* of *tool* to its end.

    Raises:
        ScriptError: it failed, or took more than *limit* seconds.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = start(command, cwd=tool.folder or place, place=place, said=said)
        try:
            status, used, peak = _wait(process, began + limit)
        finally:
            stop(process)
        wall = time.perf_counter() - began
        if used is None:
            raise ScriptError(f"{tool.peer.name} was stopped after {limit:.0f} s; --limit gives it longer")
        if code := os.waitstatus_to_exitcode(status):
            raise ScriptError(f"{tool.peer.name} failed with exit code {code}: {last_words(said)}")
    # Short builds end before their memory is looked at, so what the system says of the largest process counts too;
    # unless it is no more than our own, which every process we start begins with and is held to have had.
    largest, own = (_peak(of) for of in (used, resource.getrusage(resource.RUSAGE_SELF)))
    return Run(round(wall, 3), round(used.ru_utime + used.ru_stime, 3), round(max(peak, largest * (largest > own)), 1))


def _peak(used: resource.struct_rusage) -> float:
    return used.ru_maxrss * (1 if platform.system() == "Darwin" else 1024) / MEGA


def _wait(process: subprocess.Popen[bytes], deadline: float) -> tuple[int, resource.struct_rusage | None, float]:
    """The exit status of *process*, what it and its children used (None if it goes on at *deadline*), and the peak of
    their memory."""
    peak, look = 0.0, 0.0
    while True:
        number, status, used = os.wait4(process.pid, os.WNOHANG)
        if number:
            process.returncode = os.waitstatus_to_exitcode(status)
            return status, used, peak
        now = time.perf_counter()
        if now > deadline:
            return 0, None, peak
        if now > look:
            peak, look = max(peak, memory(process.pid)), now + _LOOK
        time.sleep(_TICK)


def _clear(tool: Tool, place: Path) -> None:
    """Remove the site and whatever *tool* keeps between builds."""
    if tool.peer.clear and (place / "out").exists():
        program, *arguments = tool.peer.clear
        timed(tool, [str(tool.program.with_name(program)), *arguments], place, 60)
    for name in ("out", *tool.peer.cold):
        shutil.rmtree(place / name, ignore_errors=True)


def check_pages(tool: Tool, place: Path, notes: int) -> None:
    """Hold a site to a page for each of *notes* notes.

    Raises:
        ScriptError: there are fewer, so what was timed was something else.
    """
    pages = sum(1 for _ in (place / "out").rglob("*.html"))
    if pages < notes:
        raise ScriptError(f"{tool.peer.name} made {pages} pages of {notes} notes, so its time means nothing")
