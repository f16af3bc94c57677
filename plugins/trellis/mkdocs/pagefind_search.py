"""Pagefind's search index of a site: documents are collected beside the pages, and the index is made of them unless it
would come out the same."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from trellis.diagnostics import TrellisError
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.searched import Heads, body, head_of_other, is_searched, strip_marks
from trellis.mkdocs.unchanged import Unchanged
from trellis.search_fragments import FOLDER as FRAGMENTS
from trellis.search_index import Document, Index, Indexing, compressed, maker
from trellis.wiki import Wiki

log = logging.getLogger("mkdocs.plugins.trellis")

FOLDER = "search"
"""Where the index is on the site."""


_NO_SEARCH = "The site has no search until it is built again"


class PagefindSearch:
    """What of the pages is searched."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self._found: dict[str, Document] = {}
        self._others: set[str] = set()
        self._heads: Heads | None = None
        self._indexing: Indexing | None = None
        self._each: dict[str, bytes] = {}
        """Of what the fragment of each page is made."""
        self._of = b""
        """Of what the rest of the index is made."""
        self._known: dict[str, str] = {}
        """Fragments that the site has already, by page."""
        self._written: dict[str, tuple[bytes, str]] = {}
        """Of the index that was written last for a preview, of what each fragment was made, and where it is."""
        self._waited = 0.0

    def prepare(self, wiki: Wiki) -> Heads:
        """Works out what is known of the pages of *wiki*; that may take a while."""
        if self._heads is None or self._heads.wiki is not wiki:
            self._heads = Heads(wiki)
        return self._heads

    def add(self, page: Page) -> None:
        """Adds *page*, which has its content."""
        self.put(page.file.dest_uri, self.look(page))

    def look(self, page: Page, kept: bytes | None = None) -> Document | None:
        """What of *page* is searched, if it is; its text may be *kept*. The page loses what is for a search alone."""
        found = None
        if is_searched(page):
            found = Document(page.file.dest_uri, self._head(page), compressed(body(page)) if kept is None else kept)
        if kept is None:
            strip_marks(page)
        return found

    def _head(self, page: Page) -> str:
        if isinstance(page, NotePage | ListPage):
            return self.prepare(page.wiki()).of(page)
        return head_of_other(page)

    def put(self, place: str, found: object) -> None:
        """Adds the page at *place*, by what `look` gave."""
        if isinstance(found, Document):
            if self._found.get(place) != found:  # a preview asks after each edit: what stays leaves no holes in memory
                self._found[place] = found
        else:
            self._found.pop(place, None)

    def add_other(self, page: Page, context: object, nav: object) -> None:
        """Adds a *page* that is no note's."""
        self._others.add(page.file.dest_uri)
        self.add(page)

    def kept(self) -> Mapping[str, bytes]:
        """What to keep of pages for the next time, by their files."""
        return {place: document.body for place, document in self._found.items()}

    def begin(self, unchanged: Unchanged) -> None:
        """Has the index made of all pages, unless the one that is there would come out the same."""
        began = time.perf_counter()
        documents = self._documents(self._found)
        self._each = {document.place: unchanged.files(_digest([document])) for document in documents}
        self._of = unchanged.files(b"".join(self._each.values()))
        there = unchanged.all_as_made(self._of)
        fragments = unchanged.made_in(f"{FOLDER}/{FRAGMENTS}/")
        each = ((page, of, fragments.get(of)) for page, of in self._each.items())
        self._known = {page: place for page, of, place in each if place and unchanged.is_as_made(place, of)}
        if there and len(self._known) == len(fragments):
            unchanged.note({}, [*there, *fragments.values()])
        else:
            known = {page: f"{unchanged.site}/{file}" for page, file in self._known.items()}
            try:
                self._indexing = self._index(documents, Path(self._config.site_dir) / FOLDER, known)
            except TrellisError as error:
                log.warning("%s. %s", error, _NO_SEARCH)
        self._waited += time.perf_counter() - began

    def finish(self, unchanged: Unchanged) -> None:
        """Waits for the index, and says for how long the build had to."""
        if self._indexing:
            began = time.perf_counter()
            indexing, self._indexing = self._indexing, None
            try:
                self._note(indexing.finish(), unchanged)
            except TrellisError as error:
                log.warning("%s. %s", error, _NO_SEARCH)
            self._waited += time.perf_counter() - began
        log.info("The search index took %.1f seconds more", self._waited)

    def _note(self, index: Index, unchanged: Unchanged) -> None:
        """Notes of what the files of *index* are made. Fragments that the site has already stay where they are."""
        site = Path(self._config.site_dir)
        pages = {file: page for page, file in index.fragments.items()}
        for file in index.files:
            place, page = file.relative_to(site).as_posix(), pages.get(str(file), "")
            if self._known.get(page) == place:
                file.unlink()
                unchanged.note({}, [place])
            else:
                unchanged.note({place: self._each.get(page, self._of)}, [])

    def abort(self) -> None:
        """Gives up what was begun."""
        if self._indexing:
            self._indexing.abort()
            self._indexing = None

    def writer(self, places: Iterable[str]) -> Callable[[Path], None]:
        """What writes an index to a folder: of the pages at *places* as they are now, and of those no notes have."""
        documents = self._documents({*places, *self._others})
        self._heads = None  # a preview keeps no wiki that is gone after the next edit

        def write(folder: Path) -> None:
            before, self._written = self._written, {}
            now = {document.place: _digest([document]) for document in documents}
            known = {page: file for page, (of, file) in before.items() if now.get(page) == of}
            index = self._index(documents, folder / FOLDER, known, gently=True).finish()
            self._written = {page: (now[page], file) for page, file in index.fragments.items()}

        return write

    def _index(
        self, documents: Iterable[Document], out: Path, known: Mapping[str, str], *, gently: bool = False
    ) -> Indexing:
        language = str(self._config.theme.get("language") or "en")
        keep = not self._config.use_directory_urls
        return Indexing(documents, out, language, keep_index=keep, gently=gently, known=known)

    def _documents(self, places: Iterable[str]) -> list[Document]:
        return [self._found[place] for place in sorted(places) if place in self._found]


def _digest(documents: Iterable[Document]) -> bytes:
    digest = hashlib.blake2b(maker(), digest_size=16)
    for document in documents:
        head = document.head.encode("utf-8", "replace")
        place = document.place.encode("utf-8", "surrogatepass")
        digest.update(b"%d %d %d\n" % (len(place), len(head), len(document.body)))
        for part in (place, head, document.body):
            digest.update(part)
    return digest.digest()
