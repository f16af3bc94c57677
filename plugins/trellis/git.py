"""What git tells of a folder.

The repository is read and nothing in it is run. Its configuration may come from a stranger, in a copied checkout or as
a folder within the vault that looks like a repository, and git would run programs that it names: so the commands, hooks
and helpers it can name are switched off, repositories without a checkout are not looked at, and nothing is fetched.
Whose folder a repository may be is git's own rule (`safe.directory`), which stays as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import msgspec

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
    *("log", "--first-parent", "-m", "--name-status", "--no-renames", "--relative", "-z", "--no-ext-diff"),
    *("--no-textconv", "--no-show-signature", "--no-color", "--no-notes", "--no-mailmap", "--ignore-submodules"),
)


class NoHistoryError(Exception):
    """There is no history to tell of; the message says why."""


class Log(msgspec.Struct, frozen=True):
    """What `git log` says."""

    text: bytes
    is_part: bool
    """Whether the history begins before what is here: a shallow clone has only its end."""


def read_log(folder: Path, patience: float, *arguments: str) -> Log:
    """The commits on the way to the present one that touch *folder*, with the files that each changed, and as
    further *arguments* of `git log` have it told.

    Raises:
        NoHistoryError: there is none, or git takes more than *patience* seconds.
    """
    is_part = ask_git(folder, patience, "rev-parse", "--is-shallow-repository").strip() == b"true"
    return Log(ask_git(folder, patience, *_LOG, *arguments, "HEAD", "--", "."), is_part)


def ask_git(folder: Path, patience: float, *arguments: str) -> bytes:
    """What git says in *folder*.

    Raises:
        NoHistoryError: it failed, or takes more than *patience* seconds.
    """
    git = shutil.which("git")
    if not git:
        raise NoHistoryError("git is not installed")
    try:
        done = subprocess.run(  # noqa: S603  # nothing in it comes from the vault but the folder it runs in
            [git, "--no-pager", *_HARMLESS, *arguments],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise NoHistoryError(f"git took more than {patience:g} seconds to read the history") from error
    except subprocess.CalledProcessError as error:
        raise NoHistoryError(_reason(error.stderr.decode("utf-8", "replace"))) from error
    except OSError as error:
        raise NoHistoryError(f"git cannot be run: {error.strerror}") from error
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
