"""A copy of the process takes its part of the work, and whatever happens to it changes nothing."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from edits import contents
from trellis.copied import done_by_two, may_copy
from trellis.mkdocs import making
from trellis.mkdocs.site import build_site

pytestmark = pytest.mark.skipif(not may_copy(), reason="this system does not copy processes, or has one processor")

HERE = os.getpid()
NOTES = 40


def nothing() -> None:
    """What there is to do before the copy begins."""


def squared(number: int) -> tuple[int, bool]:
    time.sleep(0.001)  # or all is done before there is a copy
    return number**2, os.getpid() == HERE


def broken_there(number: int) -> tuple[int, bool]:
    if os.getpid() != HERE:
        raise ValueError(number)
    return squared(number)


def killed_there(number: int) -> tuple[int, bool]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return squared(number)


def answers(work: Callable[[int], tuple[int, bool]]) -> tuple[list[int], set[bool]]:
    found = list(done_by_two([partial(work, number) for number in range(100)], nothing))
    return sorted(number for number, _ in found), {here for _, here in found}


def test_both_do_a_part_and_each_task_is_done_once() -> None:
    assert answers(squared) == ([number**2 for number in range(100)], {True, False})


@pytest.mark.parametrize("work", [broken_there, killed_there])
def test_what_the_copy_fails_to_do_is_done_here(work: Callable[[int], tuple[int, bool]]) -> None:
    assert answers(work) == ([number**2 for number in range(100)], {True})


def test_all_is_done_here_where_there_can_be_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", fork)
    assert answers(squared) == ([number**2 for number in range(100)], {True})


def test_a_copy_ends_with_the_one_who_asks_no_more() -> None:
    before = threading.active_count()
    next(done_by_two([partial(squared, number) for number in range(100)], nothing))
    assert not multiprocessing.active_children()
    assert threading.active_count() == before


def test_what_is_wrong_here_too_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(done_by_two([lambda: 1 / 0] * 3, nothing))


LEFT_AT_ONCE = """
import multiprocessing.connection as connection, os, time
from functools import partial
from trellis.copied import done_by_two

HERE, wait = os.getpid(), connection.wait

def late(*asked):
    ready = wait(*asked)
    time.sleep(0.1)
    return ready

def task(number):
    if number == 0 and os.getpid() == HERE:
        time.sleep(3)  # the copy has long done all that it was asked for
    return number

connection.wait = late
print(len(list(done_by_two([partial(task, number) for number in range(20)], int))))
"""


def test_it_ends_when_the_last_tasks_are_asked_for_and_taken_back_at_once() -> None:
    """A process of its own can be ended when it stands still; the thread of its executor is late to look."""
    told = subprocess.run([sys.executable, "-c", LEFT_AT_ONCE], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "20\n"


def vault_of(folder: Path) -> Path:
    folder.mkdir()
    for number in range(NOTES):
        text = f"# Note {number}\n\nAfter [[n{number - 1}]] comes [[n{(number * 7) % NOTES}]]. #odd/{number % 3}\n"
        (folder / f"n{number}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_site_is_the_same_whoever_makes_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_CHUNK", 2)
    monkeypatch.setattr(making, "may_copy", lambda: True)
    shared: list[int] = []

    def counted(tasks: list[object], begin: object) -> object:
        shared.append(len(tasks))
        return done_by_two(tasks, begin)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "done_by_two", counted)
    vault = vault_of(tmp_path / "vault")
    build_site(vault, tmp_path / "by-two")
    (vault / "n3.md").write_text("# Note 3\n\nNow of [[n39]].\n", encoding="utf-8")
    build_site(vault, tmp_path / "by-two")  # now most pages stay
    monkeypatch.setattr(making, "may_copy", lambda: False)
    build_site(vault, tmp_path / "alone")
    assert [count > NOTES / 2 for count in shared] == [True, True]
    assert contents(tmp_path / "by-two") == contents(tmp_path / "alone")
