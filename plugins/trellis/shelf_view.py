"""Lists of notes from A to Z as pages show them: on one page, or on one for each shelf where there are very many."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec

from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.names import stem
from trellis.own_pages import ALL_NOTES, tag_place
from trellis.shelves import Shelf, shelves
from trellis.view import Letter, all_notes, named_notes
from trellis.wiki import Wiki
from trellis.words import Words

MOST = 1_000
"""Notes that are listed on one page: about a hundred kilobytes."""

FOLDERS = ("all-notes/", "graph/tagged/")
"""Where the pages of shelves are on the site."""


class LetterOfShelves(msgspec.Struct, frozen=True):
    """A letter and the pages of its notes."""

    name: str
    count: int
    shelves: tuple[Named, ...]


@dataclass(frozen=True)
class NoteList:
    """Some notes of a wiki, or all."""

    wiki: Wiki
    title: str
    place: str
    """Its page, without its end."""
    folder: str
    """Where its shelves have their pages."""
    tag: str | None = None
    """The folded name of the tag that they have; all notes without it."""

    @cached_property
    def shelves(self) -> list[Shelf]:
        if self.tag is None:
            return self.wiki.shelves
        return shelves((self.wiki.notes[path].title, path) for path in self.paths)

    @property
    def count(self) -> int:
        return len(self.paths)

    @property
    def paths(self) -> Collection[NotePath]:
        return self.wiki.listed if self.tag is None else self.wiki.tag_tree.notes[self.tag]

    @property
    def is_split(self) -> bool:
        """Whether its shelves have pages of their own."""
        return self.count > MOST

    def href(self, shelf: Shelf, start: Url) -> str:
        """The address of the page of *shelf*, as a link in the page at *start*."""
        return self.wiki.site.page_href(f"{self.folder}/{shelf.slug}", start)

    def places(self) -> Iterator[tuple[str, str]]:
        """Place, without its end, and title of the page of each shelf that has one, in their order."""
        words = self.wiki.words
        if self.is_split:
            for shelf in self.shelves:
                yield f"{self.folder}/{shelf.slug}", words("shelf.title", list=self.title, shelf=label(shelf, words))


def note_list(wiki: Wiki, tag: str | None) -> NoteList:
    """The notes with the tag of this folded name, or all."""
    return list_of_all(wiki) if tag is None else list_of_tag(wiki, tag)


def list_of_all(wiki: Wiki) -> NoteList:
    return NoteList(wiki, wiki.words("pages.all_notes"), stem(ALL_NOTES), FOLDERS[0].removesuffix("/"))


def list_of_tag(wiki: Wiki, key: str) -> NoteList:
    """The notes with the tag of the folded name *key*, or one beneath it."""
    place = tag_place(key)
    # Its own folder is for the tags beneath it.
    folder = place.replace("graph/tags/", FOLDERS[1], 1)
    return NoteList(wiki, f"#{wiki.tag_tree.names[key]}", place, folder, key)


def split_lists(wiki: Wiki) -> Iterator[NoteList]:
    """The lists whose shelves have pages of their own."""
    lists = (list_of_all(wiki), *(list_of_tag(wiki, key) for key in wiki.tag_tree.names))
    return (each for each in lists if each.is_split)


@dataclass(frozen=True)
class ListView:
    """A list, as seen from the page at *start*."""

    notes: NoteList
    start: Url

    @property
    def count(self) -> int:
        return self.notes.count

    @property
    def letters(self) -> list[Letter]:
        """The notes by their first letters, unless they are too many for one page."""
        return [] if self.notes.is_split else all_notes(self.notes.wiki, self.start, self.notes.paths)

    @property
    def shelves(self) -> list[LetterOfShelves]:
        """The pages by letter, if there are several."""
        if not self.notes.is_split:
            return []
        letters: dict[str, list[Shelf]] = {}
        for shelf in self.notes.shelves:
            letters.setdefault(shelf.letter, []).append(shelf)
        return [
            LetterOfShelves(letter, sum(len(shelf.notes) for shelf in found), tuple(map(self._named, found)))
            for letter, found in letters.items()
        ]

    def _named(self, shelf: Shelf) -> Named:
        return Named(span(self.notes.wiki, shelf), self.notes.href(shelf, self.start))


@dataclass(frozen=True)
class ShelfView:
    """The shelf of this *number*, as seen from the page at *start*."""

    list: NoteList
    number: int
    start: Url

    @property
    def _shelf(self) -> Shelf:
        return self.list.shelves[self.number]

    @property
    def crumbs(self) -> tuple[Named, ...]:
        """Where its page belongs."""
        return (Named(self.list.title, self.list.wiki.site.page_href(self.list.place, self.start)),)

    @property
    def range(self) -> str:
        """The first and the last of its notes, where its letter has several shelves."""
        return span(self.list.wiki, self._shelf) if self._shelf.parts > 1 else ""

    @property
    def notes(self) -> tuple[Named, ...]:
        return tuple(named_notes(self.list.wiki, self.start, self._shelf.notes))

    @property
    def before(self) -> Named | None:
        """The shelf before it."""
        return self._beside(self.number - 1)

    @property
    def after(self) -> Named | None:
        return self._beside(self.number + 1)

    def _beside(self, number: int) -> Named | None:
        if not 0 <= number < len(self.list.shelves):
            return None
        shelf = self.list.shelves[number]
        return Named(label(shelf, self.list.wiki.words), self.list.href(shelf, self.start))


def label(shelf: Shelf, words: Words) -> str:
    """What *shelf* is called.

    >>> from trellis.words import english
    >>> label(Shelf("N", 2, 7, ()), english())
    'N, 2 of 7'
    """
    if shelf.parts == 1:
        return shelf.letter
    return words("shelf.label", letter=shelf.letter, part=shelf.part, parts=shelf.parts)


def span(wiki: Wiki, shelf: Shelf) -> str:
    """Its letter, or its first and last note if the letter has several shelves."""
    if shelf.parts == 1:
        return shelf.letter
    first, last = (_shortly(wiki.notes[path].title) for path in (shelf.notes[0], shelf.notes[-1]))
    return f"{first} – {last}"


def _shortly(title: str, most: int = 40) -> str:
    return title if len(title) <= most else f"{title[:most].rstrip()}…"
