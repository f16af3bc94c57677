"""Topics: groups of notes that link to each other more than to the rest. The same notes give the same topics, and a few
notes more or less leave most of them as they are.

Communities are those of the Leiden algorithm (Traag, Waltman and van Eck 2019) at modularity, run many times; links
whose ends these runs put together count for more in the last one (ensemble clustering: Poulin and Théberge 2018). One
run alone gives another answer for nearly every edit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trellis.graph import TopicGraph, is_ghost
from trellis.model import LinkKind, NotePath, VaultPath
from trellis.names import anchor_of, stem

RUNS = 32
"""Of the algorithm; with 8 a tenth more of the topics change when five notes of two thousand go."""

SMALLEST = 5
"""Notes; fewer make no topic."""

_WEIGHTS: Mapping[LinkKind, float] = {"links": 1.0, "embeds": 1.0, "requires": 3.0, "part_of": 3.0}
_MOST = 3.0  # what links between two notes weigh together at most: ten are no more than some
_LEAST = 0.05  # what is left of the weight of a link whose ends no run puts together
_HUB = 0.1  # the part of all notes that link to or from an index; it would tie everything to everything

_Edge = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Topic:
    """Notes that belong together."""

    slug: str
    """Its address below that of all topics: the file name of its first note."""
    notes: tuple[NotePath, ...]
    """The most central first: those with the heaviest links to the others, then by path."""
    ghosts: tuple[str, ...]
    """Names wanted here that nobody has written, the most wanted first."""


def find_topics(graph: TopicGraph) -> list[Topic]:
    """The topics of *graph*, the largest first. Sources and indexes are in none, nor are notes that few link to."""
    edges = _edges(graph)
    if not edges:
        return []
    inner: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    communities = _communities(edges)
    for begin, end, weight in edges:
        if communities[begin] == communities[end]:
            inner[communities[begin]][begin] += weight
            inner[communities[begin]][end] += weight
    ordered = [[node for node, _ in sorted(within.items(), key=_by_weight)] for within in inner.values()]
    groups = [[node for node in nodes if not is_ghost(node)] for nodes in ordered]
    found = [
        (tuple(NotePath(VaultPath(node)) for node in group), tuple(filter(is_ghost, nodes)))
        for group, nodes in zip(groups, ordered, strict=True)
        if len(group) >= SMALLEST
    ]
    found.sort(key=lambda topic: (-len(topic[0]), topic[0][0]))
    taken: dict[str, int] = {}
    return [Topic(anchor_of(stem(notes[0]), taken), notes, ghosts) for notes, ghosts in found]


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
    import graspologic_native  # noqa: PLC0415  # only some commands ask for topics

    together = [0] * len(edges)
    for seed in range(RUNS):
        _, found = graspologic_native.leiden(edges=edges, seed=seed)
        for number, (begin, end, _) in enumerate(edges):
            together[number] += found[begin] == found[end]
    agreed = [
        (begin, end, weight * (_LEAST + (1 - _LEAST) * together[number] / RUNS))
        for number, (begin, end, weight) in enumerate(edges)
    ]
    communities: dict[str, int]
    _, communities = graspologic_native.leiden(edges=agreed, seed=0, iterations=5, trials=4)
    return communities


def _by_weight(item: tuple[str, float]) -> tuple[float, str]:
    return -round(item[1], 6), item[0]


@dataclass(frozen=True, slots=True)
class Bridge:
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
