"""The programs that are timed: how they are started and ended, and how much memory they hold with their children."""

import os
import re
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from bootstrap import ScriptError

MEGA = 1_000_000
GRACE = 5.0
"""Seconds that a server has for ending by itself."""

_FOREIGN = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
"""Variables that no program gets. Either of the first two would let our modules into another tool's environment; with
the third, Python would compile at each start what a reader's Python compiles once."""


def start(command: Sequence[str], *, cwd: Path, place: Path, said: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start *command* in a process group of its own, with its caches in *place* and what it says in *said*.

    Raises:
        ScriptError: the system cannot run it.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    variables = kept | {"NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(place / ".cache")}
    try:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    except OSError as error:
        raise ScriptError(f"{Path(command[0]).name} cannot be run: {error.strerror}; install it anew") from None


def stop(process: subprocess.Popen[bytes]) -> None:
    """End *process*, which `start` started, with all that it started; do nothing if it has ended."""
    for sign, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, None)):
        # As long as it is not waited for, its number, which is its group's, belongs to nobody else.
        if process.poll() is not None:
            return
        os.killpg(process.pid, sign)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def last_words(said: IO[bytes]) -> str:
    """The end of what a program said, in one line."""
    said.seek(0)
    return " ".join(said.read().decode(errors="replace").split())[-500:] or "it said nothing"


def memory(process: int) -> float:
    """The megabytes that *process* and its descendants hold at this moment; what several of them share counts once,
    where the system tells (Linux does)."""
    table = _from_proc() if Path("/proc/self/stat").exists() else _from_ps()
    children: dict[int, list[int]] = {}
    for number, (parent, _) in table.items():
        children.setdefault(parent, []).append(number)
    held, tree = 0, [process]
    while tree:
        number = tree.pop()
        held += (_share(number) or table[number][1]) if number in table else 0
        tree += children.get(number, ())
    return held / MEGA


def _share(process: int) -> int:
    """The bytes that *process* holds, of each page its part if several hold it; 0 if the system does not tell."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:  # it has ended, is another user's, or there is no such file
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _from_proc() -> dict[int, tuple[int, int]]:
    """Each process with its parent and the bytes it holds, as Linux tells them: cheap enough to ask often."""
    page, table = os.sysconf("SC_PAGE_SIZE"), {}
    for name in os.listdir("/proc"):  # noqa: PTH208  # names are all that is wanted, often
        if name.isdecimal():
            try:
                text = Path(f"/proc/{name}/stat").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it has ended
                continue
            # The name of the program stands in brackets and may hold anything.
            fields = text.rpartition(")")[2].split()
            table[int(name)] = (int(fields[1]), int(fields[21]) * page)
    return table


def _from_ps() -> dict[int, tuple[int, int]]:
    done = subprocess.run(["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=False)
    rows = (map(int, line.split()) for line in done.stdout.splitlines())
    return {number: (parent, kilobytes * 1024) for number, parent, kilobytes in rows}
