"""What to read before a note: everything it requires, in an order in which each comes after what it needs.

Notes that require each other have no such order; they stand side by side, and `cycles` says which they are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

from trellis.graph import Mention, TopicGraph
from trellis.model import NotePath, VaultPath
from trellis.names import naturally

if TYPE_CHECKING:
    from networkx import DiGraph

MOST = 1_000
"""Nodes that are looked for beneath a note; a longer path nobody reads, and a chain of all notes would cost the square
of their number."""

_TRIED = 200
"""Notes of one knot from which a shortest cycle is looked for."""


class Prerequisites:
    """The `requires:` of all notes."""

    def __init__(self, graph: TopicGraph) -> None:
        self._graph = graph
        self._mentions = {(note, node): mention for note, node, mention in reversed(graph.requirements)}
        """The first link by which a note requires another."""
        self._needs: dict[str, list[str]] = {}
        self._needed_by: dict[str, list[NotePath]] = {}
        for note, node in self._mentions:
            self._needs.setdefault(note, []).append(node)
            self._needed_by.setdefault(node, []).append(note)

    def before(self, note: NotePath) -> list[str]:
        """The nodes to know before *note*, ghosts among them: by depth, then those that most notes require, then by
        title. A note's depth is the length of the longest chain of requirements beneath it."""
        return sorted(_reached(note, self._needs) - {note}, key=self._place)

    def after(self, note: NotePath) -> list[NotePath]:
        """The notes that require *note* themselves, those first that need least beside it."""
        return sorted(set(self._needed_by.get(note, ())) - {note}, key=self._place)

    def stages(self, note: NotePath) -> list[list[str]]:
        """`before`, divided by depth."""
        stages: dict[int, list[str]] = {}
        for node in self.before(note):
            stages.setdefault(self._depths[node], []).append(node)
        return [stages[depth] for depth in sorted(stages)]

    def mention(self, note: NotePath, node: str) -> Mention | None:
        """The link by which *note* requires *node* itself."""
        return self._mentions.get((note, node))

    @cached_property
    def cycles(self) -> list[tuple[NotePath, ...]]:
        """For each knot of notes that require each other, the shortest way round, from its first note by path."""
        return sorted(_shortest_cycle(knot, self._needs) for knot in self._knots)

    @cached_property
    def redundant(self) -> list[tuple[Mention, str, str]]:
        """Requirements that follow from another of the same note: the link, what it requires, and which other one."""
        knotted = {node for knot in self._knots for node in knot}
        found = []
        for note, needs in self._needs.items():
            beneath = {other: _reached(other, self._needs) for other in needs} if len(needs) > 1 else {}
            for node in needs:
                through = [other for other in needs if other != node and node in beneath.get(other, ())]
                if through and note not in knotted and node not in knotted:
                    found.append((self._mentions[NotePath(VaultPath(note)), node], node, min(through)))
        return found

    def _place(self, node: str) -> tuple[int, int, str, str]:
        title = naturally(self._graph.title(node))
        return self._depths[node], -len(self._needed_by.get(node, ())), title, node

    @cached_property
    def _requires(self) -> DiGraph:
        import networkx as nx  # noqa: PLC0415  # it takes a fifth of a second, and many vaults require nothing

        return nx.DiGraph((note, node) for note, nodes in self._needs.items() for node in nodes)

    @cached_property
    def _knots(self) -> list[list[str]]:
        if not self._needs:
            return []
        import networkx as nx  # noqa: PLC0415

        return sorted(sorted(part) for part in nx.strongly_connected_components(self._requires) if len(part) > 1)

    @cached_property
    def _depths(self) -> Mapping[str, int]:
        if not self._needs:
            return {}
        import networkx as nx  # noqa: PLC0415

        whole = nx.condensation(self._requires)
        depths: dict[int, int] = {}
        for part in reversed([*nx.topological_sort(whole)]):
            depths[part] = max((depths[needed] + 1 for needed in whole.successors(part)), default=0)
        return {node: depths[part] for node, part in whole.graph["mapping"].items()}


def _reached(start: str, needs: Mapping[str, Iterable[str]]) -> set[str]:
    """What *start* needs, the nearest first, up to `MOST`; itself only if it needs itself."""
    found: set[str] = set()
    waiting = deque(needs.get(start, ()))
    while waiting and len(found) < MOST:
        node = waiting.popleft()
        if node not in found:
            found.add(node)
            waiting.extend(needs.get(node, ()))
    return found


def _shortest_cycle(knot: list[str], needs: Mapping[str, Iterable[str]]) -> tuple[NotePath, ...]:
    inside = set(knot)
    best = min((_way_back(node, needs, inside) for node in knot[:_TRIED]), key=lambda way: (len(way), way))
    return tuple(NotePath(VaultPath(node)) for node in best)


def _way_back(start: str, needs: Mapping[str, Iterable[str]], inside: AbstractSet[str]) -> list[str]:
    """The nodes of the shortest way from *start* to itself."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for needed in sorted(needs.get(node, ())):
            if needed == start:
                return [*reversed([*_back(node, start, came_from)])]
            if needed in inside and needed not in came_from:
                came_from[needed] = node
                waiting.append(needed)
    raise ValueError(f"{start} is in no cycle")


def _back(node: str, start: str, came_from: Mapping[str, str]) -> Iterator[str]:
    while node != start:
        yield node
        node = came_from[node]
    yield start
