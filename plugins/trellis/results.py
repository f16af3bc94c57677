"""What takes long to work out, kept between builds by a digest of all that it was worked out from."""

from __future__ import annotations

import sqlite3
import time
import zlib
from contextlib import closing

from trellis.database import Database, transaction

_KEPT = 20
"""Results in the file: of the last edits, and of some branches."""


class Results(Database):
    """The results in the file. One that is damaged is worked out again."""

    def recall(self, of: bytes) -> bytes | None:
        """The result that is known by the digest *of* its origin."""
        try:
            with closing(self._open()) as base:
                row = base.execute("SELECT sum, result FROM results WHERE of = ?", (of,)).fetchone()
        except (OSError, sqlite3.Error) as error:
            self._set_aside(error)
            return None
        return row[1] if row and row[0] == zlib.crc32(row[1]) else None

    def keep(self, of: bytes, result: bytes) -> None:
        """Keeps *result* by the digest *of* its origin, and forgets the oldest ones."""
        try:
            with closing(self._open()) as base, transaction(base):
                row = (of, time.time_ns(), zlib.crc32(result), result)
                base.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", row)
                rest = "SELECT of FROM results ORDER BY made DESC LIMIT -1 OFFSET ?"
                base.execute(f"DELETE FROM results WHERE of IN ({rest})", (_KEPT,))  # noqa: S608
        except (OSError, sqlite3.Error) as error:
            self._tell_once(f"{self.file}: topics cannot be kept ({error}); the next build finds them again")
