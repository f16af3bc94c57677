"""The files of a folder, looked at again and again: which are there, and which are not as they were."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Mapping

from trellis.scanned import Stamp
from trellis.watching import Watching

_UNREAD: Stamp = (0, 0, 0)
"""For a folder that cannot be read."""

_OFTEN = 256  # files, between two questions whether to give way: half a millisecond

_NOW_AND_THEN = 10.0  # seconds, after which all files are looked at whatever was told of them


class GaveWay(Exception):  # noqa: N818  # nothing went wrong
    """A look at the vault was given up in favour of somebody else's."""


class Files:
    """Those in the folder *root*."""

    def __init__(self, root: str, watching: Watching | None) -> None:
        """*watching* sees the changes in *root*, if anybody does."""
        self._root, self._watching = root, watching
        self._stamps: dict[str, Stamp] = {}
        self._looked = 0.0
        """When all files were looked at."""
        self._is_told = False
        """Whether all that has changed since stamps were taken will have been told."""

    def look(self, gives_way: Callable[[], bool] | None = None) -> tuple[dict[str, Stamp], set[str]]:
        """The stamps of all files, by path, and the paths of those that are new or have another one than those that
        were taken. With *gives_way*, which is asked every now and then, nobody waits for it.

        Raises:
            OSError: the folder cannot be read.
            GaveWay: *gives_way* said so.
        """
        is_told, self._is_told = self._is_told, False
        told = self._watching.changed() if self._watching else None
        is_due = gives_way is not None and time.monotonic() > self._looked + _NOW_AND_THEN
        if is_told and told is not None and not is_due and (seen := self._told(told)):
            return seen
        seen = self._all_looked_at(gives_way or (lambda: False))
        self._looked = time.monotonic()
        return seen

    def take(self, stamps: dict[str, Stamp]) -> None:
        """Has the files with these *stamps* for those that were read."""
        self._stamps = stamps
        self._is_told = self._watching is not None

    def _told(self, changed: Collection[str]) -> tuple[dict[str, Stamp], set[str]] | None:
        """The same, if no other files than these have *changed*; None if one is no file."""
        others: dict[str, Stamp] = {}
        gone: set[str] = set()
        for path in changed:
            try:
                status = os.stat(f"{self._root}/{path}", follow_symlinks=False)  # noqa: PTH116
            except FileNotFoundError:
                gone.add(path)
                continue
            except OSError:
                return None
            if stat.S_ISDIR(status.st_mode):
                return None
            stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            if self._stamps.get(path) != stamp:
                others[path] = stamp
        if not others and self._stamps.keys().isdisjoint(gone):
            return self._stamps, set()
        now = {**self._stamps, **others}
        return {path: stamp for path, stamp in now.items() if path not in gone} if gone else now, {*others}

    def _all_looked_at(self, gives_way: Callable[[], bool]) -> tuple[dict[str, Stamp], set[str]]:
        """The same, whatever has changed."""
        before, root = self._stamps, self._root
        others, count = _other_stamps(root, before, gives_way, self._enter)
        if count == len(before) + len(others.keys() - before.keys()):
            return {**before, **others}, {*others}
        # Some are gone, and which they are only a list of all can tell.
        stamps, _ = _other_stamps(root, {}, gives_way, self._enter)
        return stamps, {path for path, stamp in stamps.items() if before.get(path) != stamp}

    def _enter(self, folder: str, prefix: str) -> None:
        try:
            if self._watching:
                self._watching.enter(folder, prefix)
        except PermissionError:
            pass  # the folder cannot be read, either, and one round it tells when it can
        except OSError:  # as many are watched as may be
            assert self._watching
            self._watching.close()
            self._watching = None


def _other_stamps(
    root: str, before: Mapping[str, Stamp], gives_way: Callable[[], bool], enter: Callable[[str, str], None]
) -> tuple[dict[str, Stamp], int]:
    """Path and stamp of every entry that is no folder, of those whose stamp is not the one *before*; and how many
    entries there are. Symbolic links are not followed. *enter* is called with each folder before it is looked at, and
    with what paths of its files begin with.

    Nearly always nothing is different, and to keep what is there already would take a fifth of the time."""
    others: dict[str, Stamp] = {}
    count = 0
    waiting = [(root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        enter(folder, prefix)
        try:
            entries = os.scandir(folder)
        except PermissionError:
            if not prefix:
                raise
            count += 1
            if before.get(prefix) != _UNREAD:
                others[prefix] = _UNREAD
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{name}/"))
                    continue
                try:
                    now = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # it went just now
                if not count % _OFTEN and gives_way():
                    raise GaveWay
                count += 1
                path = prefix + name
                old = before.get(path)
                if old is None or old[1] != now.st_mtime_ns or old[2] != now.st_ctime_ns or old[0] != now.st_size:
                    others[path] = (now.st_size, now.st_mtime_ns, now.st_ctime_ns)
    return others, count
