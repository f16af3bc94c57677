"""The topic graph: notes and what they say of each other, and the questions every page asks it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sized
from functools import cached_property

import msgspec

from trellis.model import Film, LinkKind, Note, NotePath, VaultPath
from trellis.names import readable
from trellis.nodes import ghost, is_ghost, tag_node
from trellis.resolve import Resolution, Unresolved


class Mention(msgspec.Struct, frozen=True, gc=False):  # a large wiki has half a million, made anew for each build
    """One link, seen from its target."""

    source: NotePath
    link: int
    """Index into the links of the note *source*."""
    kind: LinkKind


class Tag(msgspec.Struct, frozen=True):
    """A tag and the notes that have it."""

    name: str
    """As it is written first, without `#`."""
    notes: tuple[NotePath, ...]


_Edges = tuple[tuple[str, Mention], ...]
"""Targets of a note's links, in the order of its text."""


class TopicGraph:
    """A directed multigraph. Nodes are paths of notes and, for names nobody has written yet, `ghost:` nodes, one for
    each name however it is spelled. Every edge has its `kind` and the index of its `link` in the source note.

    Links to attachments, within a note and from nodes of a diagram are no edges. A graph is never changed: `renewed`
    makes the next one, which shares with it whatever stays.
    """

    def __init__(self, notes: Mapping[NotePath, Note], resolved: Mapping[NotePath, Iterable[Resolution]]) -> None:
        """*resolved* holds for each note the resolutions of its links, in their order."""
        self._notes = notes
        self._out = {path: tuple(_edges(path, note, resolved[path], notes)) for path, note in notes.items()}
        incoming: defaultdict[str, list[Mention]] = defaultdict(list)
        for edges in self._out.values():
            for target, mention in edges:
                incoming[target].append(mention)
        self._in: dict[str, tuple[Mention, ...]] = {node: tuple(mentions) for node, mentions in incoming.items()}

    def renewed(
        self,
        notes: Mapping[NotePath, Note],
        resolved: Mapping[NotePath, Iterable[Resolution]],
        changed: Iterable[NotePath],
    ) -> TopicGraph:
        """The graph of *notes*, of which only those *changed* are not as they were; none is new and none is gone."""
        graph = TopicGraph.__new__(TopicGraph)
        graph._notes, graph._out, graph._in = notes, dict(self._out), dict(self._in)  # noqa: SLF001
        if all(_marks(self._notes[path]) == _marks(notes[path]) for path in changed):
            graph._share(self, "tags", "talks", "films")  # noqa: SLF001
        for path in changed:
            before, after = self._out[path], tuple(_edges(path, notes[path], resolved[path], notes))
            graph._out[path] = after  # noqa: SLF001
            graph._mention_anew(path, before, after)  # noqa: SLF001
        if all(_requiring(self._out[path]) == _requiring(graph._out[path]) for path in changed):  # noqa: SLF001
            graph._share(self, "requirements")  # noqa: SLF001
        return graph

    def _share(self, other: TopicGraph, *names: str) -> None:
        """Takes over what *other* has worked out."""
        vars(self).update({name: vars(other)[name] for name in names if name in vars(other)})

    def _mention_anew(self, path: NotePath, before: _Edges, after: _Edges) -> None:
        old, new = _by_target(before), _by_target(after)
        for target in old.keys() | new.keys():
            if old.get(target) == new.get(target):
                continue
            others = [mention for mention in self._in.get(target, ()) if mention.source != path]
            if kept := (*others, *new.get(target, ())):
                self._in[target] = kept
            else:
                del self._in[target]

    @property
    def notes(self) -> KeysView[NotePath]:
        """The notes, in their order."""
        return self._out.keys()

    @cached_property
    def ghosts(self) -> tuple[str, ...]:
        """The names that nobody has written yet, those that most notes want first."""
        wanted = {node: len({m.source for m in mentions}) for node, mentions in self._in.items() if is_ghost(node)}
        return tuple(sorted(wanted, key=lambda node: (-wanted[node], node)))

    @cached_property
    def shape(self) -> bytes:
        """A digest of the nodes and of which link to which: the same for as long as only words change."""
        digest = hashlib.blake2b(digest_size=16)
        for path, edges in self._out.items():
            links = "\0".join([f"{mention.kind} {node}" for node, mention in edges])
            digest.update(f"{path}\0{self.type(path)}\0{links}\0\0".encode("utf-8", "surrogatepass"))
        return digest.digest()

    @cached_property
    def tags(self) -> dict[str, Tag]:
        """The tags by their nodes, each once however its letters are written, by name."""
        names: dict[str, str] = {}
        notes: defaultdict[str, list[NotePath]] = defaultdict(list)
        for path, note in self._notes.items():
            for name in note.tags:
                node = tag_node(name)
                names.setdefault(node, name)
                notes[node].append(path)
        return {node: Tag(names[node], tuple(notes[node])) for node in sorted(names)}

    @cached_property
    def talks(self) -> dict[str, tuple[NotePath, ...]]:
        """By the id of a video, the notes that draw on it."""
        notes: defaultdict[str, list[NotePath]] = defaultdict(list)
        for path, note in self._notes.items():
            if note.properties.video_id:
                notes[note.properties.video_id].append(path)
        return {video: tuple(paths) for video, paths in notes.items()}

    @cached_property
    def films(self) -> dict[Film, tuple[NotePath, ...]]:
        """By film, the notes that name it in their text."""
        notes: defaultdict[Film, list[NotePath]] = defaultdict(list)
        for path, note in self._notes.items():
            for film in _films(note):
                notes[film].append(path)
        return {film: tuple(paths) for film, paths in notes.items()}

    @cached_property
    def requirements(self) -> tuple[tuple[NotePath, str, Mention], ...]:
        """The edges of `requires:` properties, each with the note it is of and what that note requires."""
        return tuple((path, *edge) for path, edges in self._out.items() for edge in _requiring(edges))

    def edges(self) -> Iterator[tuple[NotePath, str, Mention]]:
        """Every link: the note it stands in, the note or ghost it leads to, and where it is."""
        for path, edges in self._out.items():
            for node, mention in edges:
                yield path, node, mention

    def mentions(self, node: str) -> list[Mention]:
        """Every link to *node*, by source note, in the order of its text."""
        return sorted(self._in.get(node, ()), key=_by_place)

    def links(self, path: NotePath) -> _Edges:
        """The nodes that the note *path* links to, in the order of its text; none for an unlisted one."""
        return self._out.get(path, ())

    def linking(self, node: str) -> tuple[Mention, ...]:
        """Every link to *node*, by source note."""
        return self._in.get(node, ())

    def links_to(self, node: str) -> int:
        """The number of links that lead to *node*."""
        return len(self._in.get(node, ()))

    def degree(self, node: str) -> int:
        """The number of links at *node*."""
        return self.degrees[node]

    @property
    def size(self) -> int:
        """The number of edges."""
        return sum(map(len, self._out.values()))

    def title(self, node: str) -> str:
        """The words for *node*; for a ghost the name as it is written first."""
        if not is_ghost(node):
            return self._notes[NotePath(VaultPath(node))].title
        first = min(self._in[node], key=_by_place)
        name = self._notes[first.source].links[first.link].target.removesuffix(".md")
        return readable(name.rpartition("/")[2])

    def type(self, node: str) -> str:
        """What *node* is: the `type` of a note, `concept` without one, or `ghost`."""
        return "ghost" if is_ghost(node) else self._notes[NotePath(VaultPath(node))].properties.type or "concept"

    def backlinks(self, path: NotePath) -> list[Mention]:
        """Every link to the note *path*, by source note, in the order of its text."""
        return self.mentions(path)

    @cached_property
    def degrees(self) -> Mapping[str, int]:
        """The number of links at each node."""
        return _Degrees(self._in, self._out)

    def most_linked(self, most: int) -> list[NotePath]:
        """The notes that most other notes link to, best linked first. To be named as a source counts
        for nothing: every note names one."""
        linking = {
            node: len({mention.source for mention in mentions if mention.kind != "source"})
            for node, mentions in self._in.items()
            if not is_ghost(node)
        }
        ranked = sorted((node for node in linking if linking[node]), key=lambda node: (-linking[node], node))
        return [NotePath(VaultPath(node)) for node in ranked[:most]]


