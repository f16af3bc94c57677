"""Tags as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from trellis.model import Url
from trellis.named import Named
from trellis.own_pages import tag_place
from trellis.shelf_view import ListView, list_of_tag
from trellis.tag_tree import above
from trellis.wiki import Wiki


class CountedTag(msgspec.Struct, frozen=True):
    """A tag as a link."""

    name: str
    href: str
    count: int
    """How many notes have it, or one beneath it."""


@dataclass(frozen=True)
class TagView:
    """The tag of the folded name *key*, as seen from the page at *start*."""

    wiki: Wiki
    key: str
    start: Url

    @property
    def above(self) -> list[CountedTag]:
        """The tags it lies beneath, the outermost first."""
        return counted_tags(self.wiki, reversed([*above(self.key)]), self.start)

    @property
    def crumbs(self) -> list[Named]:
        """Where its page belongs."""
        tags = Named(self.wiki.words("pages.tags"), self.wiki.site.page_href("graph/tags", self.start))
        return [tags, *(Named(tag.name, tag.href) for tag in self.above)]

    @property
    def beneath(self) -> list[CountedTag]:
        return counted_tags(self.wiki, self.wiki.tag_tree.beneath.get(self.key, ()), self.start)

    @property
    def count(self) -> int:
        """How many notes it lists."""
        return len(self.wiki.tag_tree.notes[self.key])

    @property
    def list(self) -> ListView:
        """Its notes from A to Z."""
        return ListView(list_of_tag(self.wiki, self.key), self.start)


def counted_tags(wiki: Wiki, keys: Iterable[str], start: Url) -> list[CountedTag]:
    """Links to the tags *keys*, as seen from the page at *start*."""
    tree = wiki.tag_tree
    return [
        CountedTag(tree.names[key], wiki.site.page_href(tag_place(key), start), len(tree.notes[key])) for key in keys
    ]
