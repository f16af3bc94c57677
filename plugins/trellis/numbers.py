"""The numbers of a wiki: how large it is, how closely it is linked, what stands at its middle and what outside.

Density, orphans, dead ends and centrality are of one graph, which anybody can make again of the exports: its nodes are
the notes, and there is one edge from a note to another if it links to it in any way but as its source. Where every note
names one channel, that channel would otherwise be the centre of everything, and no note a dead end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from trellis.graph import TopicGraph
from trellis.model import LinkKind, NotePath, VaultPath
from trellis.nodes import is_ghost
from trellis.wiki import Wiki

DAMPING = 0.85
"""How often a reader follows a link instead of opening any note: the value of Page and Brin, and of networkx."""

_SETTLED = 1e-12
_MOST_ROUNDS = 200  # 0.85 ** 200 is far below what counts as settled
_KINDS: tuple[LinkKind, ...] = ("links", "embeds", "source", "requires", "part_of")


class Numbers(msgspec.Struct, frozen=True):
    """What is counted of a wiki."""

    notes: int
    sources: int
    """Of the notes, those that are sources of others."""
    links: Mapping[LinkKind, int]
    """By kind; every link counts, also a second one to the same note, and one to a name nobody has written."""
    ghosts: int
    tags: int
    density: float
    """The part of all possible links between two notes that is there, as `networkx.density` has it: edges by
    n (n - 1). 0 with fewer than two notes."""
    orphans: tuple[NotePath, ...]
    """Notes without a link in or out; sources are none."""
    dead_ends: tuple[NotePath, ...]
    """Notes without a link to another, orphans among them; sources are none."""
    central: tuple[tuple[NotePath, float], ...]
    """All notes but sources with their PageRank, the highest first."""
    wanted: tuple[tuple[str, int], ...]
    """Ghosts with the number of notes that want them, the most wanted first."""
    coverage: tuple[tuple[str, int], ...]
    """Sources, and ghosts named as such, with the number of notes that cite them, the most cited first."""
    sourced: int
    """Of the notes that are no sources, those that name one."""
    videos: int
    """Videos that notes are about."""

    @property
    def links_in_all(self) -> int:
        return sum(self.links.values())


def numbers_of(wiki: Wiki) -> Numbers:
    """The numbers of *wiki*."""
    graph = wiki.graph
    sources = sources_of(graph)
    edges = simple_edges(graph)
    linking, linked = {begin for begin, _ in edges}, {end for _, end in edges}
    kinds = Counter(mention.kind for _, _, mention in graph.edges())
    dead_ends = tuple(path for path in graph.notes if path not in linking and path not in sources)
    ranks = pagerank(tuple(graph.notes), edges)
    central = sorted((path for path in ranks if path not in sources), key=lambda path: (-round(ranks[path], 9), path))
    return Numbers(
        notes=len(graph.notes),
        sources=len(sources),
        links={kind: kinds[kind] for kind in _KINDS},
        ghosts=len(graph.ghosts),
        tags=len(graph.tags),
        density=density(len(graph.notes), len(edges)),
        orphans=tuple(path for path in dead_ends if path not in linked),
        dead_ends=dead_ends,
        central=tuple((path, ranks[path]) for path in central),
        wanted=tuple((node, len({m.source for m in graph.mentions(node)})) for node in graph.ghosts),
        coverage=_coverage(graph, sources),
        sourced=sum(_names_source(graph, path) for path in graph.notes if path not in sources),
        videos=len({note.properties.video_id for note in wiki.listed.values()} - {None}),
    )


def sources_of(graph: TopicGraph) -> frozenset[NotePath]:
    """The notes that are sources: by their type, or because another names them as its own."""
    named = {end for _, end, mention in graph.edges() if mention.kind == "source"}
    return frozenset(path for path in graph.notes if path in named or graph.type(path) == "source")


def simple_edges(graph: TopicGraph) -> list[tuple[NotePath, NotePath]]:
    """The notes that link to each other, each pair once, sorted; what a note names as its source is no link here."""
    pairs = {(begin, end) for begin, end, mention in graph.edges() if mention.kind != "source" and not is_ghost(end)}
    return [(begin, NotePath(VaultPath(end))) for begin, end in sorted(pairs)]


def density(nodes: int, edges: int) -> float:
    """The part of all edges that could be in a directed graph without loops.

    >>> density(3, 3), density(1, 0)
    (0.5, 0.0)
    """
    return edges / (nodes * (nodes - 1)) if nodes > 1 else 0.0


def pagerank(nodes: Sequence[NotePath], edges: Sequence[tuple[NotePath, NotePath]]) -> dict[NotePath, float]:
    """How often a reader stands at each of *nodes* who follows links by chance, and opens any note where there is no
    link, or by whim. The same as `networkx.pagerank`, which would load SciPy for these few lines."""
    import numpy as np  # noqa: PLC0415  # it takes a tenth of a second, and most commands do not count

    if not nodes:
        return {}
    numbers = {node: number for number, node in enumerate(nodes)}
    begins = np.array([numbers[begin] for begin, _ in edges], dtype=np.intp)
    ends = np.array([numbers[end] for _, end in edges], dtype=np.intp)
    leaving = np.bincount(begins, minlength=len(nodes))
    stuck = leaving == 0
    rank = np.full(len(nodes), 1 / len(nodes))
    for _ in range(_MOST_ROUNDS):
        passed = np.bincount(ends, rank[begins] / leaving[begins], minlength=len(nodes))
        anywhere = (DAMPING * rank[stuck].sum() + 1 - DAMPING) / len(nodes)
        before, rank = rank, DAMPING * passed + anywhere
        if np.abs(rank - before).sum() < _SETTLED:
            break
    return dict(zip(nodes, rank.tolist(), strict=True))


def _coverage(graph: TopicGraph, sources: frozenset[NotePath]) -> tuple[tuple[str, int], ...]:
    citing: dict[str, set[NotePath]] = {path: set() for path in sources}
    for path, node, mention in graph.edges():
        if mention.kind == "source":
            citing.setdefault(node, set()).add(path)
    return tuple(sorted(((node, len(paths)) for node, paths in citing.items()), key=lambda row: (-row[1], row[0])))


def _names_source(graph: TopicGraph, path: NotePath) -> bool:
    return any(mention.kind == "source" for _, mention in graph.links(path))
