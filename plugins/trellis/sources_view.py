"""The page of all sources: every channel with its talks, and where these are cited."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from trellis.cited_by import Talk, by_title, is_talk, talk_view
from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.wiki import Wiki

PLACE = "sources"
"""Where the page is on the site."""


class Channel(msgspec.Struct, frozen=True):
    """A source that talks name as theirs."""

    title: str
    href: str
    talks: tuple[Talk, ...]
    """By title."""


class SourcesView(msgspec.Struct, frozen=True):
    """All sources of a wiki."""

    channels: tuple[Channel, ...]
    """By title."""
    talks: tuple[Talk, ...]
    """Those of no channel."""
    others: tuple[Named, ...]
    """Sources that are no talks and have none."""

    @property
    def count(self) -> int:
        """How many talks there are."""
        return len(self.talks) + sum(len(channel.talks) for channel in self.channels)


def has_sources(wiki: Wiki) -> bool:
    """Whether there is anything to show."""
    return any(note.properties.type == "source" for note in wiki.listed.values())


def sources_view(wiki: Wiki, start: Url) -> SourcesView:
    """The sources of *wiki*, as seen from the page at *start*."""
    sources = [path for path, note in wiki.listed.items() if note.properties.type == "source"]
    talks = [path for path in sources if is_talk(wiki, path)]
    of_channel: defaultdict[NotePath | None, list[NotePath]] = defaultdict(list)
    for talk in talks:
        named = [node for node, mention in wiki.graph.links(talk) if mention.kind == "source" and node in wiki.listed]
        of_channel[NotePath(named[0]) if named else None].append(talk)  # type: ignore[arg-type]
    alone = of_channel.pop(None, [])
    channels = by_title(wiki, [path for path in of_channel if path], start)
    return SourcesView(
        tuple(
            Channel(wiki.notes[path].title, named.href or "", _talks(wiki, of_channel[path], start))
            for path, named in channels
        ),
        _talks(wiki, alone, start),
        tuple(named for path, named in by_title(wiki, set(sources) - set(talks) - of_channel.keys(), start)),
    )


def _talks(wiki: Wiki, talks: list[NotePath], start: Url) -> tuple[Talk, ...]:
    return tuple(talk_view(wiki, path, start) for path, _ in by_title(wiki, talks, start))
