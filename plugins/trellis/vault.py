"""Scan: a folder → the texts of its notes and the names of its attachments. Nothing outside it is ever read."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from trellis.canvas import LARGEST as LARGEST_CANVAS
from trellis.canvas import read_canvas
from trellis.diagnostics import TrellisError
from trellis.kinds import ATTACHMENTS, extension
from trellis.model import Canvas, Finding, Known, NotePath, Source, Stamp, Vault, VaultPath
from trellis.svg import LARGEST as LARGEST_SVG
from trellis.svg import is_picture
from trellis.texts import read_file, read_note, read_text
from trellis.watching import Watching

_GRAIN = 2_000_000_000  # nanoseconds: that of FAT

_UNREAD: Stamp = (0, 0, 0)
"""For a folder that cannot be read."""

_OFTEN = 256  # files, between two questions whether to give way: half a millisecond


_NOW_AND_THEN = 10.0  # seconds, after which all files are looked at whatever was told of them


Recall = Callable[[Mapping[str, Stamp]], Mapping[str, Known]]
"""The notes, among those with these stamps, that an earlier build has compiled from the files as they still are."""


def scan_vault(root: Path, extra: Iterable[str] = (), recall: Recall | None = None) -> Vault:
    """The vault in the folder *root*, sorted by path. Notes that *recall* knows are not read.

    Left out: names that begin with a dot, symbolic links, anything that is no regular file, and attachments whose
    kind is not in `ATTACHMENTS`, unless their path is among *extra*.

    Raises:
        TrellisError: *root* is no folder, or cannot be read.
    """
    return VaultReader(root, extra, recall).read()


_Item = Source | Known | Canvas | Finding | None
"""What a file is: a note, a canvas, the reason why it is left out, or any other attachment."""


class GaveWay(Exception):  # noqa: N818  # nothing went wrong
    """A look at the vault was given up in favour of somebody else's."""


