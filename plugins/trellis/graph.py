"""The topic graph: notes and what they say of each other, on networkx, and the two questions every page asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import networkx as nx

from trellis.model import Link, LinkKind, Note, NotePath, VaultPath
from trellis.names import loose_path
from trellis.resolve import Resolution, Unresolved

Direction = Literal["in", "out", "both"]

_STRENGTH: tuple[LinkKind, ...] = ("requires", "part_of", "source", "embeds", "links")
"""Which kind an edge of the local graph shows, when a note is linked in several ways: the most telling."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One link, seen from its target."""

    source: NotePath
    link: int
    """Index into the links of the note *source*."""
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A node one link away."""

    node: str
    """The path of a note, or `ghost:` and the folded name of an unresolved note."""
    direction: Direction
    kind: LinkKind


class TopicGraph:
    """A directed multigraph. Nodes are paths of notes and, for names nobody has written yet, `ghost:` nodes, one for
    each name however it is spelled. Every edge has its `kind` and the index of its `link` in the source note.

    Links to attachments, within a note and from nodes of a diagram are no edges.
    """

    def __init__(self, notes: Mapping[NotePath, Note], resolved: Mapping[NotePath, Iterable[Resolution]]) -> None:
        """*resolved* holds for each note the resolutions of its links, in their order."""
        self.nx: nx.MultiDiGraph = nx.MultiDiGraph()
        for path, note in notes.items():
            self.nx.add_node(path, title=note.title, type=note.properties.type or "concept")
        for path, note in notes.items():
            for number, (link, resolution) in enumerate(zip(note.links, resolved[path], strict=True)):
                self._add(path, number, link, resolution)

    def _add(self, source: NotePath, number: int, link: Link, resolution: Resolution) -> None:
        if link.kind == "diagram":
            return
        if isinstance(resolution, Unresolved):
            name = link.target.removesuffix(".md")
            target = ghost(name)
            if target not in self.nx:
                self.nx.add_node(target, title=name.rpartition("/")[2], type="ghost")
        else:
            target = resolution.path
            if target not in self.nx or target == source:
                return
        self.nx.add_edge(source, target, kind=link.kind, link=number)

    def backlinks(self, path: NotePath) -> list[Mention]:
        """Every link to the note *path*, by source note, in the order of its text."""
        edges = self.nx.in_edges(path, data=True)
        found = (Mention(NotePath(source), data["link"], data["kind"]) for source, _, data in edges)
        return sorted(found, key=lambda mention: (mention.source, mention.link))

    def neighbours(self, path: NotePath) -> list[Neighbour]:
        """The nodes one link from *path* in either direction: most telling kind first, then the best connected."""
        kinds: dict[str, set[LinkKind]] = {}
        directions: dict[str, set[str]] = {}
        for edges, end, direction in (
            (self.nx.in_edges(path, data="kind"), 0, "in"),
            (self.nx.out_edges(path, data="kind"), 1, "out"),
        ):
            for edge in edges:
                kinds.setdefault(edge[end], set()).add(edge[2])
                directions.setdefault(edge[end], set()).add(direction)
        found = [Neighbour(node, _direction(directions[node]), min(kinds[node], key=_STRENGTH.index)) for node in kinds]
        return sorted(found, key=lambda n: (_STRENGTH.index(n.kind), -self._degrees[n.node], n.node))

    @cached_property
    def _degrees(self) -> dict[str, int]:
        # networkx counts the links of a node anew at each question.
        return dict(self.nx.degree)

    def most_linked(self, most: int) -> list[NotePath]:
        """The notes that most other notes link to, best linked first. To be named as a source counts
        for nothing: every note names one."""
        linking: dict[str, set[str]] = {}
        for source, target, kind in self.nx.edges(data="kind"):
            if kind != "source" and self.nx.nodes[target]["type"] != "ghost":
                linking.setdefault(target, set()).add(source)
        ranked = sorted(linking, key=lambda node: (-len(linking[node]), node))
        return [NotePath(VaultPath(node)) for node in ranked[:most]]


def ghost(name: str) -> str:
    """The node of the unresolved *name*."""
    return f"ghost:{loose_path(name) or name}"


def _direction(directions: set[str]) -> Direction:
    return "both" if len(directions) == 2 else "in" if "in" in directions else "out"
