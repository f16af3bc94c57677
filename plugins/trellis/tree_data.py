"""The files that browsers load for the tree of all notes: folders as the vault has them, in parts that are never large.

A file is a list of folders. A folder has its `name`, the `count` of notes in and beneath it, its `folders`, and its
`notes`, title and address in turn; `path` is what the vault calls it, if that is not its name. Instead of folders and
notes it may have the number of a `file` that they are in, and `at` which place there. Where very many notes or folders
lie side by side they stand on shelves: folders that are none of the vault's, with what the `last` thing there is sorted
by, and whether such a shelf `holds` folders.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from trellis.model import NotePath, VaultPath
from trellis.names import folder, naturally, title_of
from trellis.shelves import MOST, shelves
from trellis.wiki import Wiki

PLACE = "graph/notes"
"""Where the files are on the site."""

_NOTES = 600
"""Notes in a file; a folder or a shelf has no more of its own than fit."""


@dataclass
class _Folder:
    name: str
    path: str = ""
    last: str | None = None
    folders: list[_Folder] = field(default_factory=list)
    notes: list[NotePath] = field(default_factory=list)
    count: int = 0


def tree_files(wiki: Wiki) -> dict[str, bytes]:
    """The files by their places on the site; the first has the folder of the vault."""
    root = _tree(wiki)
    writer = _Writer(wiki)
    writer.add([root])
    return {f"{PLACE}/{number}.json": msgspec.json.encode(part) for number, part in enumerate(writer.files)}


def _tree(wiki: Wiki) -> _Folder:
    """The folders of *wiki*, sorted, with everything counted and shelved."""
    folders = {"": _Folder("")}

    def found(path: str) -> _Folder:
        if path not in folders:
            folders[path] = _Folder(title_of(f"{path}.md"), path.rpartition("/")[2])
            found(folder(path)).folders.append(folders[path])
        return folders[path]

    for note in wiki.listed:
        found(folder(note)).notes.append(note)
    for each in sorted(folders, key=lambda path: path.count("/") + bool(path), reverse=True):
        _settle(folders[each], wiki)
    return folders[""]


def _settle(here: _Folder, wiki: Wiki) -> None:
    """Counts and sorts what is in a folder, those in it being settled."""
    titles = {path: wiki.notes[path].title for path in here.notes}
    here.count = len(here.notes) + sum(inner.count for inner in here.folders)
    here.folders.sort(key=lambda inner: (naturally(inner.path), inner.path))
    if len(here.folders) > MOST:
        by_path = {NotePath(VaultPath(inner.path)): inner for inner in here.folders}
        here.folders = [
            _Folder(name, "", last, [by_path[path] for path in paths], [], sum(by_path[path].count for path in paths))
            for name, last, paths in _shelved({path: str(path) for path in by_path})
        ]
    here.notes.sort(key=lambda path: (naturally(titles[path]), titles[path], path))
    if len(here.notes) > MOST:
        here.folders += [_Folder(name, "", last, [], paths, len(paths)) for name, last, paths in _shelved(titles)]
        here.notes = []


def _shelved(titles: dict[NotePath, str]) -> Iterable[tuple[str, str, list[NotePath]]]:
    """Name, what the last is sorted by, and all that is on each shelf."""
    for shelf in shelves((title, path) for path, title in titles.items()):
        first, last = titles[shelf.notes[0]], titles[shelf.notes[-1]]
        yield shelf.letter if shelf.parts == 1 else f"{first} – {last}", naturally(last), [*shelf.notes]


class _Writer:
    """Folders put into files."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self.files: list[list[dict[str, Any]]] = []

    def add(self, folders: list[_Folder]) -> int:
        """The number of a new file with *folders* in it."""
        number = len(self.files)
        self.files.append([])
        self.files[number] += self._written(folders)
        return number

    def _written(self, folders: list[_Folder]) -> list[dict[str, Any]]:
        """*folders* with what is in them, as far as there is room, the smallest first."""
        room = _NOTES - sum(len(here.notes) for here in folders)
        inside = sorted((inner for here in folders for inner in here.folders), key=lambda inner: inner.count)
        whole: set[int] = set()
        rest: list[list[_Folder]] = []
        for inner in inside:
            if inner.count <= room:
                whole.add(id(inner))
                room -= inner.count
            elif rest and sum(other.count for other in rest[-1]) + inner.count <= _NOTES:
                rest[-1].append(inner)
            else:
                rest.append([inner])
        places: dict[int, tuple[int, int]] = {}
        for bundle in rest:
            number = self.add(bundle)
            places |= {id(inner): (number, at) for at, inner in enumerate(bundle)}
        return [self._opened(here, whole, places) for here in folders]

    def _opened(self, here: _Folder, whole: set[int] | None, places: dict[int, tuple[int, int]]) -> dict[str, Any]:
        """All that is in a folder. The folders in it are *whole*, or all if that is None, or in their *places*."""
        found = self._named(here)
        found["folders"] = [
            self._opened(inner, None, places)
            if whole is None or id(inner) in whole
            else {**self._named(inner), "file": places[id(inner)][0], "at": places[id(inner)][1]}
            for inner in here.folders
        ]
        notes, url = self._wiki.notes, self._wiki.site.url
        found["notes"] = [part for path in here.notes for part in (notes[path].title, url(path))]
        return found

    def _named(self, here: _Folder) -> dict[str, Any]:
        found: dict[str, Any] = {"name": here.name, "count": here.count}
        if here.path and here.path != here.name:
            found["path"] = here.path
        if here.last is not None:
            found["last"] = here.last
            found["holds"] = bool(here.folders)
        return found
