"""Why two notes are related: what they share, as things that lead somewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from trellis.markdown.timestamps import clock
from trellis.markdown.videos import watch_url
from trellis.model import NotePath, Url, VaultPath
from trellis.named import Named
from trellis.nodes import is_ghost
from trellis.related import Related, Shared, SharedKind
from trellis.wiki import Wiki

_NAMED = 2
"""Things of a kind that are named; the others are counted."""

_REASONS = 3
"""Kinds of reasons that are given."""

_NEAR = 30
"""Seconds between two places of a talk that are one."""

_KEYS: dict[SharedKind, tuple[str, str]] = {
    "requires": ("related.requires", "related.then_requires"),
    "part_of": ("related.part_of", "related.then_part_of"),
    "talk": ("related.draw_on", "related.then_draw_on"),
    "source": ("related.draw_on", "related.then_draw_on"),
    "linked": ("related.linked", "related.then_linked"),
    "links": ("related.links", "related.then_links"),
    "tag": ("related.tag", "related.then_tag"),
}
"""How a reason is said first, and after others."""


class Reason(msgspec.Struct, frozen=True):
    """One kind of things that two notes share."""

    key: str
    """That of its words."""
    things: tuple[Named, ...]
    more: int
    """How many things there are beyond those."""


class RelatedView(msgspec.Struct, frozen=True):
    """A related note as a page shows it."""

    title: str
    href: str
    reasons: tuple[Reason, ...]


def related_view(wiki: Wiki, note: NotePath) -> list[RelatedView]:
    """The notes related to *note*, for its page."""
    start = wiki.site.url(note)
    return [
        RelatedView(
            wiki.notes[related.path].title,
            wiki.linker.href(related.path, None, start),
            tuple(_reasons(wiki, note, related, start)),
        )
        for related in wiki.related.of(note)
    ]


def _reasons(wiki: Wiki, note: NotePath, related: Related, start: Url) -> Iterable[Reason]:
    # They come with the heaviest first, and a kind takes the place of its heaviest.
    kinds = list(dict.fromkeys(shared.kind for shared in related.shared))
    by_kind = sorted(related.shared, key=lambda shared: kinds.index(shared.kind))
    groups = [list(group) for _, group in groupby(by_kind, key=lambda shared: shared.kind)]
    for index, group in enumerate(groups[:_REASONS]):
        things = [thing for shared in group[:_NAMED] for thing in _things(wiki, shared, note, related.path, start)]
        yield Reason(_KEYS[group[0].kind][index > 0], tuple(things), max(0, len(group) - _NAMED))


def _things(wiki: Wiki, shared: Shared, note: NotePath, other: NotePath, start: Url) -> Iterable[Named]:
    if shared.kind == "tag":
        yield Named(f"#{wiki.graph.tags[shared.node].name}", None)
    elif shared.kind == "talk":
        yield from _talk(wiki, shared.node, note, other, start)
    elif is_ghost(shared.node):
        yield Named(wiki.graph.title(shared.node), None)
    else:
        path = VaultPath(shared.node)
        yield Named(wiki.graph.title(path), wiki.linker.href(path, None, start))


def _talk(wiki: Wiki, video: str, note: NotePath, other: NotePath, start: Url) -> Iterable[Named]:
    """The talk itself, by its own note if it has one, and a place in it that both notes name."""
    own = next((path for path in wiki.graph.talks[video] if wiki.graph.type(path) == "source"), None)
    at = _common_moment(wiki.notes[note].moments, wiki.notes[other].moments)
    if own:
        yield Named(wiki.notes[own].title, wiki.linker.href(own, None, start))
    if not own or at is not None:
        key = "related.at" if own else "related.same_talk" if at is None else "related.same_talk_at"
        yield Named(wiki.words(key, time=clock(at or 0)), watch_url(video, at or 0))


def _common_moment(moments: Sequence[int], others: Sequence[int]) -> int | None:
    """The first of *moments* near which one of the *others* is."""
    ordered = sorted(others)
    for moment in moments:
        at = bisect_left(ordered, moment - _NEAR)
        if at < len(ordered) and ordered[at] <= moment + _NEAR:
            return moment
    return None
