"""Topics as pages show them: what each is about, its central notes, its ways to other topics, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

import msgspec

from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.names import naturally
from trellis.topics import Bridge, Topic
from trellis.urls import relative_url
from trellis.wiki import Wiki

FOLDER = "graph/topics"
"""Where the pages of topics are on the site."""

_CENTRAL = 6
_BRIDGES = 5


class Central(msgspec.Struct, frozen=True):
    """A note that stands for its topic."""

    title: str
    href: str
    lead: str
    """Its first sentence."""


class BridgeView(msgspec.Struct, frozen=True):
    """What ties a topic to another."""

    topic: Named
    links: int
    notes: tuple[Named, ...]


@dataclass(frozen=True)
class TopicView:
    """The topic of this *number*, as seen from the page at *start*."""

    wiki: Wiki
    number: int
    start: Url

    @property
    def _topic(self) -> Topic:
        return self.wiki.topics[self.number]

    @property
    def title(self) -> str:
        """It is named by its most central note."""
        return topic_title(self.wiki, self._topic)

    @property
    def href(self) -> str:
        return topic_href(self.wiki, self._topic, self.start)

    @property
    def crumbs(self) -> list[Named]:
        """Where its page belongs."""
        return [Named(self.wiki.words("pages.topics"), self.wiki.site.page_href(FOLDER, self.start))]

    @property
    def feed(self) -> str:
        """The address of its feed."""
        return relative_url(Url(quote(f"{FOLDER}/{self._topic.slug}/feed.xml")), self.start)

    @property
    def size(self) -> int:
        """How many notes it has."""
        return len(self._topic.notes)

    @cached_property
    def central(self) -> list[Central]:
        """Its most central notes."""
        return [
            Central(self.wiki.notes[path].title, self._href(path), self._lead(path))
            for path in self._topic.notes[:_CENTRAL]
        ]

    @cached_property
    def others(self) -> list[Named]:
        """The rest of its notes, by title."""
        found = [self._named(path) for path in self._topic.notes[_CENTRAL:]]
        return sorted(found, key=lambda note: (naturally(note.title), note.title))

    @cached_property
    def bridges(self) -> list[BridgeView]:
        """The topics that most links lead to or come from."""
        return [self._bridge(bridge) for bridge in self.wiki.bridges[self.number][:_BRIDGES]]

    @cached_property
    def wanted(self) -> list[str]:
        """Names that its notes want and nobody has written."""
        return [self.wiki.graph.title(ghost) for ghost in self._topic.ghosts]

    def _bridge(self, bridge: Bridge) -> BridgeView:
        other = self.wiki.topics[bridge.topic]
        named = Named(topic_title(self.wiki, other), topic_href(self.wiki, other, self.start))
        return BridgeView(named, bridge.links, tuple(map(self._named, bridge.notes)))

    def _named(self, path: NotePath) -> Named:
        return Named(self.wiki.notes[path].title, self._href(path))

    def _href(self, path: NotePath) -> str:
        return self.wiki.linker.href(path, None, self.start)

    def _lead(self, path: NotePath) -> str:
        note = self.wiki.notes[path]
        return note.properties.description or self.wiki.linker.words(path, note.lead)


def topic_title(wiki: Wiki, topic: Topic) -> str:
    return wiki.notes[topic.notes[0]].title


def topic_href(wiki: Wiki, topic: Topic, start: Url) -> str:
    """The address of the page of *topic*, as a link in the page at *start*."""
    return wiki.site.page_href(f"{FOLDER}/{topic.slug}", start)


def all_topics(wiki: Wiki, start: Url) -> list[TopicView]:
    """The topics, the largest first."""
    return [TopicView(wiki, number, start) for number in range(len(wiki.topics))]
