"""What a page shows of the wiki, as a digest: the same for as long as the page is. It is put together from digests of
parts, of which most serve many pages, so that it costs a tenth of making the page.

A page shows its note, the addresses and words of all that it links to, what it embeds, the sentences of the notes that
link to it, and the notes around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sized
from functools import cached_property
from typing import TypeVar, get_args

import msgspec

from trellis.head import shown_in_head
from trellis.marks import cited, placed, said, told
from trellis.model import LinkKind, NotePath, VaultPath
from trellis.nodes import is_ghost, tag_node
from trellis.related import MOST_SHARING
from trellis.resolve import Unresolved
from trellis.scanned import Canvas
from trellis.view import NoteView
from trellis.wiki import Wiki

T = TypeVar("T")
_encode = msgspec.msgpack.Encoder().encode
_KIND: Mapping[LinkKind, bytes] = {kind: kind.encode() for kind in get_args(LinkKind)}


class Fingerprints:
    """Those of the pages of *wiki*."""

    def __init__(self, wiki: Wiki, digests: Mapping[NotePath, bytes]) -> None:
        """*digests* are of all that each note was compiled from."""
        self._wiki, self._digests = wiki, digests
        self._files: dict[str, bytes] = _Made(lambda path: self._file(VaultPath(path)))
        """What a link to a file shows, and the drawing, if it is one."""
        self._nodes: dict[str, bytes] = _Made(self._node)
        self._links: dict[NotePath, bytes] = {}
        self._mentions: dict[NotePath, bytes] = {}
        self._led_to: dict[NotePath, bytes] = {}

    def of(self, view: NoteView) -> bytes:
        """A digest of all that the page of a note shows, of which this is the *view*."""
        path = view.path
        parts = [self._files[path], *(self._note(shown) for shown in self._shown(path))]
        for side in view.sides:
            parts.append(str(side.count).encode())
            for neighbour in side.nearest:
                parts += (f"{neighbour.kind} {neighbour.direction}".encode(), self._nodes[neighbour.node])
        way = view.learning_path
        steps = [[(step.title, step.href) for step in steps] for steps in (way.before, way.after)]
        crumbs = [(crumb.title, crumb.href) for crumb in view.crumbs]
        parts.append(_encode((steps, view.path_page, view.citations, view.cited_by, crumbs, view.trail)))
        parts += (self._backlinks(path), self._related(path), _encode(view.unlinked))
        parts.append(_encode(shown_in_head(view)))
        return _digest(parts)

    @cached_property
    def of_all(self) -> bytes:
        """A digest of what pages of the whole wiki show: notes by name and by what they say of themselves and of each
        other, but not their texts."""
        parts = [self._wiki.name.encode("utf-8", "surrogatepass")]
        for path, note in self._wiki.notes.items():
            parts += (self._files[path], self._sentences(path), told(note))
        return _digest(parts)

    @cached_property
    def of_places(self) -> bytes:
        """A digest of where links and tags stand."""
        return _digest([placed(note) for note in self._wiki.listed.values()])

    @cached_property
    def of_surroundings(self) -> bytes:
        """A digest of all that stands round the texts of notes, on any of their pages. As long as that is the same, the
        page of a note is another only if its `of_text` is."""
        files = (self._wiki.attachments, dict(self._wiki.site.files), self._wiki.pages)
        # Sentences are quoted on the pages of talks.
        quoted = map(cited, self._wiki.notes.values()) if self._wiki.source_notes else ()
        return _digest([self.of_all, _encode(files), self._wiki.mentions.digest, *quoted])

    def of_text(self, path: NotePath) -> bytes:
        """A digest of all that the text of a note shows, without what stands round it, and of its address."""
        return _digest([self._files[path], *(self._note(shown) for shown in self._shown(path))])

    @cached_property
    def of_texts(self) -> bytes:
        """A digest of all texts, and of what pages of the whole wiki show."""
        return _digest([self.of_all, *self._digests.values()])

    def _node(self, node: str) -> bytes:
        title, kind = self._wiki.graph.title(node), self._wiki.graph.type(node)
        named = f"{kind} {title}".encode("utf-8", "surrogatepass")
        return named if is_ghost(node) else named + self._files[node]

    def _backlinks(self, path: NotePath) -> bytes:
        """A digest of what is said by notes that link to the note *path*. The digests of these are added up, for their
        order is that of their paths, which are in them."""
        sources = {mention.source for mention in self._wiki.graph.linking(path)}
        return _number(sum(map(self._saying.__getitem__, sources)))

    def _related(self, path: NotePath) -> bytes:
        """A digest of what other notes share with the note *path*: which they are would take much longer to work out.
        Digests are added up here, too."""
        graph, note = self._wiki.graph, self._wiki.notes[path]
        if path not in self._wiki.listed:
            return b""
        total = sum(map(self._linked.__getitem__, {node for node, _ in graph.links(path)}))
        total += 3 * sum(map(self._linking.__getitem__, {mention.source for mention in graph.linking(path)}))
        total += sum(self._tagged[tag_node(name)] for name in note.tags)
        return _number(total + self._telling[note.properties.video_id] if note.properties.video_id else total)

    @cached_property
    def _saying(self) -> _Made[int]:
        """By note, what it says of others, as a number."""
        return _adding_up(lambda path: [self._files[path], self._sentences(NotePath(VaultPath(path)))])

    @cached_property
    def _linked(self) -> _Made[int]:
        """By node, what links to it."""
        graph, nodes = self._wiki.graph, self._nodes

        def found(node: str) -> list[bytes]:
            mentions = graph.linking(node)
            return [] if _too_many(mentions) else [nodes[node], *(_KIND[m.kind] + nodes[m.source] for m in mentions)]

        return _adding_up(found)

    @cached_property
    def _linking(self) -> _Made[int]:
        """By note, what it links to."""
        graph, nodes = self._wiki.graph, self._nodes

        def found(path: str) -> list[bytes]:
            links = graph.links(NotePath(VaultPath(path)))
            return [] if _too_many(links) else [nodes[path], *(_KIND[m.kind] + nodes[to] for to, m in links)]

        return _adding_up(found)

    @cached_property
    def _tagged(self) -> _Made[int]:
        """By the node of a tag, the notes that have it."""
        tags = self._wiki.graph.tags

        def found(tag: str) -> list[bytes]:
            return [tag.encode("utf-8", "surrogatepass"), *map(self._nodes.__getitem__, _few(tags[tag].notes))]

        return _adding_up(found)

    @cached_property
    def _telling(self) -> _Made[int]:
        """By the id of a video, the notes that draw on it, and on which moments."""
        notes, talks = self._wiki.notes, self._wiki.graph.talks

        def found(talk: str) -> list[bytes]:
            told = _few(talks[talk])
            return [_encode((talk, [notes[path].moments for path in told])), *map(self._nodes.__getitem__, told)]

        return _adding_up(found)

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
            self._mentions[path] = _digest([said(self._wiki.notes[path]), self._targets(path)])
        return self._mentions[path]

    def _targets(self, path: NotePath) -> bytes:
        """A digest of what the links of the note *path* lead to."""
        if path not in self._led_to:
            self._led_to[path] = _digest([*self._each_target(path)])
        return self._led_to[path]

    def _each_target(self, path: NotePath) -> Iterator[bytes]:
        files, linker = self._files, self._wiki.linker
        pairs = zip(self._wiki.notes[path].links, self._wiki.resolved[path], strict=True)
        for number, (link, resolution) in enumerate(pairs):
            if isinstance(resolution, Unresolved):
                yield b"-"
            elif resolution.anchor:
                yield files[resolution.path] + resolution.anchor.encode("utf-8", "surrogatepass")
            else:
                yield files[resolution.path]
            if link.fragment:
                yield linker.label(path, number).encode("utf-8", "surrogatepass")

    def _file(self, path: VaultPath) -> bytes:
        seen = (self._wiki.site.url(path), self._wiki.titles.get(path))
        drawing = self._wiki.canvases.get(path)
        return _digest([_encode(seen), *(self._drawing(drawing) if drawing else ())])

    def _drawing(self, drawing: Canvas) -> Iterator[bytes]:
        yield _encode(drawing)
        for card in drawing.cards:
            yield _encode(self._wiki.site.files.get(VaultPath(card.words)))


class _Made(dict[str, T]):
    """What is made of a key when it is asked for first. Digests are asked for half a million times, and nothing is
    faster than a dictionary."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> T:
        made = self[key] = self._make(key)
        return made


def _adding_up(parts: Callable[[str], list[bytes]]) -> _Made[int]:
    """Digests of *parts* as numbers of 128 bits, which are fast to add up; 0 where there are none."""

    def made(key: str) -> int:
        found = parts(key)
        return int.from_bytes(_digest(found), "big") if found else 0

    return _Made(made)


def _too_many(links: Sized) -> bool:
    """Whether a thing has so many links that it makes no two notes related."""
    return len(links) > MOST_SHARING


def _few(notes: tuple[NotePath, ...]) -> tuple[NotePath, ...]:
    """Those that share something, unless they are too many to be related by it."""
    return () if _too_many(notes) else notes


def _number(total: int) -> bytes:
    return (total % 2**128).to_bytes(16, "big")


def _digest(parts: list[bytes]) -> bytes:
    return hashlib.blake2b(_encode(parts), digest_size=16).digest()
