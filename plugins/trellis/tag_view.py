"""Pages of tags. A tag `a/b` lies beneath `a`, whose page lists its notes too, as Obsidian's search for `tag:a`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from trellis.model import NotePath, Url
from trellis.names import caselessly, naturally
from trellis.tagged import tag_place
from trellis.view import Letter, all_notes
from trellis.wiki import Wiki


@dataclass(frozen=True, slots=True)
class CountedTag:
    """A tag as a link."""

    name: str
    href: str
    count: int
    """How many notes have it, or one beneath it."""


@dataclass(frozen=True)
class TagTree:
    """All tags of *wiki*, and those above them."""

    wiki: Wiki

    @cached_property
    def names(self) -> dict[str, str]:
        """As they are written first, by their folded names, in order; a name above others may be no note's own."""
        names: dict[str, str] = {}
        for tag in self.wiki.graph.tags.values():
            for name in (tag.name, *_above(tag.name)):
                names.setdefault(caselessly(name), name)
        return {key: names[key] for key in sorted(names, key=lambda key: [naturally(part) for part in key.split("/")])}

    @cached_property
    def notes(self) -> dict[str, tuple[NotePath, ...]]:
        """By folded name, the notes that have the tag or one beneath it, each once."""
        found: dict[str, dict[NotePath, None]] = {key: {} for key in self.names}
        for tag in self.wiki.graph.tags.values():
            for name in (tag.name, *_above(tag.name)):
                found[caselessly(name)].update(dict.fromkeys(tag.notes))
        return {key: tuple(paths) for key, paths in found.items()}

    def beneath(self, key: str) -> list[str]:
        """The tags right beneath *key*; the outermost beneath nothing."""
        return [other for other in self.names if other.rpartition("/")[0] == key]

    def counted(self, keys: list[str], start: Url) -> list[CountedTag]:
        """Links to the tags *keys*, as seen from the page at *start*."""
        site, names = self.wiki.site, self.names
        return [CountedTag(names[key], site.page_href(tag_place(key), start), len(self.notes[key])) for key in keys]


@dataclass(frozen=True)
class TagView:
    """The tag of the folded name *key*, as seen from the page at *start*."""

    tree: TagTree
    key: str
    start: Url

    @property
    def above(self) -> list[CountedTag]:
        """The tags it lies beneath, the outermost first."""
        return self.tree.counted([*reversed([*_above(self.key)])], self.start)

    @property
    def beneath(self) -> list[CountedTag]:
        return self.tree.counted(self.tree.beneath(self.key), self.start)

    @property
    def count(self) -> int:
        """How many notes it lists."""
        return len(self.tree.notes[self.key])

    @property
    def letters(self) -> list[Letter]:
        """Its notes by their first letters."""
        return all_notes(self.tree.wiki, self.start, self.tree.notes[self.key])


def _above(name: str) -> Iterator[str]:
    """The names above *name*, the nearest first."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
