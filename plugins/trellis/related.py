"""Related notes, with the reasons: what two notes share that do not link to each other.

Each thing that they share counts for the more the fewer notes share it: the score of a pair is the sum of
weight / ln(n) over all shared things, where n notes share the thing (Adamic and Adar, "Friends and neighbors on the
Web", 2003). The things are: notes both link to (bibliographic coupling: Kessler 1963), notes that link to both
(co-citation: Small 1973), what both require or are part of, the sources and the talk both draw on, and their tags. A
thing with more than `MOST_SHARING` links says nothing of two of the notes that share it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Literal

from trellis.graph import TopicGraph, is_ghost, tag_node
from trellis.model import LinkKind, NotePath, VaultPath

MOST = 6
"""Related notes that are shown."""

MOST_SHARING = 40
"""Links to a thing, or from it: with more it is a hub, and looking at all its pairs would cost the square of that."""

SharedKind = Literal["requires", "part_of", "talk", "source", "links", "linked", "tag"]

_WEIGHTS: dict[SharedKind, float] = {
    "requires": 2.0,
    "part_of": 2.0,
    "talk": 1.5,
    "source": 1.0,
    "linked": 1.0,
    "links": 1.0,
    "tag": 0.5,
}
_KINDS: dict[LinkKind, SharedKind] = {
    "links": "links",
    "embeds": "links",
    "requires": "requires",
    "part_of": "part_of",
    "source": "source",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A thing that two notes share."""

    kind: SharedKind
    """`links`: both link to it; `linked`: it links to both."""
    node: str
    """A note, a ghost, the node of a tag, or the id of a video."""
    weight: float


@dataclass(frozen=True, slots=True)
class Related:
    """A note related to another."""

    path: NotePath
    score: float
    shared: tuple[Shared, ...]
    """All that both share, what weighs most first."""


def related_notes(
    graph: TopicGraph, note: NotePath, tags: Iterable[str] = (), video: str | None = None
) -> list[Related]:
    """The notes most related to *note*, which has these *tags* and draws on that *video*; the best first, then by path.
    Notes that link to each other are neighbours, not related."""
    things = list(_things(graph, note, tags, video))
    scores: dict[str, float] = {}
    for thing, sharing in things:
        weight = thing.weight
        for other in sharing:
            scores[other] = scores.get(other, 0.0) + weight
    for near in (note, *(mention.source for mention in graph.mentions(note)), *(node for node, _ in graph.links(note))):
        scores.pop(near, None)
    best = nsmallest(MOST, ((-round(score, 6), path) for path, score in scores.items()))
    return [Related(NotePath(VaultPath(path)), -score, _shared(path, things)) for score, path in best]


def _shared(path: str, things: Iterable[tuple[Shared, Collection[str]]]) -> tuple[Shared, ...]:
    """Those of *things* that the note *path* has, too; what weighs most first."""
    return tuple(sorted((thing for thing, sharing in things if path in sharing), key=_by_weight))


def _things(
    graph: TopicGraph, note: NotePath, tags: Iterable[str], video: str | None
) -> Iterator[tuple[Shared, Collection[str]]]:
    """All that *note* could share, with the notes that have it."""
    for node, kind in {(node, _KINDS[mention.kind]): None for node, mention in graph.links(note)}:
        if graph.links_to(node) <= MOST_SHARING:
            yield from _thing(kind, node, {m.source for m in graph.linking(node) if _KINDS[m.kind] == kind})
    for source in {mention.source: None for mention in graph.mentions(note) if mention.kind != "source"}:
        if len(links := graph.links(source)) <= MOST_SHARING:
            yield from _thing(
                "linked", source, {node for node, m in links if m.kind != "source" and not is_ghost(node)}
            )
    for name in tags:
        node = tag_node(name)
        yield from _thing("tag", node, graph.tags[node].notes)
    if video:
        yield from _thing("talk", video, graph.talks.get(video, ()))


def _thing(kind: SharedKind, node: str, sharing: Collection[str]) -> Iterator[tuple[Shared, Collection[str]]]:
    if 2 <= len(sharing) <= MOST_SHARING:
        yield Shared(kind, node, _WEIGHTS[kind] / log(len(sharing))), sharing


def _by_weight(shared: Shared) -> tuple[float, str, str]:
    return -shared.weight, shared.kind, shared.node
