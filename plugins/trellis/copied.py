"""Work shared with a copy of this process: what took a minute to put together in memory is there too, and nothing has
to be sent but results."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import RawIOBase
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryFile
from typing import TypeVar

T = TypeVar("T")
_Answers = SimpleQueue[tuple[int, T]]

_SIZE = 4
"""Bytes of the number of a task."""


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
    """What each of the *tasks* gives, in any order. This process and a copy of it each take the next one when they are
    free, so that at the end one waits for a single task at most; those that take long should come first. What the copy
    fails to do is done here, so that whatever is wrong is raised here. *begin* is called in the copy before all else.

    Raises:
        Exception: whatever a task raises.
    """
    left = set(range(len(tasks)))
    answers: _Answers[T] = SimpleQueue()
    with TemporaryFile(buffering=0) as numbers:
        numbers.write(b"".join(number.to_bytes(_SIZE) for number in range(len(tasks))))
        numbers.seek(0)
        with _copy_of_this(tasks, begin, numbers, answers) as receiver:
            for number in _taken(numbers):
                left.remove(number)
                yield tasks[number]()
                yield from _arrived(answers, left)
            receiver.join()
            yield from _arrived(answers, left)
    yield from (tasks[number]() for number in sorted(left))


def _taken(numbers: RawIOBase) -> Iterator[int]:
    """Those that the other process does not take. A file that is open when a process is copied is read by both from one
    place, and the system lets one read after the other: there is no lock that a copy could take with it when it dies.
    """
    while number := numbers.read(_SIZE):
        yield int.from_bytes(number)


def _arrived(answers: _Answers[T], left: set[int]) -> Iterator[T]:
    while not answers.empty():
        number, answer = answers.get()
        left.remove(number)
        yield answer


@contextmanager
def _copy_of_this(
    tasks: Sequence[Callable[[], T]], begin: Callable[[], None], numbers: RawIOBase, answers: _Answers[T]
) -> Iterator[threading.Thread]:
    """A copy that takes from *tasks*; the thread that puts into *answers* what it gives ends with it."""
    fork = multiprocessing.get_context("fork")
    ours, its = fork.Pipe(duplex=False)
    copy = fork.Process(target=_do, args=(tasks, begin, numbers, ours, its), daemon=True)
    with its, suppress(OSError):  # where there can be no other process, all is done here
        copy.start()
    receiver = threading.Thread(target=_receive, args=(ours, answers), daemon=True)
    receiver.start()
    try:
        yield receiver
    finally:
        if copy.pid:
            copy.kill()
            copy.join()
        receiver.join()


def _receive(ours: Connection, answers: _Answers[T]) -> None:
    with ours, suppress(EOFError, OSError):
        while True:
            answers.put(ours.recv())


def _do(
    tasks: Sequence[Callable[[], T]],
    begin: Callable[[], None],
    numbers: RawIOBase,
    ours: Connection,
    its: Connection,
) -> None:
    """What the copy does."""
    ours.close()  # or it would wait for ever for one that is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other one is told, too, and ends this one
    logging.disable()  # the other one will say it
    begin()
    with suppress(BrokenPipeError):
        for number in _taken(numbers):
            try:
                answer = tasks[number]()
            except Exception:  # noqa: BLE001, S112  # the other one will do it again, and meet it
                continue
            its.send((number, answer))
