"""What every export tells of a wiki: its nodes and edges in plain words, in one order, each with an id that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec

from trellis.diagnostics import TrellisError
from trellis.export.text import clean, percent
from trellis.model import LinkKind, NotePath, Place
from trellis.nodes import tag_node
from trellis.numbers import sources_of
from trellis.topic_view import topic_title
from trellis.wiki import Wiki

_ADDRESS = re.compile(r"""https?://[^\s"<>\\^`{|}?#]+""")


class Node(msgspec.Struct, frozen=True, gc=False):
    """A note, a name nobody has written, or a tag."""

    id: str
    """Of a note its path without `.md`, percent-encoded; else `ghost:` or `tag:` and the name that is compared. It
    depends on nothing but that."""
    kind: Literal["note", "source", "ghost", "tag"]
    title: str
    type: str
    """What the author says a note is; else the kind."""
    path: str | None = None
    url: str | None = None
    """Of the note on the site: from its root, or with the site's address if that is known."""
    topic: str | None = None
    """The slug of its topic."""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A link, or a note's tag."""

    source: str
    """The id of the note it stands in."""
    target: str
    kind: LinkKind | Literal["tagged"]
    path: str
    line: int
    column: int
    excerpt: str = ""
    """The sentence a link stands in."""


class TopicOf(msgspec.Struct, frozen=True, gc=False):
    """A topic, called what its most central note is called."""

    slug: str
    title: str
    notes: tuple[str, ...]
    """Ids, the most central first."""


@dataclass(frozen=True)
class Contents:
    """The *wiki* as exports tell it, for a site at *base_url*, which ends in a slash or is empty."""

    wiki: Wiki
    base_url: str

    @property
    def title(self) -> str:
        return clean(self.wiki.name)

    @cached_property
    def nodes(self) -> list[Node]:
        """Notes by path, then ghosts and tags by name."""
        return [*self._notes(), *self._ghosts(), *self._tags()]

    @cached_property
    def topics(self) -> list[TopicOf]:
        """The topics, the largest first."""
        return [
            TopicOf(topic.slug, clean(topic_title(self.wiki, topic)), tuple(map(note_id, topic.notes)))
            for topic in self.wiki.topics
        ]

    def edges(self) -> Iterator[Edge]:
        """By the path of the note, its links in the order of its text and then its tags. They are made as they are
        asked for: a large wiki has many."""
        graph, notes, sentence = self.wiki.graph, self.wiki.listed, self.wiki.sentence
        tagged = self._tags_of
        ids = self._ids
        for path, note in notes.items():
            source, shown = ids[path], clean(path)
            for target, mention in graph.links(path):
                link = note.links[mention.link]
                words = clean(sentence(mention))
                yield Edge(source, ids[target], mention.kind, shown, link.line, link.column, words)
            for tag, (line, column) in tagged.get(path, ()):
                yield Edge(source, ids[tag], "tagged", shown, line, column)

    def address(self, path: NotePath) -> str:
        """Where the note *path* is on the site."""
        return self.base_url + self.wiki.site.url(path)

    @cached_property
    def _ids(self) -> dict[str, str]:
        graph = self.wiki.graph
        ids: dict[str, str] = {path: note_id(path) for path in graph.notes}
        return {**ids, **{node: _made_up_id(node) for node in (*graph.ghosts, *graph.tags)}}

    @cached_property
    def _tags_of(self) -> dict[NotePath, list[tuple[str, Place]]]:
        """The nodes of each note's tags, and where these stand."""
        return {
            path: sorted(zip(map(tag_node, note.tags), note.tag_places, strict=True))
            for path, note in self.wiki.listed.items()
            if note.tags
        }

    def _notes(self) -> Iterator[Node]:
        graph, sources, tags = self.wiki.graph, sources_of(self.wiki.graph), self.wiki.graph.tags
        topics = {path: topic.slug for topic in self.wiki.topics for path in topic.notes}
        for path, note in self.wiki.listed.items():
            yield Node(
                id=self._ids[path],
                kind="source" if path in sources else "note",
                title=clean(note.title),
                type=clean(graph.type(path)),
                path=clean(path),
                url=self.address(path),
                topic=topics.get(path),
                tags=tuple(clean(tags[node].name) for node, _ in self._tags_of.get(path, ())),
                aliases=tuple(map(clean, note.properties.aliases)),
            )

    def _ghosts(self) -> Iterator[Node]:
        graph = self.wiki.graph
        for node in sorted(graph.ghosts):
            yield Node(self._ids[node], "ghost", clean(graph.title(node)), "ghost")

    def _tags(self) -> Iterator[Node]:
        for node, tag in self.wiki.graph.tags.items():
            yield Node(self._ids[node], "tag", clean(tag.name), "tag")


def contents_of(wiki: Wiki, base_url: str) -> Contents:
    """What exports tell of *wiki*.

    Raises:
        TrellisError: *base_url* is no address of a site.
    """
    return Contents(wiki, _checked(base_url))


def note_id(path: NotePath) -> str:
    """The id of the note *path*."""
    return percent(path.removesuffix(".md"))


def _made_up_id(node: str) -> str:
    kind, _, name = node.partition(":")  # a note's id has no colon, for that is encoded
    return f"{kind}:{percent(name)}"


def _checked(base_url: str) -> str:
    if not base_url:
        return ""
    if not _ADDRESS.fullmatch(base_url) or clean(base_url) != base_url:
        raise TrellisError(f"{base_url!r} is no address of a site; write it as in https://example.org/wiki/")
    return base_url.rstrip("/") + "/"
