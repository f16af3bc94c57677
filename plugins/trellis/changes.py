"""When notes changed last, and where they were before, from the history that git keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from trellis.dates import of_seconds
from trellis.git import PATIENCE, NoHistoryError, ask_git, read_log
from trellis.model import NotePath, VaultPath
from trellis.results import Numbers, Results

_MOST_MOVED = 10_000
_LATEST = 4_102_444_799  # the end of the year 2099
_LOG = ("--format=tformat:%x00%x00%ct %P", "--diff-filter=AMRT", "--find-renames", "-l400")


class Changes(msgspec.Struct, frozen=True):
    """What the history tells of the notes that there are."""

    dates: Mapping[NotePath, str] = msgspec.field(default_factory=dict)
    """The moments of their last commits, as ISO dates, the latest first."""
    moved: Mapping[str, NotePath] = msgspec.field(default_factory=dict)
    """Former paths of notes."""
    is_part: bool = False
    """Whether older changes are not in this copy of the history: a shallow clone has only its end."""
    reason: str = ""
    """Why nothing is known."""


def read_changes(vault: Path, results: Results | None = None, patience: float = PATIENCE) -> Changes:
    """The changes of the notes in the folder *vault*, by the commits on the way to the present one; what is not
    committed does not count. It is read once for each commit, if *results* are kept, in at most *patience* seconds."""

    def work() -> Numbers:
        log = read_log(vault, patience, *_LOG)
        return _numbers(log.text, is_part=log.is_part)

    try:
        asked = ask_git(vault, patience, "rev-parse", "HEAD", "--show-prefix", "--is-shallow-repository")
        times, paths, old, new = results.worked_out("changes", asked, work) if results else work()
    except NoHistoryError as error:
        return Changes(reason=str(error))
    notes = [NotePath(VaultPath(path)) for path in _names(paths)]
    dates = {path: of_seconds(time) for path, time in zip(notes, times, strict=True)}
    moved = dict(zip(_names(old), (NotePath(VaultPath(path)) for path in _names(new)), strict=True))
    return Changes(dates, moved, is_part=asked.split()[-1:] == [b"true"])


def _numbers(log: bytes, *, is_part: bool) -> Numbers:
    """Of notes the second of the last commit; their paths; former paths; and what these are called now."""
    times: dict[str, int] = {}
    moved: dict[str, str] = {}
    for change in _changes(log, is_part=is_part):
        if not change.path.endswith(".md"):
            continue
        times.setdefault(change.path, change.time)
        if change.old.endswith(".md") and change.old not in times and len(moved) < _MOST_MOVED:
            # Time runs backwards: what came here has perhaps gone on since.
            moved.setdefault(change.old, moved.get(change.path, change.path))
    return [[*times.values()], _flat(times), _flat(moved), _flat(moved.values())]


def _flat(names: Iterable[str]) -> list[int]:
    return [*map(ord, "\0".join(names))]


def _names(flat: list[int]) -> list[str]:
    return "".join(map(chr, flat)).split("\0") if flat else []


class _Change(NamedTuple):
    time: int
    path: str
    old: str


def _changes(log: bytes, *, is_part: bool) -> Iterator[_Change]:
    """The changes in *log*, the last one first. Of a clone without its beginning, the first commit seems to
    add all that there was, and says nothing."""
    words = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    time, is_telling = _LATEST, False
    for word in words:
        status = word.lstrip("\n")
        if status[:1].isdigit():
            seconds, _, parents = status.partition(" ")
            # A clock that was wrong does not make a commit later than the one after it.
            time, is_telling = min(time, max(0, int(seconds))), bool(parents.strip()) or not is_part
        elif status[:1] in {"A", "M", "T", "R"}:
            old = next(words, "") if status.startswith("R") else ""
            path = next(words, "")
            if is_telling:
                yield _Change(time, path, old)
