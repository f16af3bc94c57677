"""The pages of a build: each is made and written, or left as it is."""

from __future__ import annotations

from collections.abc import Callable

from mkdocs.structure.files import Files
from mkdocs.utils import write_file

from trellis.fingerprints import Fingerprints
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.pages import NotePages
from trellis.mkdocs.search import Search
from trellis.mkdocs.unchanged import Unchanged


class Making:
    """What one build does with the pages of notes and lists, and with attachments."""

    def __init__(self, pages: NotePages, unchanged: Unchanged, search: Search | None) -> None:
        self._pages, self._unchanged, self._search = pages, unchanged, search

    def leave_media(self, files: Files, folder: str) -> None:
        """Those of *files* that lie in *folder* and are as they were copied are not copied again."""
        for file in files.media_files():
            if file.src_dir == folder:
                of = self._unchanged.media(file)
                if self._unchanged.keep(file.dest_uri, of):
                    self._pages.leave(file)
                else:
                    self._unchanged.make(file.dest_uri, of)

    def make(self, fingerprints: Fingerprints, step: Callable[[], None]) -> None:
        """Makes the pages that would not come out the same, and begins the search index; *step* is told of those left.

        Raises:
            Exception: whatever a template or another plugin raises.
        """
        for page in self._pages:
            if self._leaves(page, fingerprints):
                step()
            else:
                self._pages.fill(page)
                if self._search:
                    self._search.add(page)
                write_file(self._pages.html(page).encode("utf-8", "xmlcharrefreplace"), page.file.abs_dest_path)
            if self._unchanged.is_certain:
                page.forget()
        if self._search:
            self._search.begin(self._unchanged)

    def _leaves(self, page: NotePage | ListPage, fingerprints: Fingerprints) -> bool:
        """Whether *page* can stay; if not, what it is made of is noted."""
        if not self._unchanged.is_certain:
            return False
        shown = fingerprints.of(page.view) if isinstance(page, NotePage) else fingerprints.of_all
        of, place = self._unchanged.page(page, shown), page.file.dest_uri
        made = self._unchanged.keep(place, of)
        if made is None:
            self._unchanged.make(place, of)
        elif self._search:
            self._search.add_known(page, made.search)
        return made is not None

    def remember(self) -> None:
        """Keeps for the next build what all files were made of, once they are in their places."""
        self._unchanged.remember(self._search.kept() if self._search else {})
