"""A note whose file is as it was is not read again; any other is."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from trellis import Options
from trellis import vault as scan
from trellis.cache import NoteCache
from trellis.file_states import FileStates
from trellis.model import NotePath, VaultPath
from trellis.scanned import Known, Source
from trellis.texts import read_note
from trellis.vault import scan_vault
from trellis.wiki import load_wiki

A, B = NotePath(VaultPath("a.md")), NotePath(VaultPath("b.md"))
LONG_AGO = time.time_ns() - 3_600_000_000_000


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two notes that were written long ago: the date that nobody can set is given a grain so small that it is, too."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for path, text in ((A, "# Alpha\n"), (B, "# Beta\n")):
        (folder / path).write_text(text, "utf-8")
        os.utime(folder / path, ns=(LONG_AGO, LONG_AGO))
    monkeypatch.setattr("trellis.vault._GRAIN", -1)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> NoteCache:
    return NoteCache(tmp_path / "notes.sqlite", pytest.fail)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that are read."""
    names: list[str] = []

    def noted(file: Path, path: NotePath, *rest: object, real: Callable[..., Source] = read_note) -> Source:
        names.append(path)
        return real(file, path, *rest)

    monkeypatch.setattr(scan, "read_note", noted)
    return names


def titles(vault: Path, cache: NoteCache, options: Options | None = None) -> list[str]:
    return [note.title for note in load_wiki(vault, options, cache).notes.values()]


def test_what_is_as_it_was_is_not_read(vault: Path, cache: NoteCache, read: list[str]) -> None:
    assert titles(vault, cache) == ["Alpha", "Beta"]
    assert sorted(read) == [A, B]
    read.clear()
    assert titles(vault, cache) == ["Alpha", "Beta"]
    assert not read


def test_an_edit_that_keeps_size_and_date_is_read(vault: Path, cache: NoteCache, read: list[str]) -> None:
    titles(vault, cache)
    read.clear()
    (vault / A).write_text("# Aleph\n", "utf-8")
    os.utime(vault / A, ns=(LONG_AGO, LONG_AGO))
    assert titles(vault, cache) == ["Aleph", "Beta"]
    assert read == [A]


def test_a_file_in_the_place_of_another_is_read(vault: Path, cache: NoteCache) -> None:
    titles(vault, cache)
    (vault / "b.md").replace(vault / "a.md")
    assert titles(vault, cache) == ["Beta"]


def test_a_link_in_the_place_of_a_note_is_not_followed(vault: Path, cache: NoteCache) -> None:
    titles(vault, cache)
    (vault / A).rename(vault.parent / "elsewhere.md")
    (vault / A).symlink_to(vault.parent / "elsewhere.md")
    assert titles(vault, cache) == ["Beta"]


def test_other_options_read_all(vault: Path, cache: NoteCache, read: list[str]) -> None:
    titles(vault, cache)
    read.clear()
    titles(vault, cache, Options(strict_line_breaks=True))
    assert sorted(read) == [A, B]
    read.clear()
    titles(vault, cache)  # and neither drives the other out
    titles(vault, cache, Options(strict_line_breaks=True))
    assert not read


def test_a_fresh_file_is_read_again(
    vault: Path, cache: NoteCache, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trellis.vault._GRAIN", 60_000_000_000)
    titles(vault, cache)
    assert [source.stamp for source in scan_vault(vault).sources] == [None, None]
    read.clear()
    titles(vault, cache)
    assert sorted(read) == [A, B]


def test_a_note_that_the_cache_lost_is_read(vault: Path, cache: NoteCache, read: list[str]) -> None:
    titles(vault, cache)
    cache.clear()
    read.clear()
    assert titles(vault, cache) == ["Alpha", "Beta"]
    assert sorted(read) == [A, B]


def test_a_damaged_note_is_compiled_again(vault: Path, tmp_path: Path) -> None:
    told: list[str] = []
    cache = NoteCache(tmp_path / "other.sqlite", told.append)
    titles(vault, cache)
    damaged = cache.file.read_bytes().replace(b"Alpha", b"Alphb")
    cache.file.write_bytes(damaged)
    assert titles(vault, cache) == ["Alpha", "Beta"]
    assert ["a note in it is damaged" in line for line in told] == [True]


def test_a_scan_that_recalls_gives_the_notes_themselves(vault: Path, cache: NoteCache) -> None:
    wiki = load_wiki(vault, None, cache)
    found = scan_vault(vault, recall=FileStates(cache, Options())).sources
    assert [type(source) for source in found] == [Known, Known]
    assert {source.path: source.note for source in found if isinstance(source, Known)} == wiki.notes
