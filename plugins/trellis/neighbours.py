"""The nodes round a note, in the order in which its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trellis.graph import TopicGraph
from trellis.model import LinkKind, NotePath

Direction = Literal["in", "out", "both"]

_STRENGTH: tuple[LinkKind, ...] = ("requires", "part_of", "source", "embeds", "links")
"""Which kind an edge of the local graph shows, when a note is linked in several ways: the most telling."""

_RANK = {kind: rank for rank, kind in enumerate(_STRENGTH)}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A node one link away."""

    node: str
    """The path of a note, or `ghost:` and the folded name of an unresolved note."""
    direction: Direction
    kind: LinkKind


def neighbours(graph: TopicGraph, path: NotePath) -> list[Neighbour]:
    """The nodes one link from *path* in either direction: most telling kind first, then the best connected."""
    ranks: dict[str, int] = {}
    directions: dict[str, Direction] = {}
    for mention in graph.linking(path):
        source, rank = mention.source, _RANK[mention.kind]
        if source not in ranks or rank < ranks[source]:
            ranks[source] = rank
        directions[source] = "in"
    for node, mention in graph.links(path):
        rank = _RANK[mention.kind]
        if node not in ranks or rank < ranks[node]:
            ranks[node] = rank
        directions[node] = "out" if directions.get(node, "out") == "out" else "both"
    degrees = graph.degrees
    order = sorted((rank, -degrees[node], node) for node, rank in ranks.items())
    return [Neighbour(node, directions[node], _STRENGTH[rank]) for rank, _, node in order]
