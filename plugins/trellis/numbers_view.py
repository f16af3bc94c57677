"""The numbers of a wiki and its growth as their page shows them: words, addresses, and how long each bar is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec

from trellis.export import MOST_ON_SITE
from trellis.growth_chart import draw_growth, said_of
from trellis.history import Growth, NoGrowth
from trellis.model import LinkKind, NotePath, Url, VaultPath
from trellis.named import Named
from trellis.names import naturally
from trellis.nodes import is_ghost
from trellis.numbers import Numbers, numbers_of
from trellis.urls import relative_url
from trellis.wiki import Wiki
from trellis.words import Words

MOST = 10
"""Rows of what is ranked."""

SHOWN = 30
"""Notes of a list before those that are there for who asks."""

LISTED = 1000
"""Notes of a list at all: the exports have the rest."""

_WANTED = VaultPath("graph/wanted.md")
_EXPORTS = (
    ("graph/graph.json", "JSON", "numbers.for_programs"),
    ("graph/graph.graphml", "GraphML", "numbers.for_gephi"),
    ("graph/skos.jsonld", "SKOS", "numbers.for_skos"),
)
_KINDS: dict[LinkKind, str] = {
    "links": "numbers.kind_links",
    "embeds": "numbers.kind_embeds",
    "source": "numbers.kind_source",
    "requires": "numbers.kind_requires",
    "part_of": "numbers.kind_part_of",
}


class Figure(msgspec.Struct, frozen=True):
    """A number and what it is of."""

    words: str
    value: str


class Row(msgspec.Struct, frozen=True):
    """Something counted, with the length of its bar in per cent."""

    named: Named
    count: str
    bar: float


class NoteList(msgspec.Struct, frozen=True):
    """Notes by title, of which only some may be listed."""

    all: int
    shown: tuple[Named, ...]
    more: tuple[Named, ...]

    @property
    def unlisted(self) -> int:
        return self.all - len(self.shown) - len(self.more)


class Export(msgspec.Struct, frozen=True):
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
        numbers, words = self.numbers, self.wiki.words
        return [
            Figure(words("numbers.notes"), f"{numbers.notes:,}"),
            Figure(words("numbers.links"), f"{numbers.links_in_all:,}"),
            Figure(words("pages.topics"), f"{len(self.wiki.topics):,}"),
            Figure(words("numbers.sources"), f"{len(numbers.coverage):,}"),
            Figure(words("pages.wanted"), f"{numbers.ghosts:,}"),
            Figure(words("numbers.orphans"), f"{len(numbers.orphans):,}"),
            Figure(words("numbers.dead_ends"), f"{len(numbers.dead_ends):,}"),
            Figure(words("numbers.density"), f"{numbers.density:.2g}" if numbers.density else "0"),
        ]

    @cached_property
    def kinds(self) -> list[Row]:
        """The links by their kinds, the most frequent first."""
        counted = sorted(self.numbers.links.items(), key=lambda item: -item[1])
        return _rows(
            (Named(self.wiki.words(_KINDS[kind]), None), count, f"{count:,}") for kind, count in counted if count
        )

    @cached_property
    def central(self) -> list[Row]:
        return _rows((self._note(path), rank, _per_cent(rank)) for path, rank in self.numbers.central[:MOST])

    @cached_property
    def wanted(self) -> list[Row]:
        title, said = self.wiki.graph.title, self.wiki.words
        page = self.wanted_page
        return _rows(
            (Named(title(node), page and f"{page}#wanted-{number}"), count, said("count.notes", count))
            for number, (node, count) in enumerate(self.numbers.wanted[:MOST], start=1)
        )

    @property
    def wanted_page(self) -> str | None:
        """Where all of them are, with the sentences that want them."""
        return self.wiki.linker.href(_WANTED, None, self.start) if _WANTED in self.wiki.site.files else None

    @cached_property
    def coverage(self) -> list[Row]:
        return _rows((self._named(node), count, f"{count:,}") for node, count in self._named_as_source[:SHOWN])

    @property
    def more_sources(self) -> int:
        return len(self._named_as_source) - len(self.coverage)

    @property
    def uncited(self) -> int:
        """Sources that no note names as its own; of a talk, notes may cite a second nevertheless."""
        return len(self.numbers.coverage) - len(self._named_as_source)

    @property
    def _named_as_source(self) -> list[tuple[str, int]]:
        return [(node, count) for node, count in self.numbers.coverage if count]

    @property
    def covered(self) -> str:
        """How many notes say where they come from."""
        numbers, words = self.numbers, self.wiki.words
        others = numbers.notes - numbers.sources
        if not numbers.sourced:
            return words("numbers.not_covered")
        key = "numbers.covered_videos" if numbers.videos else "numbers.covered"
        videos, part = words("numbers.videos", numbers.videos), _per_cent(numbers.sourced / others)
        return words(key, others, sourced=f"{numbers.sourced:,}", part=part, videos=videos)

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
        return [
            Export(name, self.wiki.words(purpose), relative_url(Url(place), self.start))
            for place, name, purpose in _EXPORTS
        ]

    def _note(self, path: NotePath) -> Named:
        return Named(self.wiki.notes[path].title, self.wiki.linker.href(path, None, self.start))

    def _named(self, node: str) -> Named:
        return Named(self.wiki.graph.title(node), None) if is_ghost(node) else self._note(NotePath(VaultPath(node)))

    def _list(self, paths: Iterable[NotePath]) -> NoteList:
        notes = sorted(paths, key=lambda path: (naturally(self.wiki.notes[path].title), path))
        named = tuple(map(self._note, notes[:LISTED]))
        return NoteList(len(notes), named[:SHOWN], named[SHOWN:])


class MonthRow(msgspec.Struct, frozen=True):
    """A month of the table beneath the drawing."""

    name: str
    notes: str
    added: str


class GrowthView(msgspec.Struct, frozen=True):
    """How the vault grew, or why that is not known."""

    svg: str
    """Empty if there is nothing to draw."""
    words: str
    months: tuple[MonthRow, ...] = ()


def numbers_view(wiki: Wiki, start: Url) -> NumbersView:
    """The numbers of *wiki* for the page at *start*."""
    return NumbersView(wiki, numbers_of(wiki), start)


def growth_view(growth: Growth | NoGrowth, words: Words) -> GrowthView:
    """*growth* in a drawing and in *words*."""
    if isinstance(growth, NoGrowth):
        return GrowthView("", words("numbers.growth_unknown", reason=growth.reason))
    said = said_of(growth.months, words)
    if growth.is_part:
        said = f"{said} {words('numbers.growth_part')}"
    rows = tuple(
        MonthRow(words.month(month.year, month.month), f"{month.notes:,}", f"{month.added:,}")
        for month in growth.months
    )
    return GrowthView(draw_growth(growth.months, words), said, rows)


def _rows(counted: Iterable[tuple[Named, float, str]]) -> list[Row]:
    found = list(counted)
    most = max((size for _, size, _ in found), default=0) or 1
    return [Row(named, count, round(100 * size / most, 1)) for named, size, count in found]


def _per_cent(part: float) -> str:
    digits = ".0f" if part >= 0.1 else ".1f" if part >= 0.01 else ".2g"
    return f"{100 * part:{digits}}\u202f%"
