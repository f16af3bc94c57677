"""Material's search index of notes, made beside the pages: in a process of its own when there is much of it."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from material.plugins.search import plugin as material
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from trellis.mkdocs.unchanged import Unchanged
from trellis.wiki import Wiki

log = logging.getLogger("mkdocs.plugins.trellis")

_BATCH = 500_000
"""Characters of HTML that are indexed at once: a fifth of a second."""

_WORTHWHILE = 3
"""Batches from which on a second process saves more than it takes to start."""

_MOST = 20
"""Batches that may wait for the process: more would be a matter of memory."""

_INDEX = "search/search_index.json"
_MARK = re.compile(r'\s?data-search-\w+="[^"]+"')


class Indexed(NamedTuple):
    """What Material's index reads of a page."""

    place: str
    """The file of the page, by which we know it; Material does not ask for this."""
    url: str
    title: str
    meta: dict[str, Any]
    toc: TableOfContents
    content: str


class MaterialSearch:
    """The part of the index that is about notes."""

    def __init__(self, plugin: material.SearchPlugin, config: MkDocsConfig) -> None:
        self._plugin, self._config = plugin, config
        self._known: dict[str, bytes] = {}
        self._batch: list[Indexed] = []
        self._size = 0
        self._waiting: list[list[Indexed]] = []
        self._asked: deque[tuple[list[Indexed], Future[list[bytes]]]] = deque()
        self._pool: ProcessPoolExecutor | None = None
        # A dictionary for Chinese is loaded by the plugin, into this process.
        self._may_start = (os.cpu_count() or 1) > 1 and material.jieba is None
        self._seconds = 0.0

    def prepare(self, wiki: Wiki) -> None:
        """Nothing has to be worked out."""

    def add_other(self, page: Page, context: object, nav: object) -> None:
        """Adds a *page* that is no note's, as the plugin does."""
        with self._timed():
            self._plugin.on_page_context(context, page=page, config=self._config, nav=nav)

    def add(self, page: Page) -> None:
        """Adds the *page* of a note or list, which has its content."""
        self.put(page.file.dest_uri, self.look(page))

    def look(self, page: Page, kept: bytes | None = None) -> object:
        """What is to be put into the index of *page*, whose content loses what is meant for the index alone."""
        if kept is not None:
            return kept
        content = page.content or ""
        meta = {"title": page.meta.get("title", page.title), "search": page.meta.get("search")}
        page.content = _MARK.sub("", content) if "data-search-" in content else content
        return Indexed(page.file.dest_uri, page.url, page.title, meta, page.toc, content)

    def put(self, place: str, found: object) -> None:
        """Adds the page at *place*, by what `look` gave."""
        if isinstance(found, bytes):
            self._known[place] = found
        elif isinstance(found, Indexed):
            self._batch.append(found)
            self._size += len(found.content)
            if self._size > _BATCH:
                self._waiting.append(self._batch)
                self._batch, self._size = [], 0
                if len(self._waiting) >= _WORTHWHILE or self._pool:
                    self._ask()

    def _ask(self) -> None:
        """Has another process index what waits, if one can be had."""
        try:
            if self._pool is None and self._may_start:
                # Not forked: threads hold locks, and a fork copies these as they happen to be.
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            while self._pool and self._waiting:
                self._asked.append((self._waiting[0], self._pool.submit(_fragments, self._waiting[0])))
                del self._waiting[0]
        except BrokenExecutor:  # such as from a script that does not ask whether it is `__main__`
            self._pool, self._may_start = None, False
        # Texts are held no longer than they may be needed once more.
        while self._asked and (self._asked[0][1].done() or len(self._asked) > _MOST):
            self._answered(*self._asked.popleft())

    def kept(self) -> Mapping[str, bytes]:
        """By file, the part of the index that each page of a note is, as JSON; waits for it."""
        with self._timed():
            while self._asked:
                self._answered(*self._asked.popleft())
            for batch in (*self._waiting, self._batch):
                self._keep(batch, _fragments(batch))
        self._waiting, self._batch, self._size = [], [], 0
        if self._pool:
            self._pool.shutdown()
            self._pool = None
        return self._known

    def writer(self, places: Iterable[str]) -> Callable[[Path], None]:
        """What writes an index to a folder: of the pages at *places* as they are now, and of those no notes have."""
        index: str = self._plugin.search_index.generate_search_index(None)
        fragments = self.kept()
        pieces = list(spliced(index.encode(), [fragments[place] for place in places if place in fragments]))

        def write(folder: Path) -> None:
            file = folder / _INDEX
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"".join(pieces))

        return write

    def begin(self, unchanged: Unchanged) -> None:
        """Writes the index of the whole site, and says for how long the build had to wait for it."""
        fragments = self.kept()
        with self._timed():
            self._plugin.on_post_build(config=self._config)
            file = Path(self._config.site_dir, _INDEX)
            # In one order, whoever made them.
            pieces = spliced(file.read_bytes(), (fragments[place] for place in sorted(fragments)))
            with file.open("wb") as stream:
                stream.writelines(pieces)
        log.info("The search index took %.1f seconds more", self._seconds)

    def finish(self, unchanged: Unchanged) -> None:
        """It is written already: other plugins look for it."""

    def abort(self) -> None:
        """Gives up what was begun."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _answered(self, batch: list[Indexed], answer: Future[list[bytes]]) -> None:
        try:
            fragments = answer.result()
        except BrokenExecutor:
            fragments = _fragments(batch)
        self._keep(batch, fragments)

    def _keep(self, batch: list[Indexed], fragments: list[bytes]) -> None:
        self._known.update(zip((indexed.place for indexed in batch), fragments, strict=True))

    @contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._seconds += time.perf_counter() - began


def _fragments(batch: list[Indexed]) -> list[bytes]:
    """The part of the index that each page of the *batch* is: entries as JSON, divided by commas."""
    found = []
    for indexed in batch:
        index = material.SearchIndex()
        index.add_entry_from_context(indexed)
        found.append(json.dumps(index.entries, separators=(",", ":"), default=str)[1:-1].encode())
    return found


def spliced(index: bytes, fragments: Iterable[bytes]) -> Iterator[bytes]:
    """The JSON *index* with the *fragments* at the end of its list of documents, in pieces."""
    head = index.removesuffix(b"]}")
    assert head != index, "the index of Material's search plugin ends with the list of its documents"
    yield head
    comma = b"" if head.endswith(b"[") else b","
    for fragment in filter(None, fragments):
        yield comma
        yield fragment
        comma = b","
    yield b"]}"
