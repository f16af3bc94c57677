"""Compiled notes, kept between builds in one SQLite file by a digest of all that they depend on.

Nothing that is read from the file is run: notes are stored as MessagePack and checked against their types.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

from trellis.database import Database, transaction
from trellis.model import Note, pack
from trellis.options import Options
from trellis.scanned import Known, Source

_DAY = 86_400
_KEPT = 30
"""Days that a compiled note is kept without being asked for: the branches of a month."""

_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "nh3", "pygments", "math-core", "pyyaml")
_NEVER = 2**62
_CHUNK = 500  # what SQLite takes in one question

_decode = msgspec.msgpack.Decoder(Note).decode


@cache
def compiler() -> bytes:
    """A digest of whatever turns text into a note: our own modules and the libraries beneath them."""
    digest = hashlib.blake2b(digest_size=16)
    package = Path(__file__).parent
    for file in sorted([*package.glob("*.py"), *package.glob("markdown/*.py")]):
        digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.digest()


def dialect(options: Options) -> bytes:
    """A digest of all that a compiled note depends on beside its source."""
    return _dialect(compiler(), options)


@cache
def _dialect(compiler: bytes, options: Options) -> bytes:
    return hashlib.blake2b(repr((compiler, astuple(options))).encode(), digest_size=16).digest()


def digest_of(source: Source | Known, options: Options) -> bytes:
    """The key of the note that *source* compiles to."""
    if isinstance(source, Known):
        return source.digest
    digest = hashlib.blake2b(dialect(options), digest_size=16)
    digest.update(repr((source.path, source.findings, len(source.text))).encode("utf-8", "replace"))
    digest.update(source.text.encode("utf-8", "surrogatepass"))
    return digest.digest()


class CacheInfo(msgspec.Struct, frozen=True):
    """What a cache file holds."""

    file: Path
    notes: int
    size: int
    """Bytes on disk."""


class NoteCache(Database):
    """The compiled notes in the file."""

    def find(self, digests: Iterable[bytes]) -> dict[bytes, Note]:
        """The notes that are known by *digests*."""
        wanted = list(dict.fromkeys(digests))
        found: dict[bytes, Note] = {}
        try:
            with closing(self._open()) as base:
                for begin in range(0, len(wanted), _CHUNK):
                    chunk = wanted[begin : begin + _CHUNK]
                    places = ",".join("?" * len(chunk))
                    question = f"SELECT digest, sum, note FROM notes WHERE digest IN ({places})"  # noqa: S608
                    found.update((digest, _sound(total, note)) for digest, total, note in base.execute(question, chunk))
        except (OSError, sqlite3.Error, msgspec.MsgspecError) as error:
            self._set_aside(error)
            return {}
        return found

    def keep(self, notes: Mapping[bytes, Note], used: Iterable[bytes]) -> None:
        """Adds *notes* by their digests and remembers that those *used* were asked for; all or nothing."""
        today = int(time.time()) // _DAY
        packed = ((digest, pack(note)) for digest, note in notes.items())
        rows = ((digest, today, zlib.crc32(note), note) for digest, note in packed)
        try:
            with closing(self._open()) as base:
                new_day = _oldest(base) < today
                if not notes and not new_day:
                    return
                with transaction(base):
                    if new_day:
                        base.executemany("UPDATE notes SET used = ? WHERE digest = ?", ((today, key) for key in used))
                        base.execute("DELETE FROM notes WHERE used < ?", (today - _KEPT,))
                        base.execute("DELETE FROM states WHERE digest NOT IN (SELECT digest FROM notes)")
                    base.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", rows)
        except (OSError, sqlite3.Error) as error:
            self._tell_once(f"{self.file}: compiled notes cannot be kept ({error}); the next build compiles them again")

    def info(self) -> CacheInfo:
        """How much is in the file; nothing, if there is none."""
        if not self.file.exists():
            return CacheInfo(self.file, 0, 0)
        with closing(self._open()) as base:
            (count,) = base.execute("SELECT count(*) FROM notes").fetchone()
        return CacheInfo(self.file, count, self.file.stat().st_size)


def _sound(total: int, note: bytes) -> Note:
    # The body stays packed, so nothing else would see a fault in it until its page is made.
    if total != zlib.crc32(note):
        raise sqlite3.DatabaseError("a note in it is damaged")
    return _decode(note)


def _oldest(base: sqlite3.Connection) -> int:
    """The day on which the note was asked for that was not for longest."""
    (day,) = base.execute("SELECT min(used) FROM notes").fetchone()
    return _NEVER if day is None else int(day)
