"""The search index of the preview: it follows the notes once there is time, and is made beside all else."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from trellis.diagnostics import TrellisError
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.search import Search
from trellis.mkdocs.serving import PreviewSite

log = logging.getLogger("mkdocs.plugins.trellis")

_PATIENCE = 120.0
"""Seconds that a browser waits for the first index."""

_FOLDER = "search/"
"""Where both kinds of index are on a site."""


class PreviewSearch:
    """What is in the index, and of which pages."""

    def __init__(self) -> None:
        self.search: Search | None = None
        """That of the last build; None if the site has no search of ours."""
        self._seen: dict[str, bytes] = {}
        self._kept: Mapping[str, bytes] = {}
        self._of: Search | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._indexes: list[Path] = []
        """The newest last. A page that was opened before it was made still asks for files of the one before."""
        self._asked: Callable[[Path], None] | None = None
        self._turn = threading.Condition()
        self._ready = threading.Event()

    def file(self, url: str) -> bytes | None:
        """The file of the index at *url*; None if there is none, or it is not ours to make. Waits for the first one."""
        if self.search is None or not url.startswith(_FOLDER) or url.endswith(("/", ".html")) or ".." in url:
            return None
        self._ready.wait(_PATIENCE)
        with self._turn:
            indexes = self._indexes[::-1]
        for index in indexes:
            try:
                return (index / url).read_bytes()
            except OSError:
                continue
        return None

    def catch_up(self, site: PreviewSite) -> None:
        """Has the index made anew if pages changed; gives up when *site* changes meanwhile: then it
        is asked again."""
        search, preview = self.search, site.current
        if search is None or preview is None:
            return
        wiki = preview.wiki
        search.prepare(wiki)
        seen: dict[str, bytes] = {}
        known = self._seen if self._of is search else {}
        for url in list(preview.pages.by_url):
            # One page at a time, so that nobody waits for more than that.
            site.give_way()
            with site.lock:
                if site.current is not preview or preview.wiki is not wiki:
                    return
                if page := preview.page(url):
                    preview.pages.fill(page)
                    place = page.file.dest_uri
                    seen[place] = _digest(page)
                    if known.get(place) == seen[place] and place in self._kept:
                        search.put(place, search.look(page, self._kept[place]))
                    else:
                        search.add(page)
                    page.forget()
        self._kept = search.kept()
        self._seen, self._of = seen, search
        self._ask(search.writer(seen))

    def _ask(self, write: Callable[[Path], None]) -> None:
        """Has *write* make the index, unless a newer one is asked for before its turn comes."""
        with self._turn:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="trellis-preview-", ignore_cleanup_errors=True)
                threading.Thread(target=self._make, daemon=True).start()
            self._asked = write
            self._turn.notify_all()

    def _make(self) -> None:
        number = 0
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._asked is not None)
                write, self._asked = self._asked, None
            assert write
            assert self._folder
            number += 1
            index = Path(self._folder.name, str(number))
            try:
                write(index)
            except (TrellisError, OSError) as error:
                log.warning("%s", error)
                continue
            with self._turn:
                self._indexes.append(index)
                old, self._indexes = self._indexes[:-2], self._indexes[-2:]
            self._ready.set()
            for folder in old:
                shutil.rmtree(folder, ignore_errors=True)


def _digest(page: NotePage | ListPage) -> bytes:
    shown = f"{page.title}\n{page.content}"
    return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=16).digest()
