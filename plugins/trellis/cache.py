"""Compiled notes, kept between builds in one SQLite file by a digest of all that they depend on.

Nothing that is read from the file is run: notes are stored as MessagePack and checked against their types.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec
from platformdirs import user_cache_path

from trellis.model import Note, Source
from trellis.options import Options

_APPLICATION, _SCHEMA = 0x7472656C, 1  # "trel"
_PATIENCE = 10.0  # seconds to wait for another build that writes
_DAY = 86_400
_KEPT = 30
"""Days that a compiled note is kept without being asked for: the branches of a month."""

_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "nh3", "pygments", "math-core", "pyyaml")
_NEVER = 2**62
_NOT_BROKEN = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_FULL",
    "SQLITE_IOERR",
)
_CHUNK = 500  # what SQLite takes in one question

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Note).decode

Warn = Callable[[str], None]


def cache_file(vault: Path) -> Path:
    """Where the notes of *vault* are kept: in the folder that this machine has for such things. Not in the checkout: a
    pull request could bring a cache with it, whose finished HTML nobody would look at again."""
    name = hashlib.blake2b(str(vault.resolve()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return user_cache_path("trellis", appauthor=False) / name / "notes.sqlite"


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


def digest_of(source: Source, options: Options) -> bytes:
    """The key of the note that *source* compiles to."""
    digest = hashlib.blake2b(compiler(), digest_size=16)
    digest.update(repr((astuple(options), source.path, source.findings, len(source.text))).encode("utf-8", "replace"))
    digest.update(source.text.encode("utf-8", "surrogatepass"))
    return digest.digest()


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache file holds."""

    file: Path
    notes: int
    size: int
    """Bytes on disk."""


class NoteCache:
    """The compiled notes in *file*. Whatever is wrong with it is told to *warn* in a line, and costs time at worst: a
    file that is broken or none of ours is set aside, and one that cannot be written is only read."""

    def __init__(self, file: Path, warn: Warn) -> None:
        self.file = file
        self._warn = warn
        self._usable = True

    def find(self, digests: Iterable[bytes]) -> dict[bytes, Note]:
        """The notes that are known by *digests*."""
        wanted = list(dict.fromkeys(digests))
        found: dict[bytes, Note] = {}
        try:
            with closing(self._open()) as base:
                for begin in range(0, len(wanted), _CHUNK):
                    chunk = wanted[begin : begin + _CHUNK]
                    question = f"SELECT digest, note FROM notes WHERE digest IN ({','.join('?' * len(chunk))})"  # noqa: S608
                    found.update((digest, _decode(note)) for digest, note in base.execute(question, chunk))
        except (OSError, sqlite3.Error, msgspec.MsgspecError) as error:
            self._set_aside(error)
            return {}
        return found

    def keep(self, notes: Mapping[bytes, Note], used: Iterable[bytes]) -> None:
        """Adds *notes* by their digests and remembers that those *used* were asked for; all or nothing."""
        today = int(time.time()) // _DAY
        rows = [(digest, today, _encode(note)) for digest, note in notes.items()]
        try:
            with closing(self._open()) as base:
                new_day = _oldest(base) < today
                if not rows and not new_day:
                    return
                with _transaction(base):
                    if new_day:
                        base.executemany("UPDATE notes SET used = ? WHERE digest = ?", ((today, key) for key in used))
                        base.execute("DELETE FROM notes WHERE used < ?", (today - _KEPT,))
                    base.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", rows)
        except (OSError, sqlite3.Error) as error:
            if self._usable:
                self._usable = False
                self._warn(f"{self.file}: compiled notes cannot be kept ({error}); the next build compiles them again")

    def info(self) -> CacheInfo:
        """How much is in the file; nothing, if there is none."""
        if not self.file.exists():
            return CacheInfo(self.file, 0, 0)
        with closing(self._open()) as base:
            (count,) = base.execute("SELECT count(*) FROM notes").fetchone()
        return CacheInfo(self.file, count, self.file.stat().st_size)

    def clear(self) -> None:
        """Removes the file, and what SQLite may have left beside it."""
        for file in (self.file, *(self.file.with_name(self.file.name + end) for end in ("-journal", "-wal", "-shm"))):
            file.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        if not self._usable:
            raise OSError("it was set aside")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        # Transactions are opened by hand.
        base = sqlite3.connect(self.file, timeout=_PATIENCE, isolation_level=None)
        try:
            _prepare(base)
        except BaseException:
            base.close()
            raise
        return base

    def _set_aside(self, error: Exception) -> None:
        """Moves a file away that is broken, so that the next build has a new one. One that is only busy or may not be
        read is left alone."""
        if not self._usable:
            return
        if not getattr(error, "sqlite_errorname", "").startswith(_NOT_BROKEN):
            aside = self.file.with_name(f"{self.file.name}.set-aside")
            with suppress(OSError):
                self.file.replace(aside)
                self._warn(f"{self.file}: the cache is broken ({error}); it is kept as {aside.name}, a new one begins")
                return
        self._usable = False
        self._warn(f"{self.file}: the cache cannot be read ({error}); this build goes without one")


def _prepare(base: sqlite3.Connection) -> None:
    """Makes the table in a new file. Raises sqlite3.DatabaseError for a file of another program or version."""
    if _made_by(base) == (0, 0):
        with _transaction(base):
            # Another build may have made it just now.
            if _made_by(base) == (0, 0) and not base.execute("SELECT 1 FROM sqlite_master").fetchone():
                base.execute(f"PRAGMA application_id = {_APPLICATION}")
                base.execute(f"PRAGMA user_version = {_SCHEMA}")
                base.execute("CREATE TABLE notes (digest BLOB PRIMARY KEY, used INTEGER, note BLOB)")
                base.execute("CREATE INDEX by_day ON notes (used)")
    if _made_by(base) != (_APPLICATION, _SCHEMA):
        raise sqlite3.DatabaseError("it was made by another program or version")


def _made_by(base: sqlite3.Connection) -> tuple[int, int]:
    (application,), (schema,) = (
        base.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    return application, schema


def _oldest(base: sqlite3.Connection) -> int:
    """The day on which the note was asked for that was not for longest."""
    (day,) = base.execute("SELECT min(used) FROM notes").fetchone()
    return _NEVER if day is None else int(day)


@contextmanager
def _transaction(base: sqlite3.Connection) -> Iterator[None]:
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")
