"""How a vault grew: the number of its notes at the end of each month, from the history that git keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from trellis.git import PATIENCE, NoHistoryError, read_log

_LATEST = 4_102_444_799  # the end of the year 2099

_LOG = ("--reverse", "--format=tformat:%x00%ct", "--diff-filter=AD")


class Month(NamedTuple):
    """The notes of a vault at the end of a month."""

    year: int
    month: int
    """From 1."""
    notes: int
    added: int
    """Notes that came in this month and were not there before."""


class Growth(msgspec.Struct, frozen=True):
    """How many notes there were, month by month without a gap."""

    months: tuple[Month, ...]
    is_part: bool = False
    """Whether the history begins before what is here: a shallow clone has only its end."""


class NoGrowth(msgspec.Struct, frozen=True):
    """There is no history to tell of."""

    reason: str


def read_growth(vault: Path, patience: float = PATIENCE) -> Growth | NoGrowth:
    """How the vault in the folder *vault* grew, by the commits on the way to the present one; what is not committed
    does not count. It takes at most *patience* seconds."""
    try:
        log = read_log(vault, patience, *_LOG)
    except NoHistoryError as error:
        return NoGrowth(str(error))
    months = tuple(_by_month(list(_commits(log.text))))
    return Growth(months, log.is_part) if months else NoGrowth("no note of this folder has been committed yet")


class _Commit(NamedTuple):
    time: int
    added: list[str]
    gone: list[str]


def _commits(log: bytes) -> Iterator[_Commit]:
    """The commits in *log*, the first one first, with the notes that came and went."""
    words = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    commit: _Commit | None = None
    for word in words:
        # What a commit changes is told in pairs, so that a file cannot be taken for anything but a file.
        if (status := word.lstrip("\n")) in {"A", "D"}:
            path = next(words)
            if commit and _is_note(path):
                (commit.added if status == "A" else commit.gone).append(path)
        elif status:
            if commit:
                yield commit
            commit = _Commit(int(status), [], [])
    if commit:
        yield commit


def _is_note(path: str) -> bool:
    return path.endswith(".md") and not any(part.startswith(".") for part in path.split("/"))


def _by_month(commits: Sequence[_Commit]) -> Iterator[Month]:
    notes: set[str] = set()
    ever: set[str] = set()
    ends: dict[int, int] = {}
    added: Counter[int] = Counter()
    for month, commit in zip(_months(commits), commits, strict=True):
        added[month] += len(set(commit.added) - ever)
        ever.update(commit.added)
        notes.difference_update(commit.gone)
        notes.update(commit.added)
        if ever:
            ends[month] = len(notes)
    last = 0
    for month in range(min(ends, default=0), max(ends, default=-1) + 1):
        last = ends.get(month, last)
        yield Month(month // 12, month % 12 + 1, last, added[month])


def _months(commits: Sequence[_Commit]) -> Iterator[int]:
    """The month of each commit, counted from the year 0. A clock that was wrong does not turn time back, nor does it
    lead beyond the last commit."""
    month = 0
    for commit in commits:
        date = datetime.fromtimestamp(min(max(commit.time, 0), commits[-1].time, _LATEST), UTC)
        month = max(month, date.year * 12 + date.month - 1)
        yield month
