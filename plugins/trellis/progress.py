"""A progress bar for those who wait: only on a terminal, and only when it takes longer than two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 2.0  # seconds

T = TypeVar("T")


class ProgressBar:
    """Counts *total* steps towards a site; shows nothing at first, and never when stderr is no terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._begun = time.monotonic()
        self._bar: Progress | None = None
        self._wanted = sys.stderr.isatty()

    def step(self, count: int = 1) -> None:
        self._done += count
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self._done)
        elif self._wanted and time.monotonic() - self._begun > _PATIENCE:
            self._bar = _bar()
            self._bar.add_task("", total=self._total, completed=self._done)
            self._bar.start()

    def watch(self, steps: Iterable[T]) -> Iterator[T]:
        """*steps*, each counted when it is done."""
        for step in steps:
            yield step
            self.step()

    def stop(self) -> None:
        """Takes the bar off the screen; further steps are not shown."""
        self._wanted = False
        self.pause()

    def pause(self) -> None:
        """Takes the bar off the screen until the next step, with the thread that draws it."""
        if self._bar:
            self._bar.stop()
            self._bar = None


def _bar() -> Progress:
    # Most builds are over before a bar is due, and these modules take a twentieth of a short one to import.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("Notes"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
