"""The list of all notes as pages show it: one page, or one for each shelf where there are very many notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trellis.model import Url
from trellis.named import Named
from trellis.names import stem
from trellis.own_pages import ALL_NOTES
from trellis.shelves import Shelf
from trellis.view import Letter, all_notes, named_notes
from trellis.wiki import Wiki

MOST = 1_000
"""Notes that are listed on one page: about a hundred kilobytes."""

FOLDER = stem(ALL_NOTES)
"""Where the pages of shelves are on the site."""


@dataclass(frozen=True, slots=True)
class LetterOfShelves:
    """A letter and the pages of its notes."""

    name: str
    count: int
    shelves: tuple[Named, ...]


@dataclass(frozen=True)
class AllNotesView:
    """All notes, as seen from the page at *start*."""

    wiki: Wiki
    start: Url

    @property
    def count(self) -> int:
        return len(self.wiki.listed)

    @property
    def letters(self) -> list[Letter]:
        """The notes by their first letters, unless they are too many for one page."""
        return [] if is_split(self.wiki) else all_notes(self.wiki, self.start)

    @property
    def shelves(self) -> list[LetterOfShelves]:
        """The pages by letter, if there are several."""
        if not is_split(self.wiki):
            return []
        letters: dict[str, list[Shelf]] = {}
        for shelf in self.wiki.shelves:
            letters.setdefault(shelf.letter, []).append(shelf)
        return [
            LetterOfShelves(letter, sum(len(shelf.notes) for shelf in found), tuple(map(self._named, found)))
            for letter, found in letters.items()
        ]

    def _named(self, shelf: Shelf) -> Named:
        return Named(shelf_name(self.wiki, shelf), shelf_href(self.wiki, shelf, self.start))


@dataclass(frozen=True)
class ShelfView:
    """The shelf of this *number*, as seen from the page at *start*."""

    wiki: Wiki
    number: int
    start: Url

    @property
    def _shelf(self) -> Shelf:
        return self.wiki.shelves[self.number]

    @property
    def crumbs(self) -> list[Named]:
        """Where its page belongs."""
        return [Named("All notes", self.wiki.site.page_href(FOLDER, self.start))]

    @property
    def range(self) -> str:
        """The first and the last of its notes, where its letter has several shelves."""
        return shelf_name(self.wiki, self._shelf) if self._shelf.parts > 1 else ""

    @property
    def notes(self) -> list[Named]:
        return named_notes(self.wiki, self.start, self._shelf.notes)

    @property
    def before(self) -> Named | None:
        """The shelf before it."""
        return self._beside(self.number - 1)

    @property
    def after(self) -> Named | None:
        return self._beside(self.number + 1)

    def _beside(self, number: int) -> Named | None:
        if not 0 <= number < len(self.wiki.shelves):
            return None
        shelf = self.wiki.shelves[number]
        return Named(shelf_title(shelf), shelf_href(self.wiki, shelf, self.start))


def is_split(wiki: Wiki) -> bool:
    """Whether shelves have pages of their own."""
    return len(wiki.listed) > MOST


def shelf_places(wiki: Wiki) -> Iterator[tuple[str, str]]:
    """Place, without its end, and title of the page of each shelf, in their order."""
    if is_split(wiki):
        for shelf in wiki.shelves:
            yield f"{FOLDER}/{shelf.slug}", shelf_title(shelf)


def shelf_title(shelf: Shelf) -> str:
    """What the page of *shelf* is called.

    >>> shelf_title(Shelf("N", 2, 7, ()))
    'All notes: N, 2 of 7'
    """
    return f"All notes: {shelf.letter}" + (f", {shelf.part} of {shelf.parts}" if shelf.parts > 1 else "")


def shelf_name(wiki: Wiki, shelf: Shelf) -> str:
    """Its letter, or its first and last note if the letter has several shelves."""
    if shelf.parts == 1:
        return shelf.letter
    first, last = (_shortly(wiki.notes[path].title) for path in (shelf.notes[0], shelf.notes[-1]))
    return f"{first} – {last}"


def shelf_href(wiki: Wiki, shelf: Shelf, start: Url) -> str:
    """The address of the page of *shelf*, as a link in the page at *start*."""
    return wiki.site.page_href(f"{FOLDER}/{shelf.slug}", start)


def _shortly(title: str, most: int = 40) -> str:
    return title if len(title) <= most else f"{title[:most].rstrip()}…"
