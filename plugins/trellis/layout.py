"""Where each node stands in the picture of the whole graph: topics as islands, what belongs to none round them.

The same graph gives the same picture, and a few nodes more or less leave it much as it is: every node starts where its
name says, and every island is turned towards those it is linked to.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from trellis.graph import TopicGraph
from trellis.islands import Net, connected, find_homes
from trellis.results import Numbers, Results
from trellis.spacing import discs_apart, kept_apart, on_grid, rings
from trellis.springs import by_likeness, spring, turned
from trellis.topics import Topic

if TYPE_CHECKING:
    from trellis.springs import Numbers as Indexes
    from trellis.springs import Points, Weights

MOST = 10_000
"""Coordinates are whole numbers from 0 to this."""

# Lengths are in distances between two nodes.
_ROOM = 0.85  # the radius of an island for one node; it grows with the root of their number
_SHORE = 1.6  # round each island

_SMALLEST, _MOST_ISLANDS = 5, 150  # of those that are no topics but hang together


def layout(graph: TopicGraph, topics: Sequence[Topic], results: Results | None = None) -> dict[str, tuple[int, int]]:
    """The coordinates of every note and ghost of *graph*, which *topics* are of: no two the same. What is among
    *results* is not worked out again."""
    nodes = [*sorted(graph.notes), *sorted(graph.ghosts)]

    def work() -> Numbers:
        return _places(Net.of(graph), topics) if nodes else []

    places = results.worked_out("places", graph.shape, work) if results else work()
    return {node: (x, y) for node, (x, y) in zip(nodes, places, strict=True)}


def _places(net: Net, topics: Sequence[Topic]) -> Numbers:
    """The coordinates of the nodes of *net*, of which there are some."""
    number = {node: index for index, node in enumerate(net.nodes)}
    home = {number[node]: index for index, topic in enumerate(topics) for node in (*topic.notes, *topic.ghosts)}
    between = find_homes(home, net.neighbours)
    islands: list[list[int]] = [[] for _ in topics]
    for node in sorted(home):
        islands[home[node]].append(node)
    parts = connected([n for n in range(len(net.nodes)) if n not in home and n not in between], net.neighbours)
    large = sum(len(part) >= _SMALLEST for part in parts[:_MOST_ISLANDS])
    points = _on_islands(net, [*islands, *parts[:large]])
    _put_between(points, sorted(between), net)
    _put_round(points, [node for part in parts[large:] for node in part])
    places: Numbers = on_grid(kept_apart(points, 1.1), MOST).tolist()
    return places


def _on_islands(net: Net, islands: Sequence[Sequence[int]]) -> Points:
    """The nodes of all *islands* in their places; the others are nowhere yet."""
    import numpy as np  # noqa: PLC0415

    points = np.full(len(net.nodes), np.nan, np.complex128)
    if not islands:
        return points
    where = np.full(len(net.nodes), -1, np.intp)
    within = np.zeros(len(net.nodes), np.intp)
    for index, island in enumerate(islands):
        where[island], within[island] = index, np.arange(len(island))
    begins, ends = where[net.begins], where[net.ends]
    sizes = np.array([len(island) for island in islands])
    radii = _ROOM * np.sqrt(sizes) + _SHORE
    centres = _centres([net.nodes[island[0]] for island in islands], radii, begins, ends, net.weights)
    for index, island in enumerate(islands):
        inner = (begins == index) & (ends == index)
        start = _start([net.nodes[node] for node in island])
        shape = spring(start, within[net.begins[inner]], within[net.ends[inner]], net.weights[inner])
        towards = np.zeros(len(island), np.complex128)
        for here, there, near in ((begins, ends, net.begins), (ends, begins, net.ends)):
            out = np.flatnonzero((here == index) & (there >= 0) & (there != index))
            way = centres[there[out]] - centres[index]
            np.add.at(towards, within[near[out]], way / np.maximum(np.abs(way), 1e-9) * net.weights[out])
        # Few links lead elsewhere from some islands: then their names say how they stand.
        points[island] = centres[index] + turned(shape, towards + 0.01 * start) * _ROOM * np.sqrt(len(island))
    return points


def _centres(names: Sequence[str], radii: Weights, begins: Indexes, ends: Indexes, weights: Weights) -> Points:
    """The centres of islands, near those that they are linked to most."""
    import numpy as np  # noqa: PLC0415

    start, areas = _start(names), radii**2
    shape = start
    if len(names) > 2:
        across = np.flatnonzero((begins >= 0) & (ends >= 0) & (begins != ends))
        flat = np.bincount(begins[across] * len(names) + ends[across], weights[across], len(names) ** 2)
        links = flat.reshape(len(names), -1).astype(np.float64)
        likeness = links + links.T
        # Everything is a little like everything, or islands without links between them would have no place.
        by_name = np.outer(areas, areas) * (2.5 + (start[:, None] * start.conj()).real)
        likeness += by_name * (0.02 * max(float(likeness.sum()), 1.0) / by_name.sum())
        shape = turned(by_likeness(likeness), start * areas)
    return discs_apart(shape * np.sqrt(areas.sum()) * 1.3, radii)


def _start(names: Sequence[str]) -> Points:
    """A point for each name, the same whatever the other names are."""
    import numpy as np  # noqa: PLC0415

    digests = b"".join(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in names)
    parts = np.frombuffer(digests, "<u4").astype(np.float64) / 2**31 - 1
    return np.round(parts, 6).view(np.complex128)


def _put_between(points: Points, nodes: Sequence[int], net: Net) -> None:
    """Places *nodes* in the middle of their neighbours."""
    import numpy as np  # noqa: PLC0415

    near = _start([net.nodes[node] for node in nodes])
    for node, beside in zip(nodes, near, strict=True):
        placed = [(points[other], weight) for other, weight in net.neighbours[node] if not np.isnan(points[other])]
        middle = sum(point * weight for point, weight in placed) / sum(weight for _, weight in placed)
        points[node] = np.round(middle + 2 * beside, 6)


def _put_round(points: Points, nodes: Sequence[int]) -> None:
    """Places *nodes* on rings round all others."""
    import numpy as np  # noqa: PLC0415

    placed = points[~np.isnan(points)]
    reach = float(np.abs(placed).max()) + 2 * _SHORE if len(placed) else 0.0
    points[nodes] = rings(len(nodes), reach)
