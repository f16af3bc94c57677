"""Learning paths as pages show them: what comes before a note, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec

from trellis.model import NotePath, Url, VaultPath
from trellis.named import Named
from trellis.names import stem
from trellis.nodes import is_ghost
from trellis.wiki import Wiki


class Step(msgspec.Struct, frozen=True):
    """A note on the way, or a name that nobody has written."""

    title: str
    href: str | None
    key: str
    """Its address from the root of the site: what a browser remembers it by."""
    lead: str = ""
    """Its first sentence."""


@dataclass(frozen=True)
class PathView:
    """The way to *note*, as seen from the page at *start*."""

    wiki: Wiki
    note: NotePath
    start: Url

    @property
    def title(self) -> str:
        return self.wiki.notes[self.note].title

    @property
    def href(self) -> str:
        return self.wiki.linker.href(self.note, None, self.start)

    @property
    def crumbs(self) -> list[Named]:
        """Where its page belongs."""
        return [Named(self.title, self.href)]

    @property
    def lead(self) -> str:
        return self._step(self.note).lead

    @cached_property
    def stages(self) -> list[list[Step]]:
        """The steps by depth: those of a stage need nothing of their own stage."""
        return [self._steps(stage) for stage in self.wiki.prerequisites.stages(self.note)]

    @cached_property
    def before(self) -> list[Step]:
        """All that is to be known before, in order."""
        return self._steps(self.wiki.prerequisites.before(self.note))

    @cached_property
    def after(self) -> list[Step]:
        """The notes that require this one."""
        return self._steps(self.wiki.prerequisites.after(self.note))

    @property
    def missing(self) -> list[Step]:
        """Steps that nobody has written."""
        return [step for step in self.before if step.href is None]

    def _steps(self, nodes: Iterable[str]) -> list[Step]:
        return [self._step(node) for node in nodes]

    def _step(self, node: str) -> Step:
        if is_ghost(node):
            return Step(self.wiki.graph.title(node), None, "")
        path = NotePath(VaultPath(node))
        note, linker = self.wiki.notes[path], self.wiki.linker
        lead = note.properties.description or linker.words(path, note.lead)
        return Step(note.title, linker.href(path, None, self.start), self.wiki.site.url(path), lead)


FOLDER = "graph/paths"
"""Where the pages of paths are on the site."""


def path_page(wiki: Wiki, note: NotePath) -> str | None:
    """The address of the page of the path to *note*, as a link in its page; None if it has none."""
    if note not in wiki.trails.paths:
        return None
    return wiki.site.page_href(path_place(note), wiki.site.url(note))


def path_place(note: NotePath) -> str:
    """Where the page of the path to *note* is, from the root of the site and without its end."""
    place = f"{FOLDER}/{note.removesuffix('.md')}"
    # MkDocs would make it the page of a folder.
    return f"{place}-note" if stem(note).lower() in {"index", "readme"} else place


def role_paths(wiki: Wiki) -> list[NotePath]:
    """The notes with a page of their path: roles that require something."""
    return [*wiki.trails.paths]


_OTHERS = 3


class TrailView(msgspec.Struct, frozen=True):
    """A note on a path, with the steps beside it."""

    goal: Named
    """The role, with the page of its path."""
    step: int
    steps: int
    before: Named | None
    after: Named | None
    others: tuple[Named, ...]
    """Further paths that it lies on: some of them."""


def trail_view(wiki: Wiki, note: NotePath) -> TrailView | None:
    """The shortest path that *note* lies on, or that to itself; None if it is on none."""
    goals = wiki.trails.goals(note)
    if not goals:
        return None
    trail, start = wiki.trails.trail(note, goals[0]), wiki.site.url(note)

    def path(goal: NotePath) -> Named:
        return Named(wiki.notes[goal].title, wiki.site.page_href(path_place(goal), start))

    def step(beside: NotePath | None) -> Named | None:
        return None if beside is None else Named(wiki.notes[beside].title, wiki.linker.href(beside, None, start))

    others = tuple(map(path, goals[1 : _OTHERS + 1]))
    return TrailView(path(goals[0]), trail.step, trail.steps, step(trail.before), step(trail.after), others)
