"""From which state of its file each note was compiled, kept between builds: a note whose file is as it was is not read.

A state is the size and both dates of a file, as in Git's index; one so fresh that the file may be written once more
within the grain of the clock is not kept (Git's documentation calls it racy). The second date, that of the entry in the
folder, nobody can set; on Windows it is that of creation, and the other one has to do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing

from trellis.cache import NoteCache, dialect
from trellis.database import Database, transaction
from trellis.model import NotePath, VaultPath
from trellis.options import Options
from trellis.scanned import Known, Source, Stamp


class FileStates(Database):
    """Those in the file of *cache*, for notes that are compiled with *options*. Called with the stamps of files, it
    recalls those notes that were compiled from them."""

    def __init__(self, cache: NoteCache, options: Options) -> None:
        super().__init__(cache.file, cache.warn)
        self.options = options
        self._cache = cache
        self._dialect = dialect(options)

    def __call__(self, stamps: Mapping[str, Stamp]) -> dict[str, Known]:
        known = {path: state for path, state in self._states().items() if stamps.get(path) == state[0]}
        found = self._cache.find(digest for _, digest in known.values())
        return {
            path: Known(NotePath(VaultPath(path)), digest, found[digest], stamp)
            for path, (stamp, digest) in known.items()
            if digest in found
        }

    def remember(self, sources: Iterable[Source | Known], digests: Mapping[NotePath, bytes]) -> None:
        """Keeps from which state of their files the notes of the vault were compiled, by their *digests*."""
        before = self._states()
        now: dict[str, tuple[Stamp, bytes]] = {s.path: (s.stamp, digests[s.path]) for s in sources if s.stamp}
        gone = [(path, self._dialect) for path in before.keys() - now.keys()]
        rows = [
            (path, self._dialect, *stamp, digest)
            for path, (stamp, digest) in now.items()
            if before.get(path) != (stamp, digest)
        ]
        if not rows and not gone:
            return
        try:
            with closing(self._open()) as base, transaction(base):
                base.executemany("DELETE FROM states WHERE path = ? AND dialect = ?", gone)
                base.executemany("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?, ?)", rows)
        except (OSError, sqlite3.Error) as error:
            self._tell_once(f"{self.file}: dates of notes cannot be kept ({error}); the next build reads them again")

    def _states(self) -> dict[str, tuple[Stamp, bytes]]:
        question = "SELECT path, size, modified, changed, digest FROM states WHERE dialect = ?"
        try:
            with closing(self._open()) as base:
                rows = base.execute(question, (self._dialect,))
                return {path: ((size, modified, changed), digest) for path, size, modified, changed, digest in rows}
        except (OSError, sqlite3.Error) as error:
            self._set_aside(error)
            return {}
