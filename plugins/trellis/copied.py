"""Work shared with a copy of this process: what took a minute to put together in memory is there too, and nothing has
to be sent but results."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_AHEAD = 3
"""Tasks that the copy has before it, lest it be idle while this process does a longer one. So many an executor of one
process takes at once, and none has to be taken back: until 3.11.3 (CPython's gh-94440) an executor could wait for ever
for what was, and one whose process dies still prints the traceback of its own thread."""

_tasks: Sequence[Callable[[], object]] = ()
"""Those at hand, in the memory of the copy."""


def may_copy() -> bool:
    """Whether this process can have a copy that computes beside it. Only Linux copies processes as a matter of course,
    and a copy of one with threads would have their locks as they happen to be."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1 and _has_room()


def _has_room() -> bool:
    """Whether there is memory for a copy. It shares ours until it looks at it: Python counts who does, in the thing
    itself, and so in the end nearly all of it is there twice."""
    try:
        own = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        (free,) = (line.split()[1] for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError):
        return False
    return 1024 * int(free) > 2 * own


def done_by_two(tasks: Sequence[Callable[[], T]], begin: Callable[[], None]) -> Iterator[T]:
    """What each of the *tasks* gives, in any order. This process takes them from the front and a copy of it from the
    back; what the copy fails to do is done here, so that whatever is wrong is raised here. *begin* is called in the
    copy before all else.

    Raises:
        Exception: whatever a task raises.
    """
    waiting = deque(range(len(tasks)))
    asked: deque[tuple[int, Future[T]]] = deque()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=fork, initializer=_begin, initargs=(begin, tasks)) as pool:
        while waiting or asked:
            with suppress(BrokenExecutor):  # without the copy, the rest is done here
                while waiting and len(asked) < _AHEAD:
                    asked.append((waiting[-1], pool.submit(_do, waiting[-1])))  # type: ignore[arg-type]
                    waiting.pop()
            if waiting:
                yield tasks[waiting.popleft()]()
            else:
                wait([asked[0][1]])
            while asked and asked[0][1].done():
                number, answer = asked.popleft()
                yield tasks[number]() if answer.exception() else answer.result()


def _begin(begin: Callable[[], None], tasks: Sequence[Callable[[], object]]) -> None:
    global _tasks  # noqa: PLW0603  # a task is found by its number, for it cannot be sent
    _tasks = tasks
    logging.disable()  # the other one will say it
    begin()


def _do(number: int) -> object:
    return _tasks[number]()
