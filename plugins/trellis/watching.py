"""What has changed in a folder since it was looked at, as the system tells it: to ask for the dates of 20,000 files
takes 50 milliseconds, and somebody may wait for it.

Linux puts down every change before the program that made it goes on (inotify), so that nothing is missing when somebody
asks. It does so for local disks alone: what another machine changes it does not know, and elsewhere there is no such
thing. Writes to memory that is a file are not put down either, so that a look at all files now and then stays useful.
"""

from __future__ import annotations

import os
import re
import sys
import weakref
from pathlib import Path

if sys.platform == "linux":
    from inotify_simple import INotify, flags

    _CHANGES = (
        flags.MODIFY
        | flags.CLOSE_WRITE
        | flags.ATTRIB
        | flags.CREATE
        | flags.DELETE
        | flags.MOVED_FROM
        | flags.MOVED_TO
    )
    _MASK = _CHANGES | flags.DELETE_SELF | flags.MOVE_SELF | flags.ONLYDIR | flags.DONT_FOLLOW
    _FOLDERS = flags.ISDIR | flags.DELETE_SELF | flags.MOVE_SELF | flags.UNMOUNT | flags.Q_OVERFLOW | flags.IGNORED

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
_LOCAL = frozenset({"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "tmpfs", "xfs", "zfs"})
"""Kinds of file systems that only this machine writes to."""


class Watching:
    """Changes in a folder and in those beneath it that were entered."""

    def __init__(self) -> None:
        """Raises:
        OSError: there is nobody to tell of changes.
        """
        if sys.platform != "linux":
            raise OSError("changes of files are told on Linux alone")
        self._told = INotify()
        self._prefixes: dict[int, str] = {}
        self.close = weakref.finalize(self, self._told.close)
        """Ends it, as whoever forgets it does."""

    def enter(self, folder: str, prefix: str) -> None:
        """Begins with *folder*, whose files have paths that begin with *prefix*.

        Raises:
            OSError: it cannot be watched; perhaps as many are as may be.
        """
        self._prefixes[self._told.add_watch(folder, _MASK)] = prefix

    def changed(self) -> set[str] | None:
        """The paths of files that came, went or changed since somebody asked last; None if folders did, or more did
        than can be told. Names that begin with a dot are left out."""
        found: set[str] = set()
        is_told = True
        for event in self._told.read(timeout=0):
            if event.mask & _FOLDERS or event.wd not in self._prefixes:
                is_told = is_told and event.name.startswith(".")
            elif not event.name.startswith("."):
                found.add(self._prefixes[event.wd] + event.name)
        return found if is_told else None


def watching(root: Path) -> Watching | None:
    """What watches the folder *root*, once that is entered; None if it would not see all changes."""
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
        return Watching() if _is_local(os.path.realpath(root), mounts) else None
    except (OSError, ValueError):
        return None


def _is_local(folder: str, mounts: list[str]) -> bool:
    """Whether *folder* and all beneath it lie on local disks; *mounts* are lines of proc_pid_mountinfo(5)."""
    kinds = {}
    for line in mounts:
        before, _, after = line.partition(" - ")
        place = _OCTAL.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4])
        kinds[place] = after.split(" ")[0]
    around = max((place for place in kinds if _lies_in(folder, place)), key=len)
    return all(kind in _LOCAL for place, kind in kinds.items() if place == around or _lies_in(place, folder))


def _lies_in(inner: str, outer: str) -> bool:
    return f"{inner}/".startswith(f"{outer.rstrip('/')}/")
