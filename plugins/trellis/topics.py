"""Topics: groups of notes that link to each other more than to the rest. The same notes give the same topics, and a few
notes more or less leave most of them as they are.

Communities are those of the Leiden algorithm (Traag, Waltman and van Eck 2019) at modularity, run many times; links
whose ends these runs put together count for more in the last one (ensemble clustering: Poulin and Théberge 2018). One
run alone gives another answer for nearly every edit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec

from trellis.graph import TopicGraph
from trellis.model import LinkKind, NotePath, VaultPath
from trellis.names import anchor_of, stem
from trellis.nodes import is_ghost
from trellis.results import Numbers, Results

RUNS = 32
"""Of the algorithm; with 8 a tenth more of the topics change when five notes of two thousand go."""

_FEWEST, _WORTH = 4, 2_000_000
"""Runs at least; and the links that all runs together look at before there are fewer than that: a few seconds."""

SMALLEST = 5
"""Notes; fewer make no topic."""

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEIGHTS: Mapping[LinkKind, float] = {"links": 1.0, "embeds": 1.0, "requires": 3.0, "part_of": 3.0}
_MOST = 3.0  # what links between two notes weigh together at most: ten are no more than some
_LEAST = 0.05  # what is left of the weight of a link whose ends no run puts together
_HUB = 0.1  # the part of all notes that link to or from an index; it would tie everything to everything

_Edge = tuple[str, str, float]


class Topic(msgspec.Struct, frozen=True):
    """Notes that belong together."""

    slug: str
    """Its address below that of all topics: the file name of its first note."""
    notes: tuple[NotePath, ...]
    """The most central first: those with the heaviest links to the others, then by path."""
    ghosts: tuple[str, ...]
    """Names wanted here that nobody has written, the most wanted first."""


def find_topics(graph: TopicGraph, results: Results | None = None) -> list[Topic]:
    """The topics of *graph*, the largest first. Sources and indexes are in none, nor are notes that few link to. What
    is among *results* is not worked out again."""
    nodes = [*graph.notes, *graph.ghosts]

    def work() -> Numbers:
        number = {node: index for index, node in enumerate(nodes)}
        return [[number[node] for node in topic] for topic in _found(graph)]

    found = results.worked_out("topics", graph.shape, work) if results else work()
    taken = {"index": 1, "readme": 1}  # MkDocs would make the page of the folder of such a name
    topics = []
    for numbers in found:
        members = [nodes[number] for number in numbers]
        notes = tuple(NotePath(VaultPath(node)) for node in members if not is_ghost(node))
        topics.append(Topic(anchor_of(stem(notes[0]), taken), notes, tuple(filter(is_ghost, members))))
    return topics


def _found(graph: TopicGraph) -> list[list[str]]:
    """The nodes of each topic: the largest topic first, and in each the most central node."""
    edges = _edges(graph)
    if not edges:
        return []
    inner: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    communities = _communities(edges)
    for begin, end, weight in edges:
        if communities[begin] == communities[end]:
            inner[communities[begin]][begin] += weight
            inner[communities[begin]][end] += weight
    found = []
    for within in inner.values():
        nodes = [node for node, _ in sorted(within.items(), key=_by_weight)]
        notes = [node for node in nodes if not is_ghost(node)]
        if len(notes) >= SMALLEST:
            found.append((-len(notes), notes[0], nodes))
    return [nodes for _, _, nodes in sorted(found)]


def _edges(graph: TopicGraph) -> list[_Edge]:
    """Every pair of nodes with links between them, once, with its weight; sorted, for the runs depend on the order."""
    most = max(60, _HUB * len(graph.notes))
    skipped = {path for path in graph.notes if graph.degree(path) > most or graph.type(path) == "source"}
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for begin, end, mention in graph.edges():
        weight = _WEIGHTS.get(mention.kind)
        if weight and begin not in skipped and end not in skipped:
            weights[min(begin, end), max(begin, end)] += weight
    return [(begin, end, min(weight, _MOST)) for (begin, end), weight in sorted(weights.items())]


def _communities(edges: list[_Edge]) -> dict[str, int]:
    """The community of each node."""
    import numpy as np  # noqa: PLC0415  # only some commands ask for topics

    nodes = sorted({node for begin, end, _ in edges for node in (begin, end)})
    numbers = {node: number for number, node in enumerate(nodes)}
    begins = np.array([numbers[begin] for begin, _, _ in edges])
    ends = np.array([numbers[end] for _, end, _ in edges])
    weights = np.array([weight for _, _, weight in edges])
    runs = max(_FEWEST, min(RUNS, _WORTH // len(edges)))
    together = np.zeros(len(edges))
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda seed: _leiden(begins, ends, weights, len(nodes), seed), range(runs)):
            together += found[begins] == found[ends]
    agreed = weights * (_LEAST + (1 - _LEAST) * together / runs)
    found = _leiden(begins, ends, agreed, len(nodes), seed=0, iterations=5, trials=4 if runs == RUNS else 1)
    return dict(zip(nodes, found.tolist(), strict=True))


def _leiden(
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.float64],
    nodes: int,
    seed: int,
    iterations: int = 1,
    trials: int = 1,
) -> NDArray[np.int64]:
    """The community of each of so many *nodes*, by one run of the algorithm."""
    import graspologic_native  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    rows, columns = np.concatenate([begins, ends]), np.concatenate([ends, begins])
    order = np.lexsort((columns, rows))
    _, found = graspologic_native.leiden_csr(
        np.searchsorted(rows[order], np.arange(nodes + 1)).astype(np.int64),
        columns[order].astype(np.int32),
        np.concatenate([weights, weights])[order],
        nodes,
        seed=seed,
        iterations=iterations,
        trials=trials,
    )
    return np.array([found[node] for node in range(nodes)])


def _by_weight(item: tuple[str, float]) -> tuple[float, str]:
    return -round(item[1], 6), item[0]


class Bridge(msgspec.Struct, frozen=True):
    """What ties a topic to another."""

    topic: int
    """The number of the other topic."""
    links: int
    """Between notes of the two."""
    notes: tuple[NotePath, ...]
    """Those of the first topic that have most of them, at most three."""


def find_bridges(graph: TopicGraph, topics: Sequence[Topic]) -> list[list[Bridge]]:
    """For each of *topics* its bridges to others, the strongest first."""
    topic_of = {note: number for number, topic in enumerate(topics) for note in topic.notes}
    ends: defaultdict[tuple[int, int], Counter[NotePath]] = defaultdict(Counter)
    for begin, node, mention in graph.edges():
        end = NotePath(VaultPath(node))
        here, there = topic_of.get(begin), topic_of.get(end)
        if here is not None and there is not None and here != there and mention.kind in _WEIGHTS:
            ends[here, there][begin] += 1
            ends[there, here][end] += 1
    bridges: list[list[Bridge]] = [[] for _ in topics]
    for (here, there), notes in ends.items():
        ranked = sorted(notes, key=lambda note: (-notes[note], note))
        bridges[here].append(Bridge(there, notes.total(), tuple(ranked[:3])))
    return [sorted(found, key=lambda bridge: (-bridge.links, bridge.topic)) for found in bridges]
