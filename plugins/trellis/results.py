"""What takes long to work out, kept between builds by a digest of all that it was worked out from."""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from functools import cache
from importlib.metadata import version

import msgspec

from trellis.cache import compiler
from trellis.database import Database, transaction
from trellis.model import pack

_KEPT = 40
"""Results in the file: of the last edits, and of some branches."""

_LIBRARIES = ("graspologic-native", "numpy")

Numbers = list[list[int]]
_decode = msgspec.msgpack.Decoder(Numbers).decode


class Results(Database):
    """The results in the file. One that is damaged is worked out again."""

    def recall(self, what: str) -> bytes | None:
        """What was kept last as *what*, by the same tools."""
        return self._recall(_key(what))

    def keep(self, what: str, result: bytes) -> None:
        """Keeps *result* in the place of what was kept as *what* before."""
        self._keep(_key(what), result)

    def worked_out(self, what: str, of: bytes, work: Callable[[], Numbers]) -> Numbers:
        """What *work* returns, or returned in an earlier build: *of* is a digest of all that it depends on, *what* the
        name of the question."""
        key = _key(what, of)
        try:
            if (known := self._recall(key)) is not None:
                return _decode(known)
        except msgspec.MsgspecError as error:
            self._set_aside(error)
        result = work()
        self._keep(key, pack(result))
        return result

    def _recall(self, key: bytes) -> bytes | None:
        try:
            with closing(self._open()) as base:
                row = base.execute("SELECT sum, result FROM results WHERE of = ?", (key,)).fetchone()
            return bytes(row[1]) if row and row[0] == zlib.crc32(row[1]) else None
        except (OSError, sqlite3.Error) as error:
            self._set_aside(error)
            return None

    def _keep(self, key: bytes, result: bytes) -> None:
        """Keeps *result*, and forgets the oldest ones."""
        try:
            with closing(self._open()) as base, transaction(base):
                row = (key, time.time_ns(), zlib.crc32(result), result)
                base.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", row)
                rest = "SELECT of FROM results ORDER BY made DESC LIMIT -1 OFFSET ?"
                base.execute(f"DELETE FROM results WHERE of IN ({rest})", (_KEPT,))  # noqa: S608
        except (OSError, sqlite3.Error) as error:
            what = "topics, mentions and the picture of the graph cannot be kept"
            self._tell_once(f"{self.file}: {what} ({error}); the next build works them out again")


def _key(what: str, of: bytes = b"") -> bytes:
    return hashlib.blake2b(_tools() + what.encode() + of, digest_size=16).digest()


@cache
def _tools() -> bytes:
    """A digest of whatever works out the results."""
    return compiler() + "".join(f"{library} {version(library)}\n" for library in _LIBRARIES).encode()
