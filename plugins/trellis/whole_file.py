"""A file is written whole or not at all: who reads it meanwhile sees the one before."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from trellis.diagnostics import TrellisError


def write_whole(out: Path, data: bytes, option: str = "--out") -> None:
    """Writes *data* to the file *out*, for which the *option* of the command asked.

    Raises:
        TrellisError: *out* is a folder or no plain file, lies in no folder, or cannot be written.
    """
    check_target(out, option)
    target = out.resolve()  # a link stays, and what it leads to is written
    draft = target.with_name(f".trellis-{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as file:
            file.write(data)
        os.replace(draft, target)  # noqa: PTH105  # `Path.replace` says no more
    except OSError as error:
        raise TrellisError(f"{option} {out}: cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def check_target(out: Path, option: str = "--out") -> None:
    """Raises TrellisError if nothing can be written to *out*, before the work is done."""
    if out.is_dir():
        raise TrellisError(f"{option} {out}: is a folder; name a file in it")
    if out.exists() and not out.is_file():
        raise TrellisError(f"{option} {out}: is no plain file; choose another name, or leave {option} away")
    if not out.parent.is_dir():
        raise TrellisError(f"{option} {out}: there is no folder {out.parent}; make it first, or choose another")
