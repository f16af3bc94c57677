"""The islands of the picture of the whole graph: which nodes stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trellis.graph import TopicGraph

if TYPE_CHECKING:
    from trellis.springs import Numbers, Weights

_AT_HOME = 0.3  # a node with a smaller part of its links in any one island stands between them
_WEAK = 0.2  # a link that only names a source, beside one in the text
_HEAVIEST = 3.0  # what links between two nodes weigh at most

_Neighbours = Sequence[Sequence[tuple[int, float]]]


@dataclass(frozen=True)
class Net:
    """Nodes by number, and every two that are linked, once."""

    nodes: list[str]
    begins: Numbers
    ends: Numbers
    weights: Weights

    @classmethod
    def of(cls, graph: TopicGraph) -> Net:
        import numpy as np  # noqa: PLC0415  # only some commands ask for a picture

        nodes = [*sorted(graph.notes), *sorted(graph.ghosts)]
        number = {node: index for index, node in enumerate(nodes)}
        links: defaultdict[int, float] = defaultdict(float)
        for path, node, mention in graph.edges():
            one, other = number[path], number[node]
            pair = one * len(nodes) + other if one < other else other * len(nodes) + one
            links[pair] += _WEAK if mention.kind == "source" else 1.0
        pairs = np.fromiter(links, np.intp, len(links))
        weights = np.minimum(np.fromiter(links.values(), np.float64, len(links)), _HEAVIEST)
        order = np.argsort(pairs)
        begins, ends = np.divmod(pairs[order], len(nodes) or 1)
        return cls(nodes, begins, ends, weights[order])

    @cached_property
    def neighbours(self) -> list[list[tuple[int, float]]]:
        """Of each node, with the weights of the links."""
        found: list[list[tuple[int, float]]] = [[] for _ in self.nodes]
        for one, other, weight in zip(self.begins.tolist(), self.ends.tolist(), self.weights.tolist(), strict=True):
            found[one].append((other, weight))
            found[other].append((one, weight))
        return found


def find_homes(home: dict[int, int], neighbours: _Neighbours) -> set[int]:
    """Gives nodes that are on no island a *home* on that of most of their neighbours; those whose links go everywhere
    have none, and are the result."""
    between: set[int] = set()
    newest = list(home)
    while newest:
        near = sorted({n for node in newest for n, _ in neighbours[node] if n not in home})
        found: dict[int, int] = {}
        for node in near:
            votes: defaultdict[int, float] = defaultdict(float)
            for other, weight in neighbours[node]:
                votes[home.get(other, -1)] += weight
            best = min((island for island in votes if island >= 0), key=lambda i: (-round(votes[i], 6), i))
            if votes[best] >= _AT_HOME * sum(votes.values()):
                found[node] = best
            else:
                between.add(node)
        home |= found
        newest = list(found)
    return between - home.keys()


def connected(nodes: Iterable[int], neighbours: _Neighbours) -> list[list[int]]:
    """*nodes* in groups that hang together by themselves, the largest first."""
    left, groups = dict.fromkeys(nodes), []
    while left:
        group = [left.popitem()[0]]
        for node in group:  # which grows
            for other, _ in neighbours[node]:
                if other in left:
                    del left[other]
                    group.append(other)
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))
