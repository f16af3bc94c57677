"""What a page shows of the wiki, as a digest: the same for as long as the page is. It is put together from digests of
parts, of which most serve many pages, so that it costs a tenth of making the page.

A page shows its note, the addresses and words of all that it links to, what it embeds, the sentences of the notes that
link to it, and the notes around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from trellis.graph import is_ghost, tag_node
from trellis.local_graph import MOST
from trellis.model import Canvas, LinkKind, NotePath, VaultPath
from trellis.related import MOST_SHARING
from trellis.resolve import Resolution, Unresolved
from trellis.view import NoteView
from trellis.wiki import Wiki

_encode = msgspec.msgpack.Encoder().encode


class Fingerprints:
    """Those of the pages of *wiki*."""

    def __init__(self, wiki: Wiki, digests: Mapping[NotePath, bytes]) -> None:
        """*digests* are of all that each note was compiled from."""
        self._wiki, self._digests = wiki, digests
        self._files: dict[VaultPath, bytes] = {}
        self._links: dict[NotePath, bytes] = {}
        self._mentions: dict[NotePath, bytes] = {}
        self._led_to: dict[NotePath, bytes] = {}
        self._nodes: dict[str, bytes] = {}
        self._parts: dict[tuple[str, str], bytes] = {}

    def of(self, view: NoteView) -> bytes:
        """A digest of all that the page of a note shows, of which this is the *view*."""
        path, graph = view.path, self._wiki.graph
        parts = [self._file(path), *(self._note(shown) for shown in self._shown(path))]
        for source in dict.fromkeys(mention.source for mention in graph.backlinks(path)):
            parts += (self._file(VaultPath(source)), self._sentences(source))
        for side in view.sides.values():
            parts.append(str(len(side)).encode())
            for neighbour in side[:MOST]:
                parts += (f"{neighbour.kind} {neighbour.direction}".encode(), self._node(neighbour.node))
        way = view.learning_path
        steps = [[(step.title, step.href) for step in steps] for steps in (way.before, way.after)]
        parts.append(_encode((self._wiki.notes[path].moments, steps, view.path_page)))
        # Of what makes notes related: which they are would take much longer to work out.
        return _digest([*parts, *self._related(path)])

    @cached_property
    def of_all(self) -> bytes:
        """A digest of what pages of the whole wiki show: notes by name and by what they say of themselves and of each
        other, but not their texts."""
        parts = [self._wiki.name.encode("utf-8", "surrogatepass")]
        for path, note in self._wiki.notes.items():
            facts = (note.lead, note.tags, note.properties)
            parts += (self._file(path), self._sentences(path), _encode(facts))
        return _digest(parts)

    def _node(self, node: str) -> bytes:
        if node not in self._nodes:
            title, kind = self._wiki.graph.title(node), self._wiki.graph.type(node)
            named = f"{kind} {title}".encode("utf-8", "surrogatepass")
            self._nodes[node] = named if is_ghost(node) else named + self._file(VaultPath(node))
        return self._nodes[node]

    def _related(self, path: NotePath) -> Iterator[bytes]:
        """Digests of what other notes share with the note *path*, each of which serves all of them."""
        graph, note = self._wiki.graph, self._wiki.notes[path]
        for node in dict.fromkeys(node for node, _ in graph.links(path)):
            if graph.links_to(node) <= MOST_SHARING:
                yield self._sharing("in", node)
        for source in dict.fromkeys(mention.source for mention in graph.linking(path)):
            if len(graph.links(source)) <= MOST_SHARING:
                yield self._sharing("out", source)
        for name in note.tags:
            yield self._sharing("tag", tag_node(name))
        if note.properties.video_id:
            yield self._sharing("talk", note.properties.video_id)

    def _sharing(self, how: Literal["in", "out", "tag", "talk"], node: str) -> bytes:
        """A digest of the notes that link to *node*, that it links to, or that have the tag or video."""
        if (how, node) not in self._parts:
            graph = self._wiki.graph
            parts = [how.encode(), node.encode("utf-8", "surrogatepass")]
            if how in {"in", "out"}:
                pairs = [(m.source, m.kind) for m in graph.linking(node)] if how == "in" else self._links_of(node)
                parts += [self._node(node), *(kind.encode() + self._node(other) for other, kind in pairs)]
            elif len(notes := graph.tags[node].notes if how == "tag" else graph.talks[node]) <= MOST_SHARING:
                parts += [self._node(note) + (self._moments(note) if how == "talk" else b"") for note in notes]
            self._parts[how, node] = _digest(parts)
        return self._parts[how, node]

    def _links_of(self, node: str) -> list[tuple[str, LinkKind]]:
        return [(target, mention.kind) for target, mention in self._wiki.graph.links(NotePath(VaultPath(node)))]

    def _moments(self, path: NotePath) -> bytes:
        return repr(self._wiki.notes[path].moments).encode()

    def _shown(self, path: NotePath) -> Iterator[NotePath]:
        """The note itself and those that it embeds, however deep."""
        waiting, seen = [path], {path}
        while waiting:
            note = waiting.pop()
            yield note
            for link, resolution in zip(self._wiki.notes[note].links, self._wiki.resolved[note], strict=True):
                if link.embed and not isinstance(resolution, Unresolved):
                    shown = NotePath(resolution.path)
                    if shown in self._wiki.notes and shown not in seen:
                        seen.add(shown)
                        waiting.append(shown)

    def _note(self, path: NotePath) -> bytes:
        """A digest of the note *path* and of what its links lead to."""
        if path not in self._links:
            self._links[path] = _digest([self._digests[path], self._targets(path)])
        return self._links[path]

    def _sentences(self, path: NotePath) -> bytes:
        """A digest of the sentences in which links of the note *path* stand."""
        if path not in self._mentions:
            said = [(link.kind, link.excerpt, link.label, link.written) for link in self._wiki.notes[path].links]
            self._mentions[path] = _digest([_encode(said), self._targets(path)])
        return self._mentions[path]

    def _targets(self, path: NotePath) -> bytes:
        """A digest of what the links of the note *path* lead to."""
        if path not in self._led_to:
            self._led_to[path] = _digest([*self._each_target(path)])
        return self._led_to[path]

    def _each_target(self, path: NotePath) -> Iterator[bytes]:
        note, linker = self._wiki.notes[path], self._wiki.linker
        for number, (link, resolution) in enumerate(zip(note.links, self._wiki.resolved[path], strict=True)):
            yield self._target(resolution)
            if link.fragment:
                yield linker.label(path, number).encode("utf-8", "surrogatepass")

    def _target(self, resolution: Resolution) -> bytes:
        if isinstance(resolution, Unresolved):
            return b"-"
        anchor = resolution.anchor.encode("utf-8", "surrogatepass") if resolution.anchor else b""
        return self._file(resolution.path) + anchor

    def _file(self, path: VaultPath) -> bytes:
        """A digest of what a link to the file *path* shows, and of the drawing, if it is one."""
        if path not in self._files:
            wiki = self._wiki
            seen = (wiki.site.url(path), wiki.titles.get(path))
            drawing = wiki.canvases.get(path)
            self._files[path] = _digest([_encode(seen), *(self._drawing(drawing) if drawing else ())])
        return self._files[path]

    def _drawing(self, drawing: Canvas) -> Iterator[bytes]:
        yield _encode(drawing)
        for card in drawing.cards:
            yield _encode(self._wiki.site.files.get(VaultPath(card.words)))


def _digest(parts: list[bytes]) -> bytes:
    return hashlib.blake2b(_encode(parts), digest_size=16).digest()
