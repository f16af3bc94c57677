"""The nodes round a note, in the order in which its page shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec

from trellis.graph import TopicGraph
from trellis.model import LinkKind, NotePath

Direction = Literal["in", "out", "both"]

_STRENGTH: tuple[LinkKind, ...] = ("requires", "part_of", "source", "embeds", "links")
"""Which kind an edge of the local graph shows, when a note is linked in several ways: the most telling."""

_LAST, _MANY = len(_STRENGTH), 2**40  # more links than any graph has
_RANK = {kind: rank for rank, kind in enumerate(_STRENGTH)}


class Neighbour(msgspec.Struct, frozen=True):
    """A node one link away."""

    node: str
    """The path of a note, or `ghost:` and the folded name of an unresolved note."""
    direction: Direction
    kind: LinkKind


class Beside(msgspec.Struct, frozen=True):
    """The neighbours on one side of a note."""

    count: int
    nearest: tuple[Neighbour, ...]
    """The first of them: the most telling kind first, then the best connected."""


def beside(graph: TopicGraph, path: NotePath, most: int) -> tuple[Beside, Beside]:
    """The nodes one link from *path*, the *most* nearest of each side: those that only link to it, and those that it
    links to."""
    into = _ranks([(mention.source, mention.kind) for mention in graph.linking(path)])
    out = _ranks([(node, mention.kind) for node, mention in graph.links(path)])
    mutual = into.keys() & out.keys()
    for node in mutual:
        out[node] = min(out[node], into.pop(node))
    return _side(graph, into, most, "in", ()), _side(graph, out, most, "out", mutual)


def _ranks(links: Sequence[tuple[str, LinkKind]]) -> dict[str, int]:
    """By node, the rank of the most telling kind."""
    kinds = {kind for _, kind in links}
    if len(kinds) == 1:  # most often
        return dict.fromkeys((node for node, _ in links), _RANK[kinds.pop()])
    ranks: dict[str, int] = {}
    for node, kind in links:
        rank = _RANK[kind]
        if ranks.get(node, _LAST) > rank:
            ranks[node] = rank
    return ranks


def _side(
    graph: TopicGraph, ranks: Mapping[str, int], most: int, direction: Direction, mutual: Collection[str]
) -> Beside:
    # One number for rank and degree, and objects for the nearest alone: every page of every build asks for them.
    degrees = graph.degrees
    order = sorted([(rank * _MANY - degrees[node], node) for node, rank in ranks.items()])[:most]
    nearest = (Neighbour(node, "both" if node in mutual else direction, _STRENGTH[ranks[node]]) for _, node in order)
    return Beside(len(ranks), tuple(nearest))
