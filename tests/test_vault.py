"""Scanning: whatever lies in the folder, and never anything outside it."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from trellis import NotePath, TrellisError, VaultPath, scan_vault
from trellis.compile import compile_note
from trellis.files import Files
from trellis.options import Options
from trellis.scanned import Known, Source
from trellis.texts import LARGEST_NOTE, decoded
from trellis.vault import VaultReader
from trellis.watching import Watching, _is_local, watching

ROOT_IS_IGNORED = "permissions do not bind the user these tests run as"


def write(root: Path, **files: bytes) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def test_notes_and_attachments_come_sorted_whatever_the_disk_says(tmp_path: Path) -> None:
    write(tmp_path, **{"b.md": b"", "a/z.md": b"", "a.md": b"", "img/x.png": b"", "B.PDF": b""})
    vault = scan_vault(tmp_path)
    assert [source.path for source in vault.sources] == ["a.md", "a/z.md", "b.md"]
    assert vault.attachments == ("B.PDF", "img/x.png")


def test_what_begins_with_a_dot_is_no_part_of_the_vault(tmp_path: Path) -> None:
    write(tmp_path, **{".obsidian/app.md": b"", ".trash/x.md": b"", ".env": b"", "a.md": b""})
    vault = scan_vault(tmp_path)
    assert [source.path for source in vault.sources] == ["a.md"]
    assert not vault.skipped


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_not_followed(tmp_path: Path) -> None:
    outside, vault = tmp_path / "outside", tmp_path / "vault"
    write(outside, **{"secret.md": b"canary"})
    write(vault, **{"a.md": b""})
    (vault / "leak.md").symlink_to(outside / "secret.md")
    (vault / "folder").symlink_to(outside)
    (vault / "dangling.png").symlink_to(outside / "none.png")
    (vault / "loop").symlink_to(vault)
    found = scan_vault(vault)
    assert [source.path for source in found.sources] == ["a.md"]
    assert set(found.skipped) == {"leak.md", "folder", "dangling.png", "loop"}
    assert "put the file itself into the vault" in found.skipped[VaultPath("leak.md")].message


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders of Windows")
def test_a_pipe_does_not_hang_the_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert set(scan_vault(tmp_path).skipped) == {"pipe.md"}


@pytest.mark.parametrize("name", ["evil.html", "sw.js", "_headers", "CNAME", "x.svgz", "board.canvas", "NOTE.MD"])
def test_what_could_run_or_configure_a_host_is_left_out_with_a_word(tmp_path: Path, name: str) -> None:
    write(tmp_path, **{name: b"x"})
    vault = scan_vault(tmp_path)
    assert set(vault.skipped) == {name}
    assert not vault.attachments


def test_what_the_configuration_names_is_let_in(tmp_path: Path) -> None:
    write(tmp_path, **{"extra.css": b"x", "other.css": b"x"})
    assert scan_vault(tmp_path, ["extra.css"]).attachments == ("extra.css",)


@pytest.mark.parametrize(
    ("data", "text", "line"),
    [
        (b"\xef\xbb\xbfa\r\nb\rc", "a\nb\nc", None),
        (b"one\ntwo \xff three", "one\ntwo � three", 2),
        ("Größe".encode("utf-16"), "Größe", 1),
        (b"x" * (LARGEST_NOTE + 1), "", 1),
        (b"", "", None),
    ],
)
def test_every_byte_becomes_text_or_a_finding(data: bytes, text: str, line: int | None) -> None:
    found, finding = decoded(data)
    assert found == text
    assert (finding.line if finding else None) == line


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason=ROOT_IS_IGNORED)
def test_a_note_that_may_not_be_read_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, **{"a.md": b"", "b.md": b""})
    (tmp_path / "a.md").chmod(0)
    vault = scan_vault(tmp_path)
    assert [source.path for source in vault.sources] == [NotePath(VaultPath("b.md"))]
    assert vault.skipped[VaultPath("a.md")].code == "unreadable-note"


def test_a_vault_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(TrellisError, match="there is no such folder"):
        scan_vault(tmp_path / "none")
    write(tmp_path, **{"a.md": b""})
    with pytest.raises(TrellisError, match="is a file"):
        scan_vault(tmp_path / "a.md")


FOLDERS = ("", "a/", "a/b/", "ü/")
CONTENTS = {
    ".md": ("# One\n", "# Two\n", "\xff", ""),
    ".png": ("x", "yy"),
    ".svg": ("<svg/>", "<svg onload='x'/>", "<svg"),
    ".canvas": ('{"nodes": []}', "[", "{}"),
    ".exe": ("x",),
}


@pytest.mark.parametrize("is_told", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_a_reader_sees_whatever_changes(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch, *, is_told: bool
) -> None:
    chance = random.Random(seed)
    watch = watching(tmp_path) if is_told else None
    if is_told and watch is None:
        pytest.skip("nobody tells of changes here")
    if not is_told:
        monkeypatch.setattr(Files, "_told", None)
    reader = VaultReader(tmp_path, watching=watch)
    for _ in range(30):
        for _ in range(chance.randrange(3)):
            there = [file for file in sorted(tmp_path.rglob("*")) if file.is_file()]
            kind = chance.choice([*CONTENTS])
            file = tmp_path / f"{chance.choice(FOLDERS)}{chance.choice('xyz')}{kind}"
            folders = [folder for folder in sorted(tmp_path.rglob("*")) if folder.is_dir()]
            if there and chance.random() < 0.3:
                chance.choice(there).unlink()
            elif folders and chance.random() < 0.1:
                shutil.rmtree(chance.choice(folders))
            elif folders and chance.random() < 0.1:
                folder = chance.choice(folders)
                folder.replace(folder.with_name(f"folder{len(folders)}{chance.randrange(9)}"))
            elif there and chance.random() < 0.2:
                chance.choice(there).replace(tmp_path / f"moved{chance.randrange(3)}{there[0].suffix}")
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(chance.choice(CONTENTS[kind]), "latin-1")
                if chance.random() < 0.5:  # as a copy that keeps dates
                    os.utime(file, (1, 1))
        before = reader.read()
        assert before == scan_vault(tmp_path)
        assert reader.read() is before


def test_texts_are_given_up_of_files_that_cannot_change_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def known(source: Source) -> Known | None:
        return Known(source.path, b"", compile_note(source, Options())) if source.path == "a.md" else None

    write(tmp_path, **{"a.md": b"a", "b.md": b"b"})
    reader = VaultReader(tmp_path)
    fresh = reader.read()
    assert reader.forget_texts(fresh, known) is fresh, "a.md may change once more and keep its dates"
    monkeypatch.setattr("trellis.vault._GRAIN", -(10**10))
    reader = VaultReader(tmp_path)
    before = reader.read()
    after = reader.forget_texts(before, known)
    assert [type(source) for source in after.sources] == [Known, Source]
    assert reader.read() is after
    write(tmp_path, **{"a.md": b"another"})
    changed = reader.read()
    assert [source.text for source in changed.sources if isinstance(source, Source)] == ["another", "b"]
    assert reader.forget_texts(after, known) is after, "another vault has been read since"
    assert reader.read() is changed


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watching]:
    watch = watching(tmp_path)
    if watch is None:
        pytest.skip("nobody tells of changes here")
    watch.enter(str(tmp_path), "")
    yield watch
    watch.close()


def test_what_is_told_are_files_by_name(tmp_path: Path, watched: Watching) -> None:
    assert watched.changed() == set()
    write(tmp_path, **{"a.md": b"a", "b.md": b"b", ".hidden": b"x"})
    assert watched.changed() == {"a.md", "b.md"}
    assert watched.changed() == set()
    (tmp_path / "a.md").replace(tmp_path / "c.md")
    (tmp_path / "b.md").unlink()
    os.utime(tmp_path / "c.md", (1, 1))
    (tmp_path / ".obsidian").mkdir()
    assert watched.changed() == {"a.md", "b.md", "c.md"}
    (tmp_path / "folder").mkdir()
    assert watched.changed() is None, "what is in it already nobody has told"


def test_files_are_not_asked_for_when_nobody_tells_of_them(
    tmp_path: Path, watched: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trellis.vault._GRAIN", -(10**10))  # a file that has just changed would be read again
    write(tmp_path, **{"a.md": b"a", "b.md": b"b"})
    reader = VaultReader(tmp_path, watching=watched)
    before = reader.read()
    monkeypatch.setattr(os, "scandir", None)
    assert reader.read() is before
    write(tmp_path, **{"a.md": b"another"})
    assert [source.text for source in reader.read().sources] == ["another", "b"]  # type: ignore[union-attr]
    monkeypatch.undo()
    monkeypatch.setattr("trellis.vault._GRAIN", -(10**10))
    monkeypatch.setattr("trellis.files._NOW_AND_THEN", -1.0)
    monkeypatch.setattr(watched, "changed", set)
    write(tmp_path, **{"a.md": b"by another machine"})
    assert reader.read().sources[0].text == "another", "it was not told"  # type: ignore[union-attr]
    assert reader.read(lambda: False).sources[0].text == "by another machine"  # type: ignore[union-attr]


def test_where_a_folder_cannot_be_watched_all_files_are_asked_for(
    tmp_path: Path, watched: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trellis.vault._GRAIN", -(10**10))  # a file that has just changed would be read again
    write(tmp_path, **{"a.md": b"a"})

    def full(folder: str, prefix: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watched, "enter", full)
    monkeypatch.setattr(watched, "changed", set)
    reader = VaultReader(tmp_path, watching=watched)
    reader.read()
    write(tmp_path, **{"a.md": b"another"})
    assert reader.read().sources[0].text == "another"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("mounts", "is_local"),
    [
        (["22 1 8:1 / / rw - ext4 /dev/vda rw"], True),
        (["22 1 8:1 / / rw - ext4 /dev/vda rw", "30 22 0:9 / /home rw shared:1 - nfs4 server:/x rw"], False),
        (["22 1 8:1 / / rw - nfs4 server:/x rw", "30 22 8:2 / /home/me rw - btrfs /dev/vdb rw"], True),
        (["22 1 8:1 / / rw - ext4 /dev/vda rw", r"30 22 0:9 / /home/me/my\040notes/talks rw - fuse.sshfs x rw"], False),
        (["22 1 8:1 / / rw - ext4 /dev/vda rw", r"30 22 0:9 / /home/me/my\040notes\0402 rw - fuse.sshfs x rw"], True),
        (["22 1 0:30 / / rw - overlay overlay rw", "30 22 0:9 / /home/me rw - 9p drvfs rw"], False),
    ],
)
def test_only_what_lies_on_local_disks_is_watched(mounts: list[str], *, is_local: bool) -> None:
    assert _is_local("/home/me/my notes", mounts) == is_local
