"""The page of a source, as it is cited: for a talk what is said of it in other notes, in the order of the talk; for a
channel its talks and the notes that name it as their source."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

import msgspec

from trellis.citation_view import is_source
from trellis.markdown.timestamps import moment_link
from trellis.model import Excerpt, Film, NotePath, Url
from trellis.named import Named
from trellis.names import naturally
from trellis.resolve import Unresolved
from trellis.wiki import Wiki


class CitedMoment(msgspec.Struct, frozen=True):
    """A place where a talk is cited."""

    moment: str
    """The links to that second, and to others the same sentence is on, as HTML; empty where the talk is named as a
    whole."""
    claim: str
    """The sentence that it is cited for, as HTML, with links to the talk marked."""
    note: Named


class Talk(msgspec.Struct, frozen=True):
    """A talk of a channel."""

    title: str
    href: str
    moments: int
    """How many times others cite a moment of it."""
    notes: tuple[Named, ...]
    """The notes that cite it, by title."""


class CitedBy(msgspec.Struct, frozen=True):
    """How a source is cited."""

    moments: tuple[CitedMoment, ...] = ()
    notes: int = 0
    """How many notes those are in."""
    talks: tuple[Talk, ...] = ()
    named_by: tuple[Named, ...] = ()
    """Other notes that name it in their `From:` line, by title."""
    is_listed: bool = False
    """Whether the page of all sources has it."""


def is_talk(wiki: Wiki, path: NotePath) -> bool:
    """Whether the note *path* is the page of a talk."""
    return bool(wiki.notes[path].properties.video_id) and is_source(wiki, path)


def cited_by(wiki: Wiki, path: NotePath) -> CitedBy | None:
    """How the source *path* is cited; None if it is not, or is no source."""
    start = wiki.site.url(path)
    cited = [*_of_talk(wiki, path)] if is_talk(wiki, path) else []
    from_it = list(dict.fromkeys(m.source for m in wiki.graph.linking(path) if m.kind == "source"))
    if not cited and not from_it:
        return None
    talks = [note for note in from_it if is_talk(wiki, note)]
    films = {wiki.notes[talk].properties.video_id for talk in talks}
    # The notes on a talk are listed with it.
    others = [note for note in from_it if wiki.notes[note].properties.video_id not in films]
    if cited:
        others = [note for note in others if note not in {found.path for found in cited}]
    return CitedBy(
        moments=tuple(
            _moment(wiki, path, list(places), start)
            for _, places in groupby(cited, key=lambda found: (found.path, found.excerpt, found.seconds is None))
        ),
        notes=len({found.path for found in cited}),
        talks=tuple(talk_view(wiki, talk, start) for talk, _ in by_title(wiki, talks, start)),
        named_by=tuple(named for _, named in by_title(wiki, others, start)),
        is_listed=is_source(wiki, path),
    )


class _Found(msgspec.Struct, frozen=True):
    """A place where a talk is cited."""

    path: NotePath
    seconds: int | None
    excerpt: Excerpt
    film: Film


def _of_talk(wiki: Wiki, talk: NotePath) -> Iterable[_Found]:
    """Where the *talk* is cited: by time, then where it is named as a whole, by the titles of the notes."""
    film = Film(wiki.notes[talk].properties.video_id or "")
    found: dict[_Found, None] = {}
    timed = set[NotePath]()
    for path in wiki.graph.films.get(film, ()):
        if path == talk:
            continue
        for moment in wiki.notes[path].films:
            if moment.film == film:
                found[_Found(path, moment.seconds, moment.excerpt, film)] = None
                timed.add(path)
    for mention in wiki.graph.mentions(talk):
        if mention.source not in timed:
            excerpt = wiki.notes[mention.source].links[mention.link].excerpt or (mention.link,)
            found[_Found(mention.source, None, () if mention.kind == "source" else excerpt, film)] = None
    for path in wiki.graph.talks.get(film, ()):  # those that say it is theirs, and no more
        if path != talk and all(path != other.path for other in found):
            found[_Found(path, None, (), film)] = None
    endless = 1 << 30
    return sorted(
        found,
        key=lambda place: (
            endless if place.seconds is None else place.seconds,
            naturally(wiki.notes[place.path].title),
            place.path,
        ),
    )


def _moment(wiki: Wiki, talk: NotePath, places: list[_Found], start: Url) -> CitedMoment:
    """*places* that follow each other with one sentence."""
    found = places[0]
    return CitedMoment(
        moment=" ".join(moment_link(place.film, place.seconds) for place in places if place.seconds is not None),
        claim=_marked(wiki, found, talk),
        note=Named(wiki.notes[found.path].title, wiki.linker.href(found.path, None, start)),
    )


def _marked(wiki: Wiki, found: _Found, talk: NotePath) -> str:
    if len(found.excerpt) == 1 and not isinstance(found.excerpt[0], str):
        return ""  # a link that is all its paragraph says
    words = []
    for part in found.excerpt:
        said = escape(wiki.linker.words(found.path, (part,)), quote=False)
        if not isinstance(part, str):
            resolution = wiki.resolved[found.path][part]
            if not isinstance(resolution, Unresolved) and resolution.path == talk:
                said = f"<mark>{said}</mark>"
        words.append(said)
    return "".join(words)


def talk_view(wiki: Wiki, path: NotePath, start: Url) -> Talk:
    """The talk *path*, as seen from the page at *start*."""
    cited = [*_of_talk(wiki, path)]
    notes = {found.path for found in cited if not is_source(wiki, found.path)}
    return Talk(
        title=wiki.notes[path].title,
        href=wiki.linker.href(path, None, start),
        moments=sum(found.seconds is not None for found in cited),
        notes=tuple(named for _, named in by_title(wiki, notes, start)),
    )


def by_title(wiki: Wiki, paths: Iterable[NotePath], start: Url) -> list[tuple[NotePath, Named]]:
    """The notes *paths* by title, with links to them from the page at *start*."""
    ordered = sorted(paths, key=lambda path: (naturally(wiki.notes[path].title), path))
    return [(path, Named(wiki.notes[path].title, wiki.linker.href(path, None, start))) for path in ordered]