class _Degrees(dict[str, int]):
    """The number of links at each node, counted when somebody asks: a preview asks for few."""

    def __init__(self, incoming: Mapping[str, Sized], outgoing: Mapping[NotePath, Sized]) -> None:
        super().__init__()
        self._in, self._out = incoming, outgoing

    def __missing__(self, node: str) -> int:
        degree = self[node] = len(self._in.get(node, ())) + len(self._out.get(NotePath(VaultPath(node)), ()))
        return degree


def _edges(
    source: NotePath, note: Note, resolved: Iterable[Resolution], notes: Mapping[NotePath, Note]
) -> Iterator[tuple[str, Mention]]:
    for number, (link, resolution) in enumerate(zip(note.links, resolved, strict=True)):
        kind = link.kind
        if kind == "diagram":
            continue
        if isinstance(resolution, Unresolved):
            yield ghost(link.target), Mention(source, number, kind)
        elif resolution.path != source and resolution.path in notes:
            yield resolution.path, Mention(source, number, kind)


def _by_target(edges: _Edges) -> dict[str, list[Mention]]:
    mentions: dict[str, list[Mention]] = {}
    for target, mention in edges:
        mentions.setdefault(target, []).append(mention)
    return mentions


def _requiring(edges: _Edges) -> list[tuple[str, Mention]]:
    return [edge for edge in edges if edge[1].kind == "requires"]


def _marks(note: Note) -> object:
    """What `tags`, `talks` and `films` are made of."""
    return note.tags, note.properties.video_id, _films(note)


def _films(note: Note) -> list[Film]:
    return sorted({moment.film for moment in note.films})


def _by_place(mention: Mention) -> tuple[NotePath, int]:
    return mention.source, mention.link
