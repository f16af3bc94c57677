"""Scan: a folder → the texts of its notes and the names of its attachments. Nothing outside it is ever read."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from trellis.canvas import LARGEST as LARGEST_CANVAS
from trellis.canvas import read_canvas
from trellis.diagnostics import TrellisError
from trellis.files import Files
from trellis.kinds import ATTACHMENTS, extension
from trellis.model import Finding, NotePath, VaultPath
from trellis.scanned import Canvas, Known, Source, Stamp, Vault
from trellis.svg import LARGEST as LARGEST_SVG
from trellis.svg import is_picture
from trellis.texts import read_file, read_note, read_text
from trellis.watching import Watching

_GRAIN = 2_000_000_000  # nanoseconds: that of FAT

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


class VaultReader:
    """Reads the vault in the folder *root* again and again; of files that did not change, their dates alone."""

    def __init__(
        self, root: Path, extra: Iterable[str] = (), recall: Recall | None = None, watching: Watching | None = None
    ) -> None:
        """*watching* sees the changes in *root*, if anybody does."""
        self._root = Path(root)
        self._files = Files(str(root), watching)
        self._wanted = frozenset(extra)
        self._recall = recall
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
        settled_by = time.time_ns() - _GRAIN
        try:
            stamps, differing = self._files.look(gives_way)
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
        self._files.take(stamps)
        self._unsettled = unsettled
        return self._vault

    def forget_texts(self, read: Vault, known: Callable[[Source], Known | None]) -> Vault:
        """The vault *read* last, without the texts of the notes that are *known*. A file that may change and keep its
        dates is compared with its text, so that stays; if another vault has been read since, so do all."""
        if self._vault is None or read is not self._vault:
            return read
        held: dict[str, _Item] = {
            source.path: item
            for source in self._vault.sources
            if isinstance(source, Source) and source.path not in self._unsettled and (item := known(source))
        }
        self._vault = self._renewed(held)
        return self._vault

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
