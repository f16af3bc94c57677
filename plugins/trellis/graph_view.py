"""What the explorer and the page from A to B are given: where their data is, and a way to all notes without scripts."""

from __future__ import annotations

import msgspec

from trellis.model import Url
from trellis.topic_view import topic_href, topic_title
from trellis.urls import relative_url
from trellis.wiki import Wiki


class TopicLink(msgspec.Struct, frozen=True):
    """A topic as a link."""

    title: str
    href: str
    count: int
    """How many notes it has."""


class GraphView(msgspec.Struct, frozen=True):
    """The graph, as seen from a page."""

    data: str
    """The address of what the scripts load."""
    topics: tuple[TopicLink, ...]
    size: int
    """How many links there are."""


def graph_view(wiki: Wiki, start: Url) -> GraphView:
    """The graph of *wiki*, for the page at *start*."""
    topics = (TopicLink(topic_title(wiki, t), topic_href(wiki, t, start), len(t.notes)) for t in wiki.topics)
    return GraphView(relative_url(Url("graph/explorer.json"), start), tuple(topics), wiki.graph.size)
