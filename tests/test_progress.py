"""The progress bar: for those who wait, on a terminal, and not before two seconds."""

import io
import sys
from itertools import chain, repeat

import pytest

from trellis.progress import ProgressBar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 3.0, True), (True, 1.0, False), (False, 3.0, False)])
def test_when_it_is_shown(monkeypatch: pytest.MonkeyPatch, terminal: bool, seconds: float, shown: bool) -> None:
    stream = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    clock = chain([0.0], repeat(seconds))
    monkeypatch.setattr("trellis.progress.time.monotonic", lambda: next(clock))
    bar = ProgressBar(4)
    assert list(bar.watch("ab")) == ["a", "b"]
    bar.stop()
    bar.step()
    assert ("Notes" in stream.getvalue()) is shown
