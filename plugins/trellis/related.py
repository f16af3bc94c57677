"""Related notes, with the reasons: what two notes share that do not link to each other.

Each thing that they share counts for the more the fewer notes share it: the score of a pair is the sum of
weight / ln(n) over all shared things, where n notes share the thing (Adamic and Adar, "Friends and neighbors on the
Web", 2003). The things are: notes both link to (bibliographic coupling: Kessler 1963), notes that link to both
(co-citation: Small 1973), what both require or are part of, the sources and the talk both draw on, and their tags. A
thing with more than `MOST_SHARING` links says nothing of two of the notes that share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log
from typing import Literal

import msgspec

from trellis.graph import TopicGraph
from trellis.model import LinkKind, Note, NotePath, VaultPath
from trellis.nodes import is_ghost, tag_node

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


class Shared(msgspec.Struct, frozen=True):
    """A thing that two notes share."""

    kind: SharedKind
    """`links`: both link to it; `linked`: it links to both."""
    node: str
    """A note, a ghost, the node of a tag, or the id of a video."""
    weight: float


class Related(msgspec.Struct, frozen=True):
    """A note related to another."""

    path: NotePath
    score: float
    shared: tuple[Shared, ...]
    """All that both share, what weighs most first."""


Thing = tuple[SharedKind, str]
"""What notes share: how, and which node."""


class RelatedNotes:
    """The related notes of a graph."""

    def __init__(self, graph: TopicGraph, notes: Mapping[NotePath, Note]) -> None:
        self._graph, self._notes = graph, notes
        self._sharing: dict[Thing, tuple[frozenset[str], float]] = {}

    def of(self, note: NotePath) -> list[Related]:
        """The notes most related to *note*; the best first, then by path. Notes that link to each other are
        neighbours, not related."""
        things = [(thing, *self._shared_by(thing)) for thing in self._things(note)]
        scores: defaultdict[str, float] = defaultdict(float)
        for _, sharing, weight in things:
            for other in sharing:
                scores[other] += weight
        linking = (mention.source for mention in self._graph.linking(note))
        for near in (note, *linking, *(node for node, _ in self._graph.links(note))):
            scores.pop(near, None)
        # Most notes share little with hundreds of others: only those near the best are compared one by one.
        least = sorted(scores.values())[-MOST:][0] - 1e-6 if scores else 0.0
        best = sorted((-round(score, 6), path) for path, score in scores.items() if score >= least)[:MOST]
        return [Related(NotePath(VaultPath(path)), -score, _shared(path, things)) for score, path in best]

    def _things(self, note: NotePath) -> list[Thing]:
        """All that *note* shares with others."""
        graph, facts = self._graph, self._notes[note]
        if note not in graph.notes:
            return []
        found: dict[Thing, None] = {
            (_KINDS[mention.kind], node): None
            for node, mention in graph.links(note)
            if graph.links_to(node) <= MOST_SHARING
        }
        for mention in graph.mentions(note):
            if mention.kind != "source" and len(graph.links(mention.source)) <= MOST_SHARING:
                found["linked", mention.source] = None
        found.update({("tag", tag_node(name)): None for name in facts.tags})
        if facts.properties.video_id:
            found["talk", facts.properties.video_id] = None
        return [thing for thing in found if self._shared_by(thing)[1]]

    def _shared_by(self, thing: Thing) -> tuple[frozenset[str], float]:
        """The notes that have *thing*, and what it weighs: nothing if one note has it, or too many have."""
        if thing not in self._sharing:
            notes = frozenset(self._found(*thing))
            weight = _WEIGHTS[thing[0]] / log(len(notes)) if 2 <= len(notes) <= MOST_SHARING else 0.0
            self._sharing[thing] = notes, weight
        return self._sharing[thing]

    def _found(self, kind: SharedKind, node: str) -> Iterable[str]:
        graph = self._graph
        if kind == "tag":
            return graph.tags[node].notes
        if kind == "talk":
            return graph.talks[node]
        if kind == "linked":
            links = graph.links(NotePath(VaultPath(node)))
            return (target for target, m in links if m.kind != "source" and not is_ghost(target))
        return (mention.source for mention in graph.linking(node) if _KINDS[mention.kind] == kind)


def _shared(path: str, things: Iterable[tuple[Thing, frozenset[str], float]]) -> tuple[Shared, ...]:
    """Those of *things* that the note *path* has, too; what weighs most first."""
    found = (Shared(*thing, weight) for thing, sharing, weight in things if path in sharing)
    return tuple(sorted(found, key=_by_weight))


def _by_weight(shared: Shared) -> tuple[float, str, str]:
    return -shared.weight, shared.kind, shared.node
