"""What files say: bytes → text, whatever the bytes are. No link is followed."""

from __future__ import annotations

import os
from pathlib import Path

from trellis.model import Finding, NotePath
from trellis.scanned import Source, Stamp

LARGEST_NOTE = 2 * 1024 * 1024
"""Bytes; a longer note would take seconds to parse and nobody could read the page."""


def read_note(file: Path, path: NotePath, stamp: Stamp | None = None) -> Source:
    """The text of one note, whatever its bytes: what is no UTF-8 is replaced, with a finding.

    Raises:
        OSError: the file cannot be opened.
    """
    text, finding = decoded(read_file(file, LARGEST_NOTE + 1))
    return Source(path, text, (finding,) if finding else (), stamp)


def read_file(file: Path, most: int = -1) -> bytes:
    """All of *file*, or its first bytes, *most* of them. Raises OSError if it cannot be read, or is a link."""
    # O_NOFOLLOW: the file may have become a link since the scan looked at it.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        return stream.read(most)


def read_text(file: Path, most: int) -> str:
    """What *file* says, in UTF-8. Raises ValueError if it is longer than *most* bytes, OSError as `read_file`."""
    data = read_file(file, most + 1)
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
