"""The search index of the preview: it follows the notes once there is time, page by page."""

from __future__ import annotations

import hashlib
import threading

from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.search import NoteSearch, spliced
from trellis.mkdocs.serving import PreviewSite

_PATIENCE = 120.0
"""Seconds that a browser waits for the first index."""


class PreviewSearch:
    """What is in the index, and of which pages."""

    def __init__(self) -> None:
        self.search: NoteSearch | None = None
        """That of the last build; None if the site has no search of Material's."""
        self._index = b""
        self._seen: dict[str, bytes] = {}
        self._fragments: dict[str, bytes] = {}
        self._ready = threading.Event()

    def index(self) -> bytes | None:
        """The index as JSON; None if it is not ours to make. Waits for the first one."""
        if self.search is None:
            return None
        self._ready.wait(_PATIENCE)
        return self._index

    def catch_up(self, site: PreviewSite) -> None:
        """Makes the index anew of the pages that changed; gives up when *site* is built anew meanwhile."""
        search, preview = self.search, site.current
        if search is None or preview is None:
            return
        seen: dict[str, bytes] = {}
        for url in list(preview.pages.by_url):
            # One page at a time, so that nobody waits for more than that.
            site.give_way()
            with site.lock:
                if site.current is not preview:
                    return
                if page := preview.page(url):
                    preview.pages.fill(page)
                    place = page.file.dest_uri
                    seen[place] = _digest(page)
                    if self._seen.get(place) != seen[place]:
                        search.add(page)
                    page.forget()
        self._fragments |= search.fragments()
        self._seen = seen
        self._index = b"".join(spliced(search.others(), [self._fragments[place] for place in seen]))
        self._ready.set()


def _digest(page: NotePage | ListPage) -> bytes:
    shown = f"{page.title}\n{page.content}"
    return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=16).digest()
