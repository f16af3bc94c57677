"""Names that notes link to and nobody has written: which are wanted most, in which sentences, and where to write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

import msgspec

from trellis.graph import Mention
from trellis.model import Url
from trellis.named import Named
from trellis.names import readable
from trellis.wiki import Wiki

MOST = 200
"""Names on the page; nobody reads ten thousand."""

_SENTENCES = 5
"""Notes whose sentences are shown for a name."""

_FORMS = (
    (re.compile(r"^(https://.+)/-/(?:edit|blob)/(.+)$"), "/-/new/", ("file_name", "content")),
    (re.compile(r"^(https://[^/]+/[^/]+/[^/]+)/(?:edit|blob)/(.+)$"), "/new/", ("filename", "value")),
)
"""GitLab's and GitHub's: the address where a file is edited, what a new file has in its place, and what to fill in."""

_UNFIT = re.compile(r"[#^|\\\[\]:*?\"<>\x00-\x1f]+")
_NOTE = """---
title: {title}
type: concept
---

{name} is …

## What it is for

## How to learn it

## Common mistakes
"""


class Wish(msgspec.Struct, frozen=True):
    """A note and the sentence in which it wants the name."""

    note: Named
    sentence: str
    """As HTML, the name marked."""


class Wanted(msgspec.Struct, frozen=True):
    """A name that nobody has written."""

    title: str
    reason: str
    """Why it is worth a note, if a note declares it as wanted."""
    notes: int
    """How many want it."""
    wishes: tuple[Wish, ...]
    href: str | None
    """Where to write it; None if nobody knows where the notes come from."""


def wanted_notes(wiki: Wiki, start: Url, edit: str | None = None) -> list[Wanted]:
    """The names that most notes want, as seen from the page at *start*. *edit* is the address where a note is edited,
    with `{path}` for its path."""
    return [_wanted(wiki, ghost, start, edit) for ghost in wiki.graph.ghosts[:MOST]]


def _wanted(wiki: Wiki, ghost: str, start: Url, edit: str | None) -> Wanted:
    mentions = wiki.graph.mentions(ghost)
    by_note = [list(group) for _, group in groupby(mentions, key=lambda mention: mention.source)]
    title = wiki.graph.title(ghost)
    target = wiki.notes[mentions[0].source].links[mentions[0].link].target
    href = new_note(edit, target) if edit else None
    reason = wiki.wanted[ghost][1].reason if ghost in wiki.wanted else ""
    return Wanted(title, reason, len(by_note), tuple(_wishes(wiki, by_note[:_SENTENCES], start)), href)


def _wishes(wiki: Wiki, by_note: list[list[Mention]], start: Url) -> Iterator[Wish]:
    for first, *_ in by_note:
        note = Named(wiki.notes[first.source].title, wiki.linker.href(first.source, None, start))
        yield Wish(note, wiki.linker.excerpt(first.source, first.link))


def new_note(edit: str, name: str) -> str | None:
    """The form of GitHub or GitLab for a new note called *name*, filled in; None for an address of another kind.

    >>> new_note("https://github.com/a/b/edit/main/notes/{path}", "Ada").partition("?")[0]
    'https://github.com/a/b/new/main/notes'
    """
    name = " ".join(_UNFIT.sub(" ", name.removesuffix(".md")).split()).strip("/. ")
    title = readable(name.rpartition("/")[2])
    text = _NOTE.format(title=json.dumps(title, ensure_ascii=False), name=title)
    folder, placed, _ = edit.partition("{path}")
    if not name or not placed:
        return None
    for pattern, new, keys in _FORMS:
        if found := pattern.match(folder.rstrip("/")):
            query = zip(keys, (f"{name}.md", text), strict=True)
            return f"{found[1]}{new}{found[2]}?" + "&".join(f"{key}={quote(value, safe='')}" for key, value in query)
    return None
