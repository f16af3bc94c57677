"""Which notes lie on which learning paths, so that a reader can go from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from trellis.model import NotePath, VaultPath
from trellis.nodes import is_ghost
from trellis.prerequisites import Prerequisites


class Trail(msgspec.Struct, frozen=True):
    """A note on the path to *goal*."""

    goal: NotePath
    step: int
    """Its number from 1; that of the goal itself is one more than there are steps."""
    steps: int
    before: NotePath | None
    """The step before it that somebody has written."""
    after: NotePath | None


class Trails:
    """The paths to some notes, the shortest first."""

    def __init__(self, goals: Iterable[NotePath], prerequisites: Prerequisites) -> None:
        paths = {goal: prerequisites.before(goal) for goal in goals}
        self.paths: Mapping[NotePath, Sequence[str]] = {goal: path for goal, path in paths.items() if path}
        """The steps to each of those goals that require something, ghosts among them."""
        self._on: dict[str, list[NotePath]] = {goal: [goal] for goal in self.paths}
        for goal in sorted(self.paths, key=lambda goal: (len(self.paths[goal]), goal)):
            for node in self.paths[goal]:
                self._on.setdefault(node, []).append(goal)

    def goals(self, note: NotePath) -> Sequence[NotePath]:
        """Where the paths lead that *note* lies on; itself first, if it is such a goal."""
        return self._on.get(note, ())

    def trail(self, note: NotePath, goal: NotePath) -> Trail:
        """The place of *note* on the path to *goal*.

        Raises:
            ValueError: it does not lie on it.
        """
        path = self.paths[goal]
        at = len(path) if note == goal else path.index(note)
        return Trail(
            goal,
            at + 1,
            len(path),
            _written(path[:at][::-1]),
            _written([*path[at + 1 :], goal]) if note != goal else None,
        )


def _written(nodes: Iterable[str]) -> NotePath | None:
    """The first of *nodes* that is a note."""
    return next((NotePath(VaultPath(node)) for node in nodes if not is_ghost(node)), None)
