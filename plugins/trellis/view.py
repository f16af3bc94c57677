"""What a note's page shows round the note, ready for a template: words, addresses and HTML, nothing to work out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from operator import itemgetter

import msgspec

from trellis.citation_view import CitationsView, citations_view
from trellis.cited_by import CitedBy, cited_by, is_talk
from trellis.crumbs import crumbs
from trellis.local_graph import MOST, GraphNode, draw_local_graph, lines_drawn
from trellis.markdown.videos import watch_url
from trellis.model import LinkKind, NotePath, Url, VaultPath
from trellis.name_search import Mention
from trellis.named import Named
from trellis.names import naturally, readable, stem
from trellis.neighbours import Beside, Neighbour, beside
from trellis.nodes import is_ghost
from trellis.path_view import PathView, TrailView, path_page, trail_view
from trellis.related_view import RelatedView, related_view
from trellis.resolve import Unresolved
from trellis.shelves import shelves
from trellis.tagged import tag_links
from trellis.wiki import Wiki

_RELATIONS = frozenset({"requires", "part_of"})


class Backlinks(msgspec.Struct, frozen=True):
    """All links from one note."""

    title: str
    href: str
    excerpts: tuple[str, ...]
    """The sentences as HTML, each once, the link's words marked."""


class Unlinked(msgspec.Struct, frozen=True):
    """A note that says the name of another, without a link."""

    title: str
    href: str
    excerpt: str
    """The sentence as HTML, the name marked."""


