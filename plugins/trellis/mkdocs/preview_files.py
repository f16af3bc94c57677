"""The files beside the pages of a preview: each is made of the wiki as it is when somebody asks for it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig

from trellis.markdown_copy import copy_place
from trellis.mkdocs.copies import copy_of
from trellis.mkdocs.graph_files import graph_files, is_graph_file
from trellis.mkdocs.linking import Linking
from trellis.mkdocs.machine_files import Histories, MachineFile, machine_files, redirect_files
from trellis.mkdocs.page import NotePage
from trellis.mkdocs.pages import SITEMAP, NotePages
from trellis.model import NotePath
from trellis.tree_data import PLACE, tree_files
from trellis.wiki import Wiki

_Files = Callable[[Wiki, MkDocsConfig, Histories], Iterable[MachineFile]]


class PreviewFiles:
    """Files beside *pages*, of the wiki of *linking*. *renew_lists* brings the pages of lists to what is in it."""

    def __init__(self, pages: NotePages, linking: Linking, renew_lists: Callable[[], None]) -> None:
        self._pages, self._linking, self._renew_lists = pages, linking, renew_lists
        self._made: dict[str, dict[str, MachineFile]] = {}
        """Files for programs and pages at former addresses, as they are of the wiki."""
        self._graph_files: dict[str, bytes] | None = None
        self._tree: dict[str, bytes] | None = None

    def clear(self) -> None:
        """Forgets what was made: the wiki is another one."""
        self._made.clear()
        self._graph_files = self._tree = None

    def graph_file(self, url: str) -> bytes | None:
        """The file at *url* of those beside the pages of the graph, or of the tree of all notes."""
        if url.startswith(f"{PLACE}/"):
            if self._tree is None:
                self._tree = tree_files(self._linking.wiki)
            return self._tree.get(url)
        if not is_graph_file(url):
            return None
        if self._graph_files is None:
            self._graph_files = graph_files(self._linking.wiki, self._pages.config)
        return self._graph_files.get(url)

    def copy(self, url: str) -> bytes | None:
        """The Markdown copy at *url*, made of the file as it is now."""
        if not url.endswith(".md"):
            return None
        beside = url.removesuffix("index.md") if f"/{url}".endswith("/index.md") else ""
        for address in (beside, f"{url.removesuffix('.md')}.html"):
            page = self._pages.by_url.get(address)
            if isinstance(page, NotePage) and copy_place(page.file.dest_uri) == url:
                return copy_of(page, self._pages.config)
        return None

    def machine_file(self, url: str) -> str | bytes | None:
        """The file at *url* of those for programs, or the page at a former address."""
        place = f"{url}index.html" if url.endswith("/") else url
        if place in {SITEMAP, f"{SITEMAP}.gz"}:
            return self._sitemap(place)
        if place.endswith((".html", ".htm")):
            return self._made_at(place, "redirects", redirect_files)
        if place in {"llms.txt", "llms-full.txt"} or place.endswith(("feed.xml", "rss.xml")):
            return self._made_at(place, "files", partial(machine_files, copy=self._copy_of))
        return None

    def _sitemap(self, place: str) -> str | bytes | None:
        self._renew_lists()
        made = self._pages.sitemap()
        if not made.strip():
            return None  # as in a build, which writes none that is empty
        return made if place == SITEMAP else gzip.compress(made.encode(), mtime=0)

    def _made_at(self, place: str, kind: str, files: _Files) -> str | bytes | None:
        if kind not in self._made:
            made = files(self._linking.wiki, self._pages.config, self._linking.histories)
            self._made[kind] = {file.place: file for file in made}
        file = self._made[kind].get(place)
        return file.make() if file else None

    def _copy_of(self, path: NotePath) -> bytes:
        return self.copy(copy_place(self._linking.wiki.site.files[path])) or b""
