"""How a vault grew: the number of its notes at the end of each month, from the history that git keeps.

The repository is read and nothing in it is run. Its configuration may come from a stranger, in a copied checkout or as
a folder within the vault that looks like a repository, and git would run programs that it names: so the commands, hooks
and helpers it can name are switched off, repositories without a checkout are not looked at, and nothing is fetched.
Whose folder a repository may be is git's own rule (`safe.directory`), which stays as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

_LATEST = 4_102_444_799  # the end of the year 2099

PATIENCE = 20.0
"""Seconds; the history of a vault with tens of thousands of commits is read in two."""

_HARMLESS = (
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
)
_LOG = (
    *("log", "--first-parent", "-m", "--reverse", "--format=tformat:%x00%ct"),
    *("--name-status", "--diff-filter=AD", "--no-renames", "--relative", "-z", "--no-ext-diff", "--no-textconv"),
    *("--no-show-signature", "--no-color", "--no-notes", "--no-mailmap", "--ignore-submodules", "HEAD", "--", "."),
)


class Month(NamedTuple):
    """The notes of a vault at the end of a month."""

    year: int
    month: int
    """From 1."""
    notes: int
    added: int
    """Notes that came in this month and were not there before."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How many notes there were, month by month without a gap."""

    months: tuple[Month, ...]
    is_part: bool = False
    """Whether the history begins before what is here: a shallow clone has only its end."""


@dataclass(frozen=True, slots=True)
class NoGrowth:
    """There is no history to tell of."""

    reason: str


def read_growth(vault: Path, patience: float = PATIENCE) -> Growth | NoGrowth:
    """How the vault in the folder *vault* grew, by the commits on the way to the present one; what is not committed
    does not count. It takes at most *patience* seconds."""
    git = shutil.which("git")
    if not git:
        return NoGrowth("git is not installed")
    try:
        is_part = ask_git(git, vault, patience, "rev-parse", "--is-shallow-repository").strip() == b"true"
        log = ask_git(git, vault, patience, *_LOG)
    except subprocess.TimeoutExpired:
        return NoGrowth(f"git took more than {patience:g} seconds to read the history")
    except subprocess.CalledProcessError as error:
        return NoGrowth(_reason(error.stderr.decode("utf-8", "replace")))
    except OSError as error:
        return NoGrowth(f"git cannot be run: {error.strerror}")
    months = tuple(_by_month(list(_commits(log))))
    return Growth(months, is_part) if months else NoGrowth("no note of this folder has been committed yet")


def ask_git(git: str, vault: Path, patience: float, *arguments: str) -> bytes:
    """What the program *git* says in the folder *vault*, with whatever could run other programs switched off.

    Raises:
        subprocess.SubprocessError: it failed, or took more than *patience* seconds.
        OSError: it cannot be run.
    """
    command = [git, "--no-pager", *_HARMLESS, *arguments]
    done = subprocess.run(  # noqa: S603  # nothing in it comes from the vault but the folder it runs in
        command,
        cwd=vault,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=patience,
        check=True,
    )
    return done.stdout


def _environment() -> dict[str, str]:
    """That of this process; of git's own variables only those that say whose repositories may be read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
    return kept | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # older releases know no other way to fetch nothing
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "LC_ALL": "C",
    }


def _is_kept(name: str) -> bool:
    return name.startswith("GIT_CONFIG") or name in {"GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH"}


def _reason(said: str) -> str:
    if "not a git repository" in said or "cannot use bare repository" in said:
        return "the folder is in no git repository"
    if "dubious ownership" in said:
        return "git does not trust the folder, which belongs to somebody else: see safe.directory in its manual"
    if "ambiguous argument 'HEAD'" in said or "bad revision 'HEAD'" in said:
        return "the repository has no commits yet"
    first = next((line for line in said.splitlines() if line.strip()), "")
    return f"git could not read the history: {first.removeprefix('fatal: ')[:200] or 'it does not say why'}"


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
