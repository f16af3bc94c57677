"""The numbers of a wiki and its growth as their page shows them: words, addresses, and how long each bar is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from trellis.export import MOST_ON_SITE
from trellis.growth_chart import draw_growth, name_of, said_of
from trellis.history import Growth, NoGrowth
from trellis.model import LinkKind, NotePath, Url, VaultPath
from trellis.named import Named
from trellis.names import naturally
from trellis.nodes import is_ghost
from trellis.numbers import Numbers, numbers_of
from trellis.urls import relative_url
from trellis.wiki import Wiki

MOST = 10
"""Rows of what is ranked."""

SHOWN = 30
"""Notes of a list before those that are there for who asks."""

LISTED = 1000
"""Notes of a list at all: the exports have the rest."""

_WANTED = VaultPath("graph/wanted.md")
_EXPORTS = (
    ("graph/graph.json", "JSON", "for programs"),
    ("graph/graph.graphml", "GraphML", "for Gephi and networkx"),
    ("graph/skos.jsonld", "SKOS", "a vocabulary, as JSON-LD"),
)
_KINDS: dict[LinkKind, str] = {
    "links": "Mentions in the text",
    "embeds": "Notes shown in others",
    "source": "Sources named",
    "requires": "What to read first",
    "part_of": "Parts of something broader",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it is of."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """Something counted, with the length of its bar in per cent."""

    named: Named
    count: str
    bar: float


@dataclass(frozen=True, slots=True)
class NoteList:
    """Notes by title, of which only some may be listed."""

    all: int
    shown: tuple[Named, ...]
    more: tuple[Named, ...]

    @property
    def unlisted(self) -> int:
        return self.all - len(self.shown) - len(self.more)


@dataclass(frozen=True, slots=True)
class Export:
    """A file with all of it."""

    name: str
    words: str
    href: str


@dataclass(frozen=True)
class NumbersView:
    """The *numbers* of *wiki* as seen from the page at *start*."""

    wiki: Wiki
    numbers: Numbers
    start: Url

    @cached_property
    def figures(self) -> list[Figure]:
        numbers = self.numbers
        return [
            Figure("Notes", f"{numbers.notes:,}"),
            Figure("Links", f"{numbers.links_in_all:,}"),
            Figure("Topics", f"{len(self.wiki.topics):,}"),
            Figure("Sources", f"{len(numbers.coverage):,}"),
            Figure("Wanted notes", f"{numbers.ghosts:,}"),
            Figure("Orphans", f"{len(numbers.orphans):,}"),
            Figure("Dead ends", f"{len(numbers.dead_ends):,}"),
            Figure("Density", f"{numbers.density:.2g}" if numbers.density else "0"),
        ]

    @cached_property
    def kinds(self) -> list[Row]:
        """The links by their kinds, the most frequent first."""
        counted = sorted(self.numbers.links.items(), key=lambda item: -item[1])
        return _rows((Named(_KINDS[kind], None), count, f"{count:,}") for kind, count in counted if count)

    @cached_property
    def central(self) -> list[Row]:
        return _rows((self._note(path), rank, _per_cent(rank)) for path, rank in self.numbers.central[:MOST])

    @cached_property
    def wanted(self) -> list[Row]:
        title = self.wiki.graph.title
        return _rows((Named(title(node), None), count, _by(count)) for node, count in self.numbers.wanted[:MOST])

    @property
    def wanted_page(self) -> str | None:
        """Where all of them are, with the sentences that want them."""
        return self.wiki.linker.href(_WANTED, None, self.start) if _WANTED in self.wiki.site.files else None

    @cached_property
    def coverage(self) -> list[Row]:
        return _rows((self._named(node), count, f"{count:,}") for node, count in self.numbers.coverage[:SHOWN])

    @property
    def more_sources(self) -> int:
        return len(self.numbers.coverage) - len(self.coverage)

    @property
    def covered(self) -> str:
        """How many notes say where they come from."""
        numbers = self.numbers
        others = numbers.notes - numbers.sources
        if not numbers.sourced:
            return "No note names a source yet."
        videos = f", and notes draw on {numbers.videos:,} {_plural('video', numbers.videos)}" if numbers.videos else ""
        part = _per_cent(numbers.sourced / others)
        names = "names" if others == 1 else "name"
        return f"{numbers.sourced:,} of {others:,} {_plural('note', others)} ({part}) {names} a source{videos}."

    @cached_property
    def orphans(self) -> NoteList:
        return self._list(self.numbers.orphans)

    @cached_property
    def dead_ends(self) -> NoteList:
        """Those that something links to: the others are orphans, and listed there."""
        orphans = set(self.numbers.orphans)
        return self._list([path for path in self.numbers.dead_ends if path not in orphans])

    @property
    def exports(self) -> list[Export]:
        """None, where the graph is too large for files of a site."""
        if self.wiki.graph.size > MOST_ON_SITE:
            return []
        return [Export(name, words, relative_url(Url(place), self.start)) for place, name, words in _EXPORTS]

    def _note(self, path: NotePath) -> Named:
        return Named(self.wiki.notes[path].title, self.wiki.linker.href(path, None, self.start))

    def _named(self, node: str) -> Named:
        return Named(self.wiki.graph.title(node), None) if is_ghost(node) else self._note(NotePath(VaultPath(node)))

    def _list(self, paths: Iterable[NotePath]) -> NoteList:
        notes = sorted(paths, key=lambda path: (naturally(self.wiki.notes[path].title), path))
        named = tuple(map(self._note, notes[:LISTED]))
        return NoteList(len(notes), named[:SHOWN], named[SHOWN:])


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the table beneath the drawing."""

    name: str
    notes: str
    added: str


@dataclass(frozen=True, slots=True)
class GrowthView:
    """How the vault grew, or why that is not known."""

    svg: str
    """Empty if there is nothing to draw."""
    words: str
    months: tuple[MonthRow, ...] = ()


def numbers_view(wiki: Wiki, start: Url) -> NumbersView:
    """The numbers of *wiki* for the page at *start*."""
    return NumbersView(wiki, numbers_of(wiki), start)


def growth_view(growth: Growth | NoGrowth) -> GrowthView:
    """*growth* in a drawing and in words."""
    if isinstance(growth, NoGrowth):
        return GrowthView("", f"The growth is not known: {growth.reason}.")
    part = " What was before is not in this copy of the history." if growth.is_part else ""
    rows = tuple(MonthRow(name_of(month), f"{month.notes:,}", f"{month.added:,}") for month in growth.months)
    return GrowthView(draw_growth(growth.months), said_of(growth.months) + part, rows)


def _rows(counted: Iterable[tuple[Named, float, str]]) -> list[Row]:
    found = list(counted)
    most = max((size for _, size, _ in found), default=0) or 1
    return [Row(named, count, round(100 * size / most, 1)) for named, size, count in found]


def _per_cent(part: float) -> str:
    digits = ".0f" if part >= 0.1 else ".1f" if part >= 0.01 else ".2g"
    return f"{100 * part:{digits}}\u202f%"


def _by(notes: int) -> str:
    return f"{notes:,} {_plural('note', notes)}"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
