"""What was changed last, as pages show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby

import msgspec

from trellis.changes import Changes
from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.names import naturally
from trellis.wiki import Wiki
from trellis.words import Words

MOST, MOST_AT_HOME = 100, 6
"""Notes that are listed on a page of their own, and on the home page."""

History = Callable[[], Changes]
"""What git tells, once somebody asks."""


class RecentNote(msgspec.Struct, frozen=True):
    """A note that was changed not long ago."""

    title: str
    href: str
    day: date
    said: str
    """Its day in words."""


class Day(msgspec.Struct, frozen=True):
    """Notes that were changed last on the same day."""

    day: date
    said: str
    notes: tuple[Named, ...]


class RecentView(msgspec.Struct, frozen=True):
    """The last changes."""

    days: tuple[Day, ...]
    more: int
    """Notes of the last of these days that are not listed."""
    said: str
    """Where that is known from, and what is not known."""


def recent_notes(wiki: Wiki, changes: Changes, start: Url, most: int = MOST) -> list[RecentNote]:
    """The notes that were changed last, the latest first, as seen from the page at *start*."""
    return [
        RecentNote(wiki.notes[path].title, wiki.linker.href(path, None, start), day, wiki.words.day(day))
        for path, day in _dated(wiki, changes)[:most]
    ]


def recent_view(wiki: Wiki, changes: Changes, start: Url) -> RecentView:
    """The same by day, with what there is to say of it."""
    listed = recent_notes(wiki, changes, start)
    days = tuple(
        Day(day, wiki.words.day(day), tuple(Named(note.title, note.href) for note in notes))
        for day, notes in groupby(listed, key=lambda note: note.day)
    )
    dated = _dated(wiki, changes)
    more = sum(day == dated[MOST - 1][1] for _, day in dated[MOST:]) if len(dated) > MOST else 0
    return RecentView(days, more, _said(changes, wiki.words, any_dates=bool(days)))


def _dated(wiki: Wiki, changes: Changes) -> list[tuple[NotePath, date]]:
    """The notes whose last change is known, the latest first: by git if it knows any, else by what they say."""
    if known := [(path, _day(changes.dates[path])) for path in changes.dates if path in wiki.listed]:
        return known
    said = ((path, note.properties.updated or note.properties.date) for path, note in wiki.listed.items())
    days = [(path, _day(day)) for path, day in said if day]
    return sorted(days, key=lambda item: (-item[1].toordinal(), naturally(wiki.notes[item[0]].title), item[0]))


def _day(iso: str) -> date:
    return date.fromisoformat(iso[:10])


def _said(changes: Changes, words: Words, *, any_dates: bool) -> str:
    if changes.dates:
        said = words("recent.by_git")
        return f"{said} {words('recent.shallow')}" if changes.is_part else said
    unknown = words("recent.only_end") if changes.is_part else changes.reason or words("recent.no_commit")
    if any_dates:
        return words("recent.by_notes")
    return words("recent.unknown", reason=unknown)
