"""One SQLite file for what is kept between builds: compiled notes, and what is known of the pages of each site.

Nothing that is read from the file is run. Whatever is wrong with it is told in one line, and costs time at worst.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_cache_path

_APPLICATION, _SCHEMA = 0x7472656C, 5  # "trel"
_TABLES = (
    "CREATE TABLE notes (digest BLOB PRIMARY KEY, used INTEGER, sum INTEGER, note BLOB)",
    "CREATE INDEX by_day ON notes (used)",
    """CREATE TABLE states (
        path TEXT, dialect BLOB, size INTEGER, modified INTEGER, changed INTEGER, digest BLOB,
        PRIMARY KEY (path, dialect)
    ) WITHOUT ROWID""",
    "CREATE TABLE results (of BLOB PRIMARY KEY, made INTEGER, sum INTEGER, result BLOB)",
    "CREATE TABLE files (site TEXT, place TEXT, record BLOB, PRIMARY KEY (site, place)) WITHOUT ROWID",
)
_PATIENCE = 10.0  # seconds to wait for another build that writes
_NOT_BROKEN = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_FULL",
    "SQLITE_IOERR",
)

Warn = Callable[[str], None]


def cache_file(vault: Path) -> Path:
    """Where the notes of *vault* are kept: in the folder that this machine has for such things. Not in the checkout: a
    pull request could bring a cache with it, whose finished HTML nobody would look at again."""
    name = hashlib.blake2b(str(vault.resolve()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return user_cache_path("trellis", appauthor=False) / name / "notes.sqlite"


def cards_folder(vault: Path) -> Path:
    """Where the social cards of the notes of *vault* are kept, beside them."""
    return cache_file(vault).with_name("cards")


class Database:
    """The SQLite file *file*. One that is broken or none of ours is set aside, and one that cannot be written is only
    read; *warn* is told."""

    def __init__(self, file: Path, warn: Warn) -> None:
        self.file, self.warn = file, warn
        self._usable = True

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

    def _tell_once(self, message: str) -> None:
        if self._usable:
            self._usable = False
            self.warn(message)

    def _set_aside(self, error: Exception) -> None:
        """Moves a file away that is broken, so that the next build has a new one. One that is only busy or may not be
        read is left alone."""
        if not self._usable:
            return
        if not getattr(error, "sqlite_errorname", "").startswith(_NOT_BROKEN):
            aside = self.file.with_name(f"{self.file.name}.set-aside")
            with suppress(OSError):
                self.file.replace(aside)
                self.warn(f"{self.file}: the cache is broken ({error}); it is kept as {aside.name}, a new one begins")
                return
        self._usable = False
        self.warn(f"{self.file}: the cache cannot be read ({error}); this build goes without one")


def _prepare(base: sqlite3.Connection) -> None:
    """Makes the table in a new file. Raises sqlite3.DatabaseError for a file of another program or version."""
    if _made_by(base) == (0, 0):
        with transaction(base):
            # Another build may have made it just now.
            if _made_by(base) == (0, 0) and not base.execute("SELECT 1 FROM sqlite_master").fetchone():
                base.execute(f"PRAGMA application_id = {_APPLICATION}")
                base.execute(f"PRAGMA user_version = {_SCHEMA}")
                for table in _TABLES:
                    base.execute(table)
    if _made_by(base) != (_APPLICATION, _SCHEMA):
        raise sqlite3.DatabaseError("it was made by another program or version")


def _made_by(base: sqlite3.Connection) -> tuple[int, int]:
    (application,), (schema,) = (
        base.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    return application, schema


@contextmanager
def transaction(base: sqlite3.Connection) -> Iterator[None]:
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")
