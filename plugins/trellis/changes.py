"""When notes were changed last, from the history that git keeps. Dates of files say nothing: a fresh checkout gives all
of them that of its own making."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from trellis.git import PATIENCE, NoHistoryError, read_log

_LATEST = 4_102_444_799  # the end of the year 2099
_COMMITS = 1_000
_LOG = (f"--max-count={_COMMITS}", "--format=tformat:%x00%ct %p", "--diff-filter=AMT")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is known of the last changes."""

    dates: Mapping[str, date] = field(default_factory=dict)
    """By the path of a file, the day of the last commit that changed it, the latest first. What has not changed for
    very many commits is not in it."""
    is_part: bool = False
    """Whether older changes are not in this copy of the history: a shallow clone has only its end."""
    reason: str = ""
    """Why nothing is known."""


def read_changes(vault: Path, patience: float = PATIENCE) -> Changes:
    """The last changes of the notes in the folder *vault*, as far as they are committed. It takes at most *patience*
    seconds."""
    try:
        log = read_log(vault, patience, *_LOG)
    except NoHistoryError as error:
        return Changes(reason=str(error))
    dates: dict[str, date] = {}
    for path, day in _changed(log.text.decode("utf-8", "surrogateescape"), is_part=log.is_part):
        dates.setdefault(path, day)
    return Changes(dates, log.is_part)


def _changed(log: str, *, is_part: bool) -> Iterator[tuple[str, date]]:
    words = iter(log.split("\0"))
    day, latest, counts = date.min, _LATEST, False
    for word in words:
        # What a commit changes is told in pairs, so that a file cannot be taken for anything but a file.
        if (status := word.lstrip("\n")) in {"A", "M", "T"}:
            path = next(words)
            if counts and path.endswith(".md"):
                yield path, day
        elif status:
            time, _, parents = status.partition(" ")
            # A clock that was wrong does not make a commit later than the one after it.
            latest = min(latest, max(int(time), 0))
            day = datetime.fromtimestamp(latest, UTC).date()
            # Where a shallow clone ends, git says of every file that it was added there.
            counts = bool(parents) or not is_part
