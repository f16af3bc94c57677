"""Compiling elsewhere: the same notes, whichever executor runs, and a worker that dies takes one note with it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from distributed import LocalCluster

from trellis import NotePath, Options, Source, TrellisError, VaultPath, compile_note, executors
from trellis.executors import compile_sources

OPTIONS = Options()
TEXTS = [f"# Note {i}\n\n[[Note {i + 1}]] and $x_{i}$.\n" * (i + 1) for i in range(40)]


def sources() -> list[Source]:
    return [Source(NotePath(VaultPath(f"n{i}.md")), text) for i, text in enumerate(TEXTS)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_BATCH", 2_000)


def gives_the_same(executor: str) -> None:
    assert list(compile_sources(sources(), OPTIONS, executor)) == list(compile_sources(sources(), OPTIONS, "here"))


def _deadly(batch: list[Source], options: Options) -> bytes:
    if any("DIE" in source.text for source in batch):
        os._exit(9)
    return executors._encode([compile_note(source, options) for source in batch])


def loses_one_note(executor: str) -> None:
    """What a worker that dies takes with it."""
    given = sources()
    given[7] = Source(given[7].path, "DIE")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executors, "_compile_batch", _deadly)
        notes = list(compile_sources(given, OPTIONS, executor))
    assert [note.path for note in notes] == [source.path for source in given]
    (fault,) = (note for note in notes if any(found.code == "fault" for found in note.findings))
    assert fault.path == "n7.md"
    assert "ends the program" in fault.findings[0].message


BOTH = pytest.mark.parametrize("check", [gives_the_same, loses_one_note], ids=lambda check: check.__name__)


@BOTH
def test_processes_that_begin_at_the_beginning(check: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "may_copy", lambda: False)
    check("processes")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies processes as a matter of course")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is one processor")
@BOTH
def test_copies_of_a_process(check: Callable[[str], None]) -> None:
    # In a process of its own: this one may have threads that other tests have left.
    begin = "import test_executors as t; assert t.executors.may_copy(); t.executors._BATCH = 2_000"
    script = f"{begin}; t.{check.__name__}('processes')"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parent, timeout=60)


def test_a_script_that_cannot_start_processes_compiles_alone(tmp_path: Path) -> None:
    script = tmp_path / "build.py"
    script.write_text(
        "from trellis import NotePath, Options, Source\n"
        "from trellis import executors\n"
        "executors.may_copy = lambda: False\n"
        "sources = [Source(NotePath(f'{i}.md'), 'x') for i in range(3)]\n"
        "print(sum(note.words for note in executors.compile_sources(sources, Options(), 'processes')))\n",
        "utf-8",
    )
    result = subprocess.run([sys.executable, script], check=False, capture_output=True, text=True, timeout=60)
    assert result.stdout == "3\n"


def test_a_few_notes_are_compiled_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_opened", pytest.fail)
    assert len(list(compile_sources(sources(), OPTIONS))) == 40


@pytest.mark.parametrize("copies", [True, False])
def test_many_are_compiled_in_processes(copies: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    least = executors.WORTHWHILE_COPIED if copies else executors.WORTHWHILE
    note = Source(NotePath(VaultPath("n.md")), "x" * (least // 2 + 1))
    asked: list[str] = []

    def opened(executor: str) -> AbstractContextManager[Executor]:
        asked.append(executor)
        return ThreadPoolExecutor(1)

    monkeypatch.setattr(executors, "may_copy", lambda: copies)
    monkeypatch.setattr(executors, "_opened", opened)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert len(list(compile_sources([note], OPTIONS))) == 1
    assert asked == []
    assert len(list(compile_sources([note, note], OPTIONS))) == 2
    assert asked == ["processes"]


@pytest.mark.parametrize(
    ("executor", "message"),
    [
        ("faster", "'faster' is none; write auto"),
        ("tcp://127.0.0.1:9", "scheduler at tcp://127.0.0.1:9 cannot be reached"),
    ],
)
def test_what_is_no_executor_is_said(executor: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 1)
    with pytest.raises(TrellisError, match=message):
        list(compile_sources(sources(), OPTIONS, executor))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    """A scheduler and two workers, each a process of its own, on this machine."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:  # type: ignore[no-untyped-call]
        yield cluster


@BOTH
def test_a_cluster(check: Callable[[str], None], scheduler: LocalCluster) -> None:
    check(scheduler.scheduler_address)
