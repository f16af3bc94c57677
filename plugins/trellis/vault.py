"""Scan: a folder → the texts of its notes and the names of its attachments. Nothing outside it is ever read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from trellis.canvas import LARGEST as LARGEST_CANVAS
from trellis.canvas import read_canvas
from trellis.diagnostics import TrellisError
from trellis.kinds import ATTACHMENTS, extension
from trellis.model import Canvas, Finding, NotePath, Source, Vault, VaultPath
from trellis.svg import LARGEST as LARGEST_SVG
from trellis.svg import is_picture

LARGEST_NOTE = 2 * 1024 * 1024
"""Bytes; a longer note would take seconds to parse and nobody could read the page."""


def scan_vault(root: Path, extra: Iterable[str] = ()) -> Vault:
    """The vault in the folder *root*, sorted by path.

    Left out: names that begin with a dot, symbolic links, anything that is no regular file, and attachments whose
    kind is not in `ATTACHMENTS`, unless their path is among *extra*.

    Raises:
        TrellisError: *root* is no folder, or cannot be read.
    """
    root = Path(root)
    if not root.exists():
        raise TrellisError(f"{root}: there is no such folder; check the path of the vault")
    if not root.is_dir():
        raise TrellisError(f"{root}: is a file; name the folder that holds the notes")
    wanted = frozenset(extra)
    sources: list[Source] = []
    attachments: list[VaultPath] = []
    canvases: dict[VaultPath, Canvas] = {}
    skipped: dict[VaultPath, Finding] = {}
    try:
        entries = sorted(_files(root, ""))
    except OSError as error:
        raise TrellisError(f"{root}: cannot be read: {error.strerror}") from error
    for name, mode in entries:
        path = VaultPath(name)
        if problem := _problem(name, mode, wanted) or _problem_inside(root / name):
            skipped[VaultPath(_shown(name))] = Finding("skipped-file", 1, problem)
        elif name.endswith(".md"):
            try:
                sources.append(read_note(root / name, NotePath(path)))
            except OSError as error:
                reason = f"the note cannot be read: {error.strerror}; mend its permissions or move it away"
                skipped[path] = Finding("unreadable-note", 1, reason)
        else:
            if name.lower().endswith(".canvas"):
                try:
                    canvases[path] = read_canvas(_text(root / name, LARGEST_CANVAS))
                except (OSError, ValueError) as error:
                    reason = f"the canvas cannot be drawn: {error}; open it in Obsidian and save it again"
                    skipped[path] = Finding("skipped-file", 1, reason)
                    continue
            attachments.append(path)
    return Vault(root.resolve().name, tuple(sources), tuple(attachments), canvases, skipped)


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    """Path and mode of every entry that is no folder; symbolic links are not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                try:
                    yield from _files(folder / entry.name, f"{prefix}{entry.name}/")
                except PermissionError:
                    yield f"{prefix}{entry.name}/", 0
            else:
                yield prefix + entry.name, entry.stat(follow_symlinks=False).st_mode


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _problem(name: str, mode: int, wanted: frozenset[str]) -> str | None:
    """Why the entry is left out of the site, or None."""
    kind = extension(name)
    if stat.S_ISLNK(mode):
        return "symbolic links are not followed; put the file itself into the vault"
    if not stat.S_ISREG(mode):
        return "this is no ordinary file, or its folder cannot be read; it is left out"
    if _shown(name) != name:
        return "the file name is not UTF-8; rename the file"
    if name.endswith(".md") or name in wanted or kind in ATTACHMENTS:
        return None
    if kind == "md":
        return "the extension of a note is .md in small letters; rename the file"
    if kind == "base":
        return "a base is a table that only Obsidian can make; it is not published"
    files = f".{kind} files are" if kind else "files without extension are"
    return f"{files} not published; only pictures, sounds, videos, canvases, PDF, CSV and text are"


def _problem_inside(file: Path) -> str | None:
    """Why the content of *file* keeps it out of the site, or None."""
    if file.suffix.lower() != ".svg":
        return None
    try:
        if is_picture(_read(file, LARGEST_SVG + 1)):
            return None
    except OSError as error:
        return f"the picture cannot be read: {error.strerror}"
    return "the SVG is broken or holds more than a picture (a script, HTML, an entity), so it is not published"


def read_note(file: Path, path: NotePath) -> Source:
    """The text of one note, whatever its bytes: what is no UTF-8 is replaced, with a finding.

    Raises:
        OSError: the file cannot be opened.
    """
    text, finding = decoded(_read(file, LARGEST_NOTE + 1))
    return Source(path, text, (finding,) if finding else ())


def _read(file: Path, most: int) -> bytes:
    # O_NOFOLLOW: the file may have become a link since the scan looked at it.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        return stream.read(most)


def _text(file: Path, most: int) -> str:
    """What *file* says, in UTF-8. Raises ValueError if it is longer than *most* bytes."""
    data = _read(file, most + 1)
    if len(data) > most:
        raise ValueError(f"it is larger than {most // 1024} KiB")
    return data.decode("utf-8-sig", "replace")


def decoded(data: bytes) -> tuple[str, Finding | None]:
    """The text in *data* with line feeds alone as line ends, without a byte order mark, and what is wrong with it."""
    finding = None
    if len(data) > LARGEST_NOTE:
        size = LARGEST_NOTE // 1024 // 1024
        return "", Finding("too-large", 1, f"the note is larger than {size} MiB and is left empty; split it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
        finding = Finding("not-utf8", 1, "the note is UTF-16; save it as UTF-8")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = data.decode("utf-8-sig", "replace")
            line = data.count(b"\n", 0, error.start) + 1
            byte = f"0x{data[error.start]:02x}"
            finding = Finding(
                "not-utf8", line, f"byte {byte} is not UTF-8 and is shown as \ufffd; save the note as UTF-8"
            )
    return text.replace("\r\n", "\n").replace("\r", "\n"), finding
