"""Python's search for garbage, kept away from the objects of a whole vault: there are millions, and nearly all stay."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def not_collected() -> Iterator[None]:
    """While many objects are made that stay, nothing is searched. With 20,000 notes that saves two seconds of five."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def set_apart() -> None:
    """Takes all objects that there are out of later searches."""
    gc.freeze()


def collect_all() -> None:
    """Searches everything once, what was set apart included, and sets apart what stays."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def collect() -> None:
    """Searches what was not set apart: a hundredth of a second, in which a dozen wikis that edits left are found."""
    gc.collect()


def search_seldom() -> None:
    """Has Python wait for more new objects before it searches them: who answers a browser makes tens of thousands at a
    time, and nearly none of them is garbage that only a search finds."""
    gc.set_threshold(20_000, 5, 2)


_M_ARENA_MAX = -8
"""The number by which glibc's `malloc.h` calls how many heaps a program may have."""


def use_one_heap() -> None:
    """Has all threads share a heap, if the C library lets them: glibc gives each a heap of its own, with holes of its
    own, and a server starts a thread for each question. Only one of them runs Python at a time anyway."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Has the C library return to the system what is free between things that stay, if it can: glibc keeps it, and a
    preview would grow by a tenth over a day of edits."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
