"""What the preview does after an edit once there is time: nobody waits for it."""

from __future__ import annotations

from pathlib import Path

from trellis.cache import NoteCache, digest_of
from trellis.check import check_wiki
from trellis.compile import compile_note
from trellis.database import cache_file
from trellis.diagnostics import Diagnostic
from trellis.garbage import collect, collect_all, give_back
from trellis.local_graph import forget_titles
from trellis.mkdocs.page import NotePage
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.preview_search import PreviewSearch
from trellis.mkdocs.reports import log, report
from trellis.mkdocs.serving import PreviewSite
from trellis.texts import read_note


class CatchingUp:
    """Messages on the terminal, the topics that pages show, the cache of compiled notes, and search."""

    def __init__(self) -> None:
        self.search = PreviewSearch()
        self._before: Preview | None = None
        self._told: set[Diagnostic] = set()

    def __call__(self, site: PreviewSite) -> None:
        """Catches up with *site*."""
        preview = site.current
        assert preview
        is_new, self._before = preview is not self._before, preview
        if is_new:
            _practise(site, preview)
        if preview.find_topics():
            site.tell()
        found = check_wiki(preview.wiki)
        report([diagnostic for diagnostic in found if diagnostic not in self._told])
        self._told = set(found)
        options = preview.wiki.options
        with site.lock:
            compiled = preview.taken()
        cache = NoteCache(cache_file(Path(preview.pages.config.docs_dir)), log.warning)
        cache.keep({digest_of(source, options): note for source, note in compiled.items()}, ())
        del compiled
        site.forget_texts()
        self.search.catch_up(site)
        forget_titles()
        if is_new:
            # What pages and search have worked out of the wiki stays. What is left of the pages, and of the build
            # before, goes: set apart, it would keep this wiki and all its notes for ever.
            collect_all()
        else:
            collect()
        give_back()


_PRACTICE = 40
"""Pages among which there are some of each kind that is frequent."""


_LONG = 30_000
"""Characters of a note that would keep others waiting."""


def _practise(site: PreviewSite, preview: Preview) -> None:
    """Compiles some notes and makes their pages, so that no author waits for what is loaded or worked out once: for a
    language of code, of a kind of pages, and of the wiki."""
    with site.lock:
        _ = preview.wiki.naming_parts
    urls = [url for url, page in preview.pages.by_url.items() if isinstance(page, NotePage)]
    for url in urls[:: max(1, len(urls) // _PRACTICE)]:
        site.give_way()
        with site.lock:
            page = preview.page(url) if site.current is preview else None
            if not isinstance(page, NotePage):
                return
            try:
                source = read_note(preview.root / page.path, page.path)
                if len(source.text) < _LONG:
                    compile_note(source, preview.wiki.options)
                preview.pages.html(page)
            except Exception:  # noqa: BLE001  # whoever asks for the page is told
                return
            page.forget()
