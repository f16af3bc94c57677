"""Pagefind's search index of a site: documents are collected beside the pages, and the index is made of them unless it
would come out the same."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from trellis.diagnostics import TrellisError
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.searched import Heads, body, head_of_other, is_searched, strip_marks
from trellis.mkdocs.unchanged import Unchanged
from trellis.search_index import Document, Indexing, compressed, maker
from trellis.wiki import Wiki

log = logging.getLogger("mkdocs.plugins.trellis")

FOLDER = "search"
"""Where the index is on the site."""


_NO_SEARCH = "The site has no search until it is built again"


class PagefindSearch:
    """What of the pages is searched."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self._pool = ThreadPoolExecutor(1)
        self._heads: dict[str, str] = {}
        self._bodies: dict[str, bytes | Future[bytes]] = {}
        self._others: set[str] = set()
        self._known: Heads | None = None
        self._indexing: Indexing | None = None
        self._of = b""
        self._waited = 0.0

    def prepare(self, wiki: Wiki) -> Heads:
        """Works out what is known of the pages of *wiki*; that may take a while."""
        if self._known is None or self._known.wiki is not wiki:
            self._known = Heads(wiki)
        return self._known

    def add(self, page: Page) -> None:
        """Adds *page*, which has its content."""
        if self._head(page):
            # Compression leaves Python's lock to others.
            self._bodies[page.file.dest_uri] = self._pool.submit(compressed, body(page))
        strip_marks(page)

    def add_known(self, page: Page, kept: bytes) -> None:
        """Adds a *page* of which is known what `kept` gave when it was added last."""
        if self._head(page):
            self._bodies[page.file.dest_uri] = kept

    def add_other(self, page: Page, context: object, nav: object) -> None:
        """Adds a *page* that is no note's."""
        self._others.add(page.file.dest_uri)
        self.add(page)

    def kept(self) -> Mapping[str, bytes]:
        """What to keep of pages for the next time, by their files."""
        for place, made in self._bodies.items():
            if isinstance(made, Future):
                self._bodies[place] = made.result()
        return {place: made for place, made in self._bodies.items() if isinstance(made, bytes)}

    def begin(self, unchanged: Unchanged) -> None:
        """Has the index made of all pages, unless the one that is there would come out the same."""
        began = time.perf_counter()
        documents = list(self._documents(self._heads))
        self._of = unchanged.files(_digest(documents))
        if not unchanged.keep_all(self._of):
            try:
                self._indexing = self._index(documents, Path(self._config.site_dir))
            except TrellisError as error:
                log.warning("%s. %s", error, _NO_SEARCH)
        self._waited += time.perf_counter() - began

    def finish(self, unchanged: Unchanged) -> None:
        """Waits for the index, and says for how long the build had to."""
        self._pool.shutdown()
        if self._indexing:
            began = time.perf_counter()
            indexing, self._indexing = self._indexing, None
            site = Path(self._config.site_dir)
            try:
                for file in indexing.finish():
                    unchanged.make(file.relative_to(site).as_posix(), self._of)
            except TrellisError as error:
                log.warning("%s. %s", error, _NO_SEARCH)
            self._waited += time.perf_counter() - began
        log.info("The search index took %.1f seconds more", self._waited)

    def abort(self) -> None:
        """Gives up what was begun."""
        self._pool.shutdown(cancel_futures=True)
        if self._indexing:
            self._indexing.abort()
            self._indexing = None

    def writer(self, places: Iterable[str]) -> Callable[[Path], None]:
        """What writes an index to a folder: of the pages at *places* as they are now, and of those no notes have."""
        documents = list(self._documents({*places, *self._others}))

        def write(folder: Path) -> None:
            self._index(documents, folder, gently=True).finish()

        return write

    def _index(self, documents: Iterable[Document], site: Path, *, gently: bool = False) -> Indexing:
        language = str(self._config.theme.get("language") or "en")
        keep = not self._config.use_directory_urls
        return Indexing(documents, site / FOLDER, language, keep_index=keep, gently=gently)

    def _head(self, page: Page) -> bool:
        """Takes down what is known of *page*; False if it is not to be searched."""
        place = page.file.dest_uri
        if not is_searched(page):
            self._heads.pop(place, None)
            return False
        if isinstance(page, NotePage | ListPage):
            self._heads[place] = self.prepare(page.wiki()).of(page)
        else:
            self._heads[place] = head_of_other(page)
        return True

    def _documents(self, places: Iterable[str]) -> Iterator[Document]:
        kept = self.kept()
        for place in sorted(places):
            if place in self._heads:
                yield Document(place, self._heads[place], kept[place])


def _digest(documents: Iterable[Document]) -> bytes:
    digest = hashlib.blake2b(maker(), digest_size=16)
    for document in documents:
        head = document.head.encode("utf-8", "replace")
        place = document.place.encode("utf-8", "surrogatepass")
        digest.update(b"%d %d %d\n" % (len(place), len(head), len(document.body)))
        for part in (place, head, document.body):
            digest.update(part)
    return digest.digest()
