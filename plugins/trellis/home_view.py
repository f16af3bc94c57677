"""The home page of a wiki that has written none: what is there, and the ways in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from trellis.graph_view import TopicLink, graph_view
from trellis.model import Url, VaultPath
from trellis.named import Named
from trellis.own_pages import ALL_NOTES
from trellis.path_view import path_place, role_paths
from trellis.topic_view import Central
from trellis.view import Letter, all_notes
from trellis.wiki import Wiki

_MOST_LINKED = 8
_MOST_TOPICS = 12
_MOST_LISTED = 60
"""Notes; more than these have a list of their own."""


@dataclass(frozen=True)
class HomeView:
    """The home page of *wiki*, which lies at *start*."""

    wiki: Wiki
    start: Url

    @property
    def notes(self) -> int:
        return len(self.wiki.listed)

    @property
    def links(self) -> int:
        return self.wiki.graph.size

    @cached_property
    def ways(self) -> list[tuple[Named, str]]:
        """Pages to begin at, each with what it is for."""
        words = self.wiki.words
        tags, ghosts = self.wiki.tag_tree.names, self.wiki.graph.ghosts
        ways = (
            (self.listed_elsewhere, ALL_NOTES, "pages.all_notes", "home.all_notes_are"),
            (self.links, "graph/index.md", "home.graph", "home.graph_is"),
            (self.links, "graph/connect.md", "pages.connect", "home.connect_is"),
            (tags, "graph/tags.md", "pages.tags", "home.tags_are"),
            (self.listed_elsewhere, "graph/recent-changes.md", "pages.recent_changes", "home.recent_is"),
            (self.listed_elsewhere, "graph/random-note.md", "pages.random_note", "home.random_is"),
            (ghosts, "graph/wanted.md", "pages.wanted", "home.wanted_is"),
        )
        return [
            (Named(words(title), self._page(place)), words(purpose))
            for is_there, place, title, purpose in ways
            if is_there
        ]

    @cached_property
    def topics(self) -> tuple[TopicLink, ...]:
        """The largest topics."""
        return graph_view(self.wiki, self.start).topics[:_MOST_TOPICS]

    @property
    def more_topics(self) -> str | None:
        """The address of the list of all topics, if these are not all."""
        return self._page("graph/topics.md") if len(self.wiki.topics) > len(self.topics) else None

    @cached_property
    def paths(self) -> list[Named]:
        """The learning paths to roles."""
        notes, site = self.wiki.notes, self.wiki.site
        return [Named(notes[p].title, site.page_href(path_place(p), self.start)) for p in role_paths(self.wiki)]

    @cached_property
    def most_linked(self) -> list[Central]:
        """The notes that most others link to."""
        notes, linker = self.wiki.notes, self.wiki.linker
        return [
            Central(
                notes[path].title,
                linker.href(path, None, self.start),
                notes[path].properties.description or linker.words(path, notes[path].lead),
            )
            for path in self.wiki.graph.most_linked(_MOST_LINKED)
        ]

    @property
    def listed_elsewhere(self) -> bool:
        """Whether there is a list of all notes, and so many that they are not listed here."""
        return self.notes > _MOST_LISTED and ALL_NOTES in self.wiki.pages

    @cached_property
    def letters(self) -> list[Letter]:
        """All notes, unless another page lists them."""
        return [] if self.listed_elsewhere else all_notes(self.wiki, self.start)

    def _page(self, place: str) -> str:
        return self.wiki.site.relative(VaultPath(place), self.start)
