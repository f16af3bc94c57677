"""What is known of the files of a site since they were made, so that the next build can leave alone those that would
come out the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from trellis.database import Database, transaction

_encode = msgspec.msgpack.Encoder().encode


class MadeFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was written."""

    of: bytes
    """A digest of all that it was made of."""
    size: int
    time: int
    """When it was changed last, in nanoseconds."""
    search: bytes = b""
    """What of it is in the search index, as JSON."""
    text: bytes = b""
    """A digest of the text of a note that it shows."""


_decode = msgspec.msgpack.Decoder(MadeFile).decode


class SiteMemory(Database):
    """The files of sites, by the folder they are in."""

    def recall(self, site: Path) -> dict[str, MadeFile]:
        """The files of *site*, by their path within it."""
        try:
            with closing(self._open()) as base:
                rows = base.execute("SELECT place, record FROM files WHERE site = ?", (str(site),))
                return {place: _decode(record) for place, record in rows}
        except (OSError, sqlite3.Error, msgspec.MsgspecError) as error:
            self._set_aside(error)
            return {}

    def remember(self, site: Path, files: Mapping[str, MadeFile], before: Mapping[str, MadeFile]) -> None:
        """Has *files* for those of *site*, which were those *before*; sites that are gone are forgotten."""
        name = str(site)
        rows = [(name, place, _encode(made)) for place, made in files.items() if before.get(place) != made]
        stale = [(name, place) for place in before.keys() - files.keys()]
        try:
            with closing(self._open()) as base:
                known = [known for (known,) in base.execute("SELECT DISTINCT site FROM files") if known != name]
                gone = [(known,) for known in known if not Path(known).is_dir()]
                if not (rows or stale or gone):
                    return
                with transaction(base):
                    base.executemany("DELETE FROM files WHERE site = ?", gone)
                    base.executemany("DELETE FROM files WHERE site = ? AND place = ?", stale)
                    base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)
        except (OSError, sqlite3.Error) as error:
            self._tell_once(f"{self.file}: pages cannot be remembered ({error}); the next build makes all of them")
