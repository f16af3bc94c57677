"""The cache of compiled notes: what it keeps, and that nothing that is wrong with it stops a build."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from trellis import NotePath, Options, Source, Vault, VaultPath, database
from trellis import cache as cache_module
from trellis.cache import NoteCache, digest_of
from trellis.model import Finding
from trellis.wiki import compile_vault

OPTIONS = Options()


def source(name: str, text: str) -> Source:
    return Source(NotePath(VaultPath(name)), text)


def vault(**texts: str) -> Vault:
    return Vault("Test", tuple(source(f"{name}.md", text) for name, text in sorted(texts.items())))


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, warnings: list[str]) -> NoteCache:
    return NoteCache(tmp_path / "deep/notes.sqlite", warnings.append)


def test_a_note_is_compiled_once(cache: NoteCache, warnings: list[str]) -> None:
    texts = vault(a="# A\n\n[[b]] $x$ ![[b]]\n\n- item ^id\n", b="---\ntags: [x]\n---\nB #y[^1]\n\n[^1]: z\n")
    first = compile_vault(texts, OPTIONS, cache=cache)
    seen: list[object] = []
    second = compile_vault(texts, OPTIONS, cache=cache, watch=lambda notes: [seen.append(n) or n for n in notes])  # type: ignore[func-returns-value]
    assert first == second
    assert list(second) == ["a.md", "b.md"]
    assert not seen
    assert not warnings


def test_whatever_a_note_depends_on_is_in_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    note = source("a.md", "x")
    keys = {
        digest_of(note, OPTIONS),
        digest_of(source("a.md", "y"), OPTIONS),
        digest_of(source("b.md", "x"), OPTIONS),
        digest_of(note, Options(strict_line_breaks=True)),
        digest_of(Source(note.path, note.text, (Finding("not-utf8", 1, "…"),)), OPTIONS),
    }
    monkeypatch.setattr(cache_module, "compiler", lambda: b"another")
    assert len({*keys, digest_of(note, OPTIONS)}) == 6


def test_a_fault_of_ours_is_not_kept(cache: NoteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trellis.compile.left_overs", lambda tokens: [1 / 0] if tokens else [])
    compile_vault(vault(a="x"), OPTIONS, cache=cache)
    assert cache.info().notes == 0


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"x" * 5000])
def test_a_broken_file_is_set_aside(cache: NoteCache, warnings: list[str], content: bytes) -> None:
    cache.file.parent.mkdir()
    cache.file.write_bytes(content)
    compile_vault(vault(a="x"), OPTIONS, cache=cache)
    assert len(warnings) == 1
    assert "it is kept as notes.sqlite.set-aside" in warnings[0]
    assert cache.file.with_name("notes.sqlite.set-aside").read_bytes() == content
    assert cache.info().notes == 1


def test_a_file_of_another_program_is_set_aside(cache: NoteCache, warnings: list[str]) -> None:
    cache.file.parent.mkdir()
    with sqlite3.connect(cache.file) as base:
        base.execute("CREATE TABLE notes (mine TEXT)")
    base.close()
    compile_vault(vault(a="x"), OPTIONS, cache=cache)
    assert ["made by another program" in line for line in warnings] == [True]
    assert cache.info().notes == 1


def test_a_note_that_is_none_is_compiled_again(cache: NoteCache, warnings: list[str]) -> None:
    compile_vault(vault(a="x"), OPTIONS, cache=cache)
    with sqlite3.connect(cache.file) as base:
        base.execute("UPDATE notes SET note = ?", (b"\x93\x01\x02\x03",))
    base.close()
    notes = compile_vault(vault(a="x"), OPTIONS, cache=cache)
    assert notes[NotePath(VaultPath("a.md"))].title == "A"
    assert len(warnings) == 1


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path, warnings: list[str]) -> None:
    (tmp_path / "taken").write_text("a file")
    cache = NoteCache(tmp_path / "taken/notes.sqlite", warnings.append)
    assert len(compile_vault(vault(a="x"), OPTIONS, cache=cache)) == 1
    assert len(warnings) == 1
    assert "goes without" in warnings[0]


def test_a_file_that_may_only_be_read_is_read(cache: NoteCache, warnings: list[str]) -> None:
    compile_vault(vault(a="x"), OPTIONS, cache=cache)
    if os.geteuid() == 0:
        pytest.skip("permissions do not bind the user these tests run as")
    cache.file.chmod(0o400)
    cache.file.parent.chmod(0o500)
    assert len(compile_vault(vault(a="x", b="y"), OPTIONS, cache=cache)) == 2
    assert len(warnings) == 1


def test_another_build_that_writes_is_waited_for_and_never_moved(
    cache: NoteCache, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_vault(vault(a="x"), OPTIONS, cache=cache)
    monkeypatch.setattr(database, "_PATIENCE", 0.1)
    other = sqlite3.connect(cache.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert len(compile_vault(vault(a="x"), OPTIONS, cache=cache)) == 1
    finally:
        other.close()
    assert cache.file.exists()
    assert ["goes without" in line for line in warnings] == [True]


def test_two_builds_at_once(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    told: list[str] = []
    texts = [vault(**{f"n{i}": f"{i} of {half}" for i in range(200)}) for half in range(2)]
    threads = [
        threading.Thread(target=compile_vault, args=(text, OPTIONS), kwargs={"cache": NoteCache(file, told.append)})
        for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not told
    assert NoteCache(file, told.append).info().notes == 400


def test_what_nobody_asks_for_goes_after_a_month(cache: NoteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_vault(vault(a="old", b="still used"), OPTIONS, cache=cache)
    now = time.time()
    for day in (10, 29, 58):
        monkeypatch.setattr(time, "time", lambda day=day: now + day * 86_400)
        compile_vault(vault(b="still used"), OPTIONS, cache=cache)
    assert cache.info().notes == 1


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text("# A\n", "utf-8")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "trellis.cli", *arguments]
        result = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        assert result.returncode == 0, result.stderr
        return result.stdout

    run("check", str(tmp_path / "notes"))
    assert ": 1 notes," in run("cache", "info", str(tmp_path / "notes"))
    run("cache", "clear", str(tmp_path / "notes"))
    assert ": 0 notes, 0.0 MB" in run("cache", "info", str(tmp_path / "notes"))
    assert sorted(path.name for path in (tmp_path / "notes").iterdir()) == ["a.md"]