class VaultReader:
    """Reads the vault in the folder *root* again and again; of files that did not change, their dates alone."""

    def __init__(
        self, root: Path, extra: Iterable[str] = (), recall: Recall | None = None, watching: Watching | None = None
    ) -> None:
        """*watching* sees the changes in *root*, if anybody does."""
        self._root = Path(root)
        self._watching = watching
        self._looked = 0.0
        """When all files were looked at."""
        self._is_told = False
        """Whether all that has changed since the last reading will have been told."""
        self._wanted = frozenset(extra)
        self._recall = recall
        self._stamps: dict[str, Stamp] = {}
        self._items: dict[str, _Item] = {}
        self._places: dict[str, int] = {}
        """Of notes among the sources of the vault."""
        self._unsettled: set[str] = set()
        self._vault: Vault | None = None

    def read(self, gives_way: Callable[[], bool] | None = None) -> Vault:
        """The vault as it is now: the same object as before if it is the same, and the same sources of those notes
        that are. With *gives_way* nobody waits for it.

        Raises:
            TrellisError: there is no such folder, or it cannot be read.
            GaveWay: *gives_way*, which is asked every now and then, said so.
        """
        _check_folder(self._root)
        is_told, self._is_told = self._is_told, False
        settled_by = time.time_ns() - _GRAIN
        try:
            stamps, differing = self._looked_at(gives_way, is_told=is_told)
        except OSError as error:
            raise TrellisError(f"{self._root}: cannot be read: {error.strerror}") from error
        # Within the grain of the clock a file may change once more and keep its dates.
        doubtful = differing | (self._unsettled & stamps.keys())
        unsettled = {name for name in doubtful if max(stamps[name][1:]) >= settled_by}
        known = self._known(stamps, unsettled)
        read = {
            name: known[name] if name in known else self._item(name, None if name in unsettled else stamps[name])
            for name in doubtful
        }
        fresh = {name: item for name, item in read.items() if name not in self._items or self._items[name] != item}
        is_another = self._vault is None or len(stamps) != len(self._items) or not doubtful <= self._items.keys()
        self._vault = self._collected(fresh, stamps) if is_another else self._renewed(fresh)
        self._stamps = stamps
        self._unsettled = unsettled
        self._is_told = self._watching is not None
        return self._vault

    def _looked_at(self, gives_way: Callable[[], bool] | None, *, is_told: bool) -> tuple[dict[str, Stamp], set[str]]:
        """The stamps of all files, by path, and the paths of those that are new or have another one than before."""
        told = self._watching.changed() if self._watching else None
        is_due = gives_way is not None and time.monotonic() > self._looked + _NOW_AND_THEN
        if is_told and told is not None and not is_due and (seen := self._told(told)):
            return seen
        seen = self._all_looked_at(gives_way or (lambda: False))
        self._looked = time.monotonic()
        return seen

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
        before, root = self._stamps, str(self._root)
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

    def _known(self, stamps: Mapping[str, Stamp], unsettled: Collection[str]) -> Mapping[str, Known]:
        if self._recall is None or self._vault is not None:
            return {}
        return self._recall({n: stamp for n, stamp in stamps.items() if n.endswith(".md") and n not in unsettled})

    def _renewed(self, fresh: Mapping[str, _Item]) -> Vault:
        """The vault of the same files as before, of which only the *fresh* ones are not as they were."""
        assert self._vault
        if not fresh:
            return self._vault
        notes = {name: item for name, item in fresh.items() if isinstance(item, Source | Known)}
        if len(notes) < len(fresh) or not notes.keys() <= self._places.keys():
            return self._collected(fresh, self._items)
        # Nearly always: some notes have another text.
        self._items |= fresh
        sources = [*self._vault.sources]
        for name, item in notes.items():
            sources[self._places[name]] = item
        return replace(self._vault, sources=tuple(sources))

    def _item(self, name: str, stamp: Stamp | None) -> _Item:
        file = self._root / name
        if problem := _problem(name, _mode(file), self._wanted) or _problem_inside(file):
            return Finding("skipped-file", 1, problem)
        if name.endswith(".md"):
            try:
                return read_note(file, NotePath(VaultPath(name)), stamp)
            except OSError as error:
                reason = f"the note cannot be read: {error.strerror}; mend its permissions or move it away"
                return Finding("unreadable-note", 1, reason)
        if name.lower().endswith(".canvas"):
            try:
                return read_canvas(read_text(file, LARGEST_CANVAS))
            except (OSError, ValueError) as error:
                reason = f"the canvas cannot be drawn: {error}; open it in Obsidian and save it again"
                return Finding("skipped-file", 1, reason)
        return None

    def _collected(self, fresh: Mapping[str, _Item], names: Iterable[str]) -> Vault:
        """The vault of the files with these *names*, of which only the *fresh* ones are not as they were."""
        self._items = {name: fresh[name] if name in fresh else self._items[name] for name in sorted(names)}
        items = [(VaultPath(_shown(name)), item) for name, item in self._items.items()]
        sources = tuple(item for _, item in items if isinstance(item, Source | Known))
        self._places = {source.path: place for place, source in enumerate(sources)}
        return Vault(
            self._root.resolve().name,
            sources,
            tuple(path for path, item in items if item is None or isinstance(item, Canvas)),
            {path: item for path, item in items if isinstance(item, Canvas)},
            {path: item for path, item in items if isinstance(item, Finding)},
        )


def _check_folder(root: Path) -> None:
    if not root.exists():
        raise TrellisError(f"{root}: there is no such folder; check the path of the vault")
    if not root.is_dir():
        raise TrellisError(f"{root}: is a file; name the folder that holds the notes")


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


def _mode(file: Path) -> int:
    try:
        return file.lstat().st_mode
    except OSError:
        return 0


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _problem(name: str, mode: int, wanted: frozenset[str]) -> str | None:
    """Why the entry is left out of the site, or None."""
    kind = extension(name)
    if stat.S_ISLNK(mode):
        return "symbolic links are not followed; put the file itself into the vault"
    if not stat.S_ISREG(mode):
        return "this is no ordinary file, or its folder cannot be read; it is left out"
    if _shown(name) != name:
        return "the file name is not UTF-8; rename the file"
    if name.endswith(".md") or name in wanted or kind in ATTACHMENTS:
        return None
    if kind == "md":
        return "the extension of a note is .md in small letters; rename the file"
    if kind == "base":
        return "a base is a table that only Obsidian can make; it is not published"
    files = f".{kind} files are" if kind else "files without extension are"
    return f"{files} not published; only pictures, sounds, videos, canvases, PDF, CSV and text are"


def _problem_inside(file: Path) -> str | None:
    """Why the content of *file* keeps it out of the site, or None."""
    if not file.name.lower().endswith(".svg"):
        return None
    try:
        if is_picture(read_file(file, LARGEST_SVG + 1)):
            return None
    except OSError as error:
        return f"the picture cannot be read: {error.strerror}"
    return "the SVG is broken or holds more than a picture (a script, HTML, an entity), so it is not published"
