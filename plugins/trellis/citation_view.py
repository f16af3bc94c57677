"""The list at the end of a note of what it draws on: talks with their moments, sources of the wiki, pages elsewhere;
and how many of its paragraphs have a source. What counts as one is written in `trellis.claims`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec

from trellis.markdown.timestamps import moment_link
from trellis.markdown.videos import watch_url
from trellis.model import Film, LinkKind, NotePath, Url, WebPage
from trellis.named import Named
from trellis.resolve import Unresolved
from trellis.wiki import Wiki

_SOURCES = 30
"""Talks and other sources of the wiki that are listed."""

_MOMENTS = 12
"""Moments of a film that are listed; the text has them all."""

_PAGES = 20
"""Pages elsewhere that are listed."""

_LONGEST = 70
"""Characters of the words of a page elsewhere: bare addresses can be long."""


class CitedSource(msgspec.Struct, frozen=True):
    """A talk, or another source of the wiki, that a note draws on."""

    title: str
    href: str
    channel: Named | None
    """Whose it is."""
    moments: tuple[str, ...]
    """The links to what it was cited for, as HTML, in order of time."""
    more: int
    """How many moments there are beyond those."""


class CitedHost(msgspec.Struct, frozen=True):
    """Pages elsewhere that are at one host."""

    name: str
    pages: tuple[Named, ...]


class CitationsView(msgspec.Struct, frozen=True):
    """What a note draws on."""

    sources: tuple[CitedSource, ...]
    hosts: tuple[CitedHost, ...]
    more: int
    """How many sources and pages there are beyond those."""
    claims: int
    sourced: int
    """Of the claims, those that have a source."""


def is_source(wiki: Wiki, path: str) -> bool:
    """Whether the note *path* says of itself that it is a source."""
    return path in wiki.source_notes


def citations_view(wiki: Wiki, path: NotePath) -> CitationsView | None:
    """The sources of the note *path*; None if it names none, or is one."""
    note = wiki.notes[path]
    if path in wiki.source_notes:
        return None
    if not (wiki.source_notes or note.films or note.web_pages or any(link.kind == "source" for link in note.links)):
        return None  # nothing can lead to one, and there may be twenty thousand notes
    cited = _Cited(wiki, path)
    sources, pages = tuple(cited.sources()), note.web_pages
    if not sources and not pages:
        return None
    linking = (any(_leads_to_source(wiki, path, link) for link in links) for links in note.claims.linking)
    return CitationsView(
        sources=sources[:_SOURCES],
        hosts=tuple(_hosts(pages[:_PAGES])),
        more=max(0, len(sources) - _SOURCES) + max(0, len(pages) - _PAGES),
        claims=note.claims.count,
        sourced=note.claims.sourced + sum(linking),
    )


def _leads_to_source(wiki: Wiki, path: NotePath, link: int) -> bool:
    resolution = wiki.resolved[path][link]
    return not isinstance(resolution, Unresolved) and is_source(wiki, resolution.path)


def _hosts(pages: Iterable[WebPage]) -> Iterable[CitedHost]:
    """The hosts of *pages*, in their order."""
    by_host: dict[str, list[Named]] = {}
    for page in pages:
        host = (urlsplit(page.address).hostname or "").removeprefix("www.")
        by_host.setdefault(host, []).append(Named(_shortened(page.words), page.address))
    return [CitedHost(host, tuple(found)) for host, found in by_host.items()]


def _shortened(words: str) -> str:
    bare = words.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= _LONGEST else f"{bare[:_LONGEST].rstrip()}…"


def talk_of(wiki: Wiki, film: str) -> NotePath | None:
    """The note that is about *film*: a source whose `videoId` it is."""
    return next((path for path in wiki.graph.talks.get(film, ()) if is_source(wiki, path)), None)


@dataclass
class _Cited:
    """The sources of the note *path*, in the order in which it names them."""

    wiki: Wiki
    path: NotePath
    _seconds: dict[Film, set[int]] = field(default_factory=dict)
    _words: dict[Film, str] = field(default_factory=dict)

    def sources(self) -> Iterable[CitedSource]:
        note, start = self.wiki.notes[self.path], self.wiki.site.url(self.path)
        for moment in note.films:
            seconds = self._seconds.setdefault(moment.film, set())
            if moment.seconds is not None:
                seconds.add(moment.seconds)
            if moment.words:
                self._words.setdefault(moment.film, moment.words)
        linked = dict.fromkeys(self._linked("links", self.path))
        from_line = dict.fromkeys(self._linked("source", self.path))
        told, rows = set[NotePath](), list[CitedSource]()
        for film in dict.fromkeys([*self._seconds, *filter(None, map(self._film, linked))]):
            talk = talk_of(self.wiki, film)
            channels = [*self._linked("source", talk)] if talk else []
            if not talk and film == note.properties.video_id:
                channels = [*from_line]
            told.update(channels, [talk] if talk else [])
            rows.append(self._row(film, talk, channels[:1], start))
        for path in {**linked, **from_line}:
            if path not in told:
                rows.append(CitedSource(self.wiki.notes[path].title, self._href(path, start), None, (), 0))
        return rows

    def _linked(self, kind: LinkKind, path: NotePath) -> Iterable[NotePath]:
        """The notes that the links of this *kind* in the note *path* lead to; of those of its text, only sources."""
        notes = self.wiki.notes
        for link, resolution in zip(notes[path].links, self.wiki.resolved[path], strict=True):
            if link.kind == kind and not isinstance(resolution, Unresolved) and resolution.path != path:
                target = NotePath(resolution.path)
                if is_source(self.wiki, target) or (kind == "source" and target in notes):
                    yield target

    def _film(self, path: NotePath) -> Film | None:
        film = self.wiki.notes[path].properties.video_id
        return Film(film) if film else None

    def _row(self, film: Film, talk: NotePath | None, channels: list[NotePath], start: Url) -> CitedSource:
        seconds = sorted(self._seconds.get(film, ()))
        own = film == self.wiki.notes[self.path].properties.video_id
        said = self.wiki.words
        words = said("citations.own_video") if own else self._words.get(film) or said("citations.video")
        return CitedSource(
            title=self.wiki.notes[talk].title if talk else words,
            href=self._href(talk, start) if talk else watch_url(film),
            channel=next((Named(self.wiki.notes[path].title, self._href(path, start)) for path in channels), None),
            moments=tuple(moment_link(film, second) for second in seconds[:_MOMENTS]),
            more=max(0, len(seconds) - _MOMENTS),
        )

    def _href(self, path: NotePath, start: Url) -> str:
        return self.wiki.linker.href(path, None, start)
