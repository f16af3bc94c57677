"""A finished site is put in place: what Trellis made is renewed, everything else survives."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from trellis import TrellisError
from trellis.publish import MANIFEST, check_output, publish, staging_folder


def built(out: Path, **files: str) -> None:
    """Publishes a site of *files* to *out*."""
    with staging_folder(out) as staging:
        for name, text in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_text(text)
        publish(staging, out)


def tree(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def test_a_second_build_renews_and_removes_its_own_files(tmp_path: Path) -> None:
    built(tmp_path, **{"index.html": "1", "a/index.html": "1", "b/c/index.html": "1"})
    built(tmp_path, **{"index.html": "2", "a/index.html": "1"})
    assert tree(tmp_path) == {"index.html": "2", "a/index.html": "1"}
    assert not (tmp_path / "b").exists()


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    built(tmp_path, **{"a.html": "same", "b.html": "1"})
    before = (tmp_path / "a.html").stat()
    built(tmp_path, **{"a.html": "same", "b.html": "2"})
    after = (tmp_path / "a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_files_of_others_survive(tmp_path: Path) -> None:
    (tmp_path / "keep").mkdir()
    (tmp_path / "keep/notes.txt").write_text("mine")
    built(tmp_path, **{"index.html": "1", "keep/index.html": "1"})
    built(tmp_path, **{"index.html": "2"})
    assert tree(tmp_path) == {"index.html": "2", "keep/notes.txt": "mine"}


def test_a_file_of_others_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(TrellisError, match=r"Trellis would replace index\.html but did not make it"):
        built(tmp_path, **{"index.html": "1", "a.html": "1"})
    assert tree(tmp_path) == {"index.html": "mine"}


def test_a_file_in_the_way_of_a_folder_and_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "b.html").mkdir()
    with pytest.raises(TrellisError, match="would replace"):
        built(tmp_path, **{"a/index.html": "1", "b.html": "1"})


def test_what_was_a_file_may_become_a_folder(tmp_path: Path) -> None:
    built(tmp_path, a="1")
    built(tmp_path, **{"a/index.html": "2"})
    built(tmp_path, a="3")
    assert tree(tmp_path) == {"a": "3"}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (out / "a").symlink_to(outside)
    with pytest.raises(TrellisError, match="would replace a/"):
        built(out, **{"a/index.html": "1"})
    assert not tree(outside)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_nothing_is_removed_behind_a_link(tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    built(out, **{"a/index.html": "1", "b.html": "1"})
    built(outside, **{"index.html": "mine"})
    (out / "a/index.html").unlink()
    (out / "a").rmdir()
    (out / "a").symlink_to(outside)
    built(out, **{"b.html": "2"})
    assert tree(outside) == {"index.html": "mine"}
    assert (out / "b.html").read_text() == "2"


def test_odd_names_are_remembered(tmp_path: Path) -> None:
    odd = "a\u2028b\nc.html"
    built(tmp_path, **{odd: "1"})
    built(tmp_path, **{odd: "2"})
    built(tmp_path, **{"b.html": "1"})
    assert tree(tmp_path) == {"b.html": "1"}


@pytest.mark.skipif(os.name == "nt", reason="there, a process cannot be asked whether it lives")
def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".trellis-staging-{dead.pid}-x/site").mkdir(parents=True)
    (tmp_path / f".trellis-staging-{os.getppid()}-x").mkdir()
    built(tmp_path, **{"a.html": "1"})
    assert [path.name for path in tmp_path.glob(".trellis-staging-*")] == [f".trellis-staging-{os.getppid()}-x"]


def test_a_manifest_cannot_make_it_remove_other_things(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(out, **{"a.html": "1"})
    (tmp_path / "precious").write_text("mine")
    (out / MANIFEST).write_text(json.dumps(["../precious", f"{tmp_path}/precious", "a\0b", 7, "a.html"]))
    built(out, **{"b.html": "1"})
    assert (tmp_path / "precious").read_text() == "mine"
    assert tree(out) == {"b.html": "1"}


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    built(tmp_path / "old", **{"a.html": "1"})
    for out in (tmp_path / "old", tmp_path / "new"):
        with pytest.raises(ZeroDivisionError), staging_folder(out):
            raise ZeroDivisionError
    assert tree(tmp_path) == {"old/a.html": "1"}
    assert not (tmp_path / "new").exists()


def test_where_a_site_must_not_go(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (tmp_path / "file").write_text("")
    for out, reason in (
        (vault, "inside the vault"),
        (vault / "site", "inside the vault"),
        (tmp_path, "holds the vault"),
        (tmp_path / "file", "is a file"),
    ):
        with pytest.raises(TrellisError, match=reason):
            check_output(vault, out)
    check_output(vault, tmp_path / "site")
