"""Scanning: whatever lies in the folder, and never anything outside it."""

import os
import random
from pathlib import Path

import pytest

from trellis import NotePath, TrellisError, VaultPath, scan_vault
from trellis.texts import LARGEST_NOTE, decoded
from trellis.vault import VaultReader

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


@pytest.mark.parametrize("seed", range(20))
def test_a_reader_sees_whatever_changes(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    reader = VaultReader(tmp_path)
    for _ in range(30):
        for _ in range(chance.randrange(3)):
            there = [file for file in sorted(tmp_path.rglob("*")) if file.is_file()]
            kind = chance.choice([*CONTENTS])
            file = tmp_path / f"{chance.choice(FOLDERS)}{chance.choice('xyz')}{kind}"
            if there and chance.random() < 0.3:
                chance.choice(there).unlink()
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