@dataclass(frozen=True)
class NoteView:
    """The note *path* of *wiki* as its page shows it."""

    wiki: Wiki
    path: NotePath

    @property
    def _url(self) -> Url:
        return self.wiki.site.url(self.path)

    def _href(self, path: VaultPath) -> str:
        return self.wiki.linker.href(path, None, self._url)

    @cached_property
    def crumbs(self) -> list[Named]:
        """What it lies in, the outermost first."""
        return crumbs(self.wiki, self.path, self._url)

    @cached_property
    def sources(self) -> list[Named]:
        """What the `From:` line names."""
        links = self.wiki.notes[self.path].links
        return [
            Named(
                self.wiki.linker.label(self.path, links.index(link)),
                None if isinstance(resolution, Unresolved) else self._href(resolution.path),
            )
            for link, resolution in self.wiki.sources(self.path)
        ]

    @property
    def video_id(self) -> str | None:
        return self.wiki.notes[self.path].properties.video_id

    @property
    def video(self) -> str | None:
        """The address of the video the note is about."""
        return watch_url(self.video_id) if self.video_id else None

    @property
    def tags(self) -> list[Named]:
        """Its tags, as links to their pages."""
        return tag_links(self.wiki, self.path, self._url)

    @cached_property
    def citations(self) -> CitationsView | None:
        """What it draws on; None if it names no source, or is one for others."""
        return None if self.cited_by else citations_view(self.wiki, self.path)

    @cached_property
    def cited_by(self) -> CitedBy | None:
        """How it is cited, if it is a source."""
        return cited_by(self.wiki, self.path)

    @cached_property
    def backlinks(self) -> list[Backlinks]:
        """Where the note is linked from, by title, but for what `cited_by` has. A link that stands alone says nothing
        more than that, so it has no excerpt; nor has a relation among the properties of a note whose text says more."""
        linker, notes = self.wiki.linker, self.wiki.notes
        found = []
        links = [] if is_talk(self.wiki, self.path) else self.wiki.graph.backlinks(self.path)
        for source, mentions in groupby((m for m in links if m.kind != "source"), key=lambda m: m.source):
            telling = [m for m in mentions if notes[source].links[m.link].excerpt != (m.link,)]
            spoken = [m for m in telling if m.kind not in _RELATIONS]
            said = dict.fromkeys(linker.excerpt(source, mention.link) for mention in spoken or telling)
            found.append(Backlinks(notes[source].title, self._href(source), tuple(said)))
        return sorted(found, key=lambda group: (naturally(group.title), group.href))

    @cached_property
    def unlinked(self) -> list[Unlinked]:
        """The notes that say its name and do not link to it, by title."""
        mentions = self.wiki.mentions.of(self.wiki.notes[self.path])
        linking = {mention.source for mention in self.wiki.graph.linking(self.path)} if mentions else set()
        found = [self._unlinked(source, mention) for source, mention in mentions.items() if source not in linking]
        return sorted(found, key=lambda one: (naturally(one.title), one.href))

    def _unlinked(self, source: NotePath, mention: Mention) -> Unlinked:
        before, after = (self.wiki.linker.words(source, part) for part in (mention.before, mention.after))
        said = (
            f"{escape(before, quote=False)}<mark>{escape(mention.said, quote=False)}</mark>{escape(after, quote=False)}"
        )
        return Unlinked(self.wiki.notes[source].title, self._href(source), said)

    @property
    def name(self) -> str:
        """What others write to link to it."""
        return stem(self.path)

    @cached_property
    def outgoing(self) -> list[Named]:
        """The notes that it links to, in the order of its text, and the names in its links that nobody has written."""
        links, titles = self.wiki.notes[self.path].links, self.wiki.titles
        first = {node: mention.link for node, mention in reversed(self.wiki.graph.links(self.path))}
        return [
            Named(readable(_name(links[number].target)), None)
            if is_ghost(node)
            else Named(titles[VaultPath(node)], self._href(VaultPath(node)))
            for node, number in sorted(first.items(), key=itemgetter(1))
        ]

    @cached_property
    def learning_path(self) -> PathView:
        """What to know before, and what it leads to."""
        return PathView(self.wiki, self.path, self._url)

    @property
    def path_page(self) -> str | None:
        """The address of the page of the path to it, if it is a role."""
        return path_page(self.wiki, self.path)

    @cached_property
    def trail(self) -> TrailView | None:
        """The steps beside it on the path to a role."""
        return trail_view(self.wiki, self.path)

    @cached_property
    def related(self) -> list[RelatedView]:
        """Notes that share much with it, with the reasons."""
        return related_view(self.wiki, self.path)

    @cached_property
    def sides(self) -> tuple[Beside, Beside]:
        """The neighbours that are drawn on the left and on the right."""
        return beside(self.wiki.graph, self.path, MOST)

    @cached_property
    def local_graph(self) -> str:
        """The drawing as SVG; empty when the note has no links."""
        left, right = self.sides
        more = (left.count - len(left.nearest), right.count - len(right.nearest))
        return draw_local_graph(self.wiki.notes[self.path].title, self._drawn, self.wiki.words, more)

    @property
    def local_graph_lines(self) -> list[tuple[LinkKind, str]]:
        """The kinds of lines in the drawing, with their names."""
        return lines_drawn(self._drawn, self.wiki.words)

    @property
    def address(self) -> Url:
        """Where the note is, from the root of the site: what scripts find it by in the data of the graph."""
        return self._url

    @cached_property
    def _drawn(self) -> list[GraphNode]:
        return [self._graph_node(neighbour) for side in self.sides for neighbour in side.nearest]

    def _graph_node(self, neighbour: Neighbour) -> GraphNode:
        graph, node = self.wiki.graph, neighbour.node
        return GraphNode(
            title=graph.title(node),
            href=None if is_ghost(node) else self._href(VaultPath(node)),
            side="in" if neighbour.direction == "in" else "out",
            kind=neighbour.kind,
            mutual=neighbour.direction == "both",
            is_source=graph.type(node) == "source" or (neighbour.kind == "source" and neighbour.direction != "in"),
        )


def _name(target: str) -> str:
    return target.removesuffix(".md").rpartition("/")[2]


class Letter(msgspec.Struct, frozen=True):
    """The notes whose titles begin alike."""

    name: str
    notes: tuple[Named, ...]


def all_notes(wiki: Wiki, start: Url, notes: Iterable[NotePath] | None = None) -> list[Letter]:
    """*notes* (or all) by title under their first letters, digits under `0–9` and the rest under `…`, with their
    addresses as seen from the page at *start*."""
    found = wiki.shelves if notes is None else shelves((wiki.notes[path].title, path) for path in notes)
    letters: dict[str, list[Named]] = {}
    for shelf in found:
        letters.setdefault(shelf.letter, []).extend(named_notes(wiki, start, shelf.notes))
    return [Letter(letter, tuple(named)) for letter, named in letters.items()]


def named_notes(wiki: Wiki, start: Url, notes: Iterable[NotePath]) -> list[Named]:
    """Links to *notes* in the page at *start*."""
    return [Named(wiki.notes[path].title, wiki.linker.href(path, None, start)) for path in notes]


def most_linked(wiki: Wiki, start: Url, most: int = 12) -> list[Named]:
    """The notes that most others link to."""
    ranked = wiki.graph.most_linked(most)
    return named_notes(wiki, start, ranked)
