"""Feeds of what changed last, as Atom and as RSS, with the full text of notes: one of the site, one of each topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from urllib.parse import urljoin

import msgspec

from trellis.dates import for_atom, for_rss
from trellis.export.text import clean, fit
from trellis.model import NotePath
from trellis.topic_view import FOLDER, topic_title
from trellis.wiki import Wiki

MOST, MOST_OF_TOPIC = 30, 10
"""Notes in the feed of the site, and in that of a topic."""

_LONG_AGO = "1970-01-01T00:00:00Z"
_ADDRESS = re.compile(r'(<[a-zA-Z][^<>]*?\s(?:href|src)=")([^"]*)')


class Publication(msgspec.Struct, frozen=True):
    """What a site says of itself."""

    address: str
    """With a slash at its end; empty if it is not known."""
    title: str
    description: str
    author: str


class Feed(msgspec.Struct, frozen=True):
    """The notes of a feed, the newest first, with the moments at which they changed."""

    folder: str
    """Where its files are on the site, with a slash at its end or empty."""
    title: str
    page: str
    """The address of the page that it is the feed of, from the root of the site."""
    notes: tuple[tuple[NotePath, str], ...]

    @property
    def places(self) -> tuple[str, str]:
        """The files of Atom and of RSS."""
        return f"{self.folder}feed.xml", f"{self.folder}rss.xml"


def feeds_of(wiki: Wiki, dates: Mapping[NotePath, str], title: str) -> Iterator[Feed]:
    """The feeds of the site called *title*; notes without a date are in none."""
    found = ((dates[path], path) for path in wiki.listed if path in dates)
    newest = [(path, date) for date, path in sorted(found, key=lambda row: (for_atom(row[0]), row[1]), reverse=True)]
    yield Feed("", title, "", tuple(newest[:MOST]))
    topic_of = {path: number for number, topic in enumerate(wiki.topics) for path in topic.notes}
    of_topics: list[list[tuple[NotePath, str]]] = [[] for _ in wiki.topics]
    for path, date in newest:
        if path in topic_of and len(of_topics[topic_of[path]]) < MOST_OF_TOPIC:
            of_topics[topic_of[path]].append((path, date))
    for topic, notes in zip(wiki.topics, of_topics, strict=True):
        place = f"{FOLDER}/{topic.slug}"
        page = f"{place}/" if wiki.site.directory_urls else f"{place}.html"
        yield Feed(f"{place}/", f"{topic_title(wiki, topic)} – {title}", page, tuple(notes))


def atom(wiki: Wiki, feed: Feed, site: Publication) -> str:
    """The *feed* as Atom (RFC 4287)."""
    newest = max((for_atom(date) for _, date in feed.notes), default=_LONG_AGO)
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_text(feed.title)}</title>\n<id>{_text(site.address + feed.page)}</id>\n"
        f'<link href="{_text(site.address + feed.page)}"/>\n'
        f'<link rel="self" type="application/atom+xml" href="{_text(site.address + feed.places[0])}"/>\n'
        f"<updated>{newest}</updated>\n<author><name>{_text(site.author)}</name></author>\n"
    )
    subtitle = f"<subtitle>{_text(site.description)}</subtitle>\n" if site.description else ""
    return head + subtitle + "".join(_atom_entries(wiki, feed, site)) + "</feed>\n"


def _atom_entries(wiki: Wiki, feed: Feed, site: Publication) -> Iterator[str]:
    for path, date in feed.notes:
        note, address = wiki.notes[path], site.address + wiki.site.url(path)
        begun = note.properties.date
        published = f"<published>{for_atom(begun)}</published>\n" if begun and for_atom(begun) <= for_atom(date) else ""
        tags = "".join(f'<category term="{_text(tag)}"/>\n' for tag in note.tags)
        summary = f"<summary>{_text(said)}</summary>\n" if (said := _summary(wiki, path)) else ""
        yield (
            f"<entry>\n<title>{_text(note.title)}</title>\n<id>{_text(address)}</id>\n"
            f'<link href="{_text(address)}"/>\n<updated>{for_atom(date)}</updated>\n{published}{tags}{summary}'
            f'<content type="html">{escape(fit(_html(wiki, path, address)))}</content>\n</entry>\n'
        )


def rss(wiki: Wiki, feed: Feed, site: Publication) -> str:
    """The *feed* as RSS 2.0."""
    newest = max((for_atom(date) for _, date in feed.notes), default=_LONG_AGO)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        f"<title>{_text(feed.title)}</title>\n<link>{_text(site.address + feed.page)}</link>\n"
        f"<description>{_text(site.description or feed.title)}</description>\n"
        f'<atom:link rel="self" type="application/rss+xml" href="{_text(site.address + feed.places[1])}"/>\n'
        f"<lastBuildDate>{for_rss(newest)}</lastBuildDate>\n"
        + "".join(_rss_items(wiki, feed, site))
        + "</channel>\n</rss>\n"
    )


def _rss_items(wiki: Wiki, feed: Feed, site: Publication) -> Iterator[str]:
    for path, date in feed.notes:
        note, address = wiki.notes[path], site.address + wiki.site.url(path)
        tags = "".join(f"<category>{_text(tag)}</category>\n" for tag in note.tags)
        yield (
            f"<item>\n<title>{_text(note.title)}</title>\n<link>{_text(address)}</link>\n"
            f'<guid isPermaLink="true">{_text(address)}</guid>\n<pubDate>{for_rss(date)}</pubDate>\n{tags}'
            f"<description>{_text(_summary(wiki, path))}</description>\n"
            f"<content:encoded>{escape(fit(_html(wiki, path, address)))}</content:encoded>\n</item>\n"
        )


def _summary(wiki: Wiki, path: NotePath) -> str:
    note = wiki.notes[path]
    return note.properties.description or wiki.linker.words(path, note.lead)


def _html(wiki: Wiki, path: NotePath, address: str) -> str:
    """The text of a note, whose links are whole."""
    return _ADDRESS.sub(lambda found: found[1] + _whole(found[2], address), wiki.linker.body(path))


def _whole(href: str, address: str) -> str:
    try:
        return escape(urljoin(address, unescape(href)))
    except ValueError:  # such as a host in brackets that is none
        return href


def _text(words: str) -> str:
    return escape(clean(words))


def dates_of(wiki: Wiki, committed: Mapping[NotePath, str]) -> dict[NotePath, str]:
    """When each note changed last: what it says itself, else its last commit, else its date; notes that say nothing and
    have no history are left out."""
    notes: Iterable[tuple[NotePath, str | None]] = (
        (path, note.properties.updated or committed.get(path) or note.properties.date)
        for path, note in wiki.notes.items()
    )
    return {path: date for path, date in notes if date}
