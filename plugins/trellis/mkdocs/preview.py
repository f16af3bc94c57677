"""`mkdocs serve`: the page of a note is made when somebody asks for it, so that a preview is ready once the notes are
linked. The search index follows in the background. A build that fails leaves what was there, with words on top.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.utils import write_file

from trellis.mkdocs.page import NotePage

log = logging.getLogger("mkdocs.plugins.trellis")

_PATIENCE = 120.0  # seconds that a reader waits for a build
_ERROR = (
    '<div role="alert" style="background:#8c1d18;color:#fff;padding:1rem;white-space:pre-wrap;font-family:monospace">'
    "<strong>This page is as it was before the last change: the site cannot be built.</strong>\n\n{}</div>"
)


class Preview:
    """The pages of one build, made one by one."""

    def __init__(self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> None:
        self.config, self.files, self.nav, self.env = config, files, nav, env
        self.pages: dict[str, NotePage] = {}
        self._made: set[str] = set()
        self._lock = threading.RLock()
        self._levels: dict[File, InclusionLevel] = {}
        self.superseded = False

    def hold_back(self) -> None:
        """Keeps MkDocs from building the pages of notes."""
        for file in self.files.documentation_pages():
            if isinstance(file.page, NotePage):
                # MkDocs calls the home page `./`.
                self.pages[unquote(file.url).removeprefix("./")] = file.page
                self._levels[file] = file.inclusion
                file.inclusion = InclusionLevel.EXCLUDED

    def release(self) -> None:
        """Undoes `hold_back`, for whoever asks for the files later."""
        for file, level in self._levels.items():
            file.inclusion = level
        self._levels.clear()

    def make(self, url: str, error: str = "") -> None:
        """Writes the page at *url*, from the root of the site, if it is a note's and not yet there."""
        with self._lock:
            page = self.pages.get(url)
            if page is None or url in self._made:
                return
            write_file(self._html(page, error).encode("utf-8", "xmlcharrefreplace"), page.file.abs_dest_path)
            self._made.add(url)

    def _html(self, page: NotePage, error: str) -> str:
        self._fill(page)
        page.active = True
        try:
            template = self.env.get_template(str(page.meta.get("template", "main.html")))
            context = get_context(self.nav, self.files.documentation_pages(), self.config, page)
            context = self.config.plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            output = self.config.plugins.on_post_page(template.render(context), page=page, config=self.config)
        finally:
            page.active = False
        body, tag, rest = output.partition("<body")
        opened, end, inside = rest.partition(">")
        return f"{body}{tag}{opened}{end}{_ERROR.format(escape(error))}{inside}" if error and tag else output

    def _fill(self, page: NotePage) -> None:
        if not page.is_filled:
            page.fill()
            content = self.config.plugins.on_page_content(
                page.content or "", page=page, config=self.config, files=self.files
            )
            page.content = content

    def index(self) -> None:
        """Gives all notes to the search plugin, and has it write its index anew."""
        search = self.config.plugins.get("search") or self.config.plugins.get("material/search")
        collect = getattr(getattr(search, "search_index", None), "add_entry_from_context", None)
        if search is None or collect is None:
            return
        for page in self.pages.values():
            if self.superseded:
                return
            with self._lock:
                self._fill(page)
                collect(page)
        if not self.superseded:
            search.on_post_build(config=self.config)

    def restore(self) -> None:
        """Puts back what a build took away that then failed; pages follow when they are asked for."""
        with self._lock:
            self._made.clear()
            self.files.copy_static_files(dirty=False)


class PreviewSite:
    """What is served: the last build that went well, and what is wrong with the one after it."""

    def __init__(self) -> None:
        self._current: Preview | None = None
        self._next: Preview | None = None
        self._error = ""
        self._building = threading.Condition()
        self._is_building = False
        self._number = 0  # of the builds so far

    def begin(self) -> None:
        """A build has begun: readers wait."""
        with self._building:
            self._is_building = True
            self._number += 1
        if self._current:
            self._current.superseded = True

    def hold_back(self, preview: Preview) -> None:
        self._next = preview
        preview.hold_back()

    def finish(self) -> None:
        """The build went well."""
        if self._next:
            self._next.release()
            self._current, self._next, self._error = self._next, None, ""
            threading.Thread(target=self._current.index, daemon=True).start()
        self._go_on()

    def fail(self, error: str) -> None:
        """The build failed: what was there is shown again, with the *error*."""
        self._next, self._error = None, error
        if self._current:
            self._current.restore()
        self._go_on()

    def _go_on(self) -> None:
        with self._building:
            self._is_building = False
            self._building.notify_all()

    def guarded(self, builder: Callable[[], None]) -> Callable[[], None]:
        """*builder*, whose errors are shown in the pages: MkDocs' server answers nobody until they are mended."""

        def build() -> None:
            try:
                builder()
            except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever it is, the author wants to read it
                log.error("The site cannot be built: %s", error)  # noqa: TRY400  # a traceback helps no author
                self.fail(f"{type(error).__name__}: {error}")

        return build

    def serving(self, app: WSGIApplication, mount: str) -> WSGIApplication:
        """*app*, which serves files, with pages made before they are asked for."""

        def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "ignore")
            if not path.startswith(mount) or path.startswith("/livereload/"):
                return app(environ, start_response)
            while True:
                number = self._make(path.removeprefix(mount))
                status, headers, body = _answer(app, environ)
                # A build that began just now has taken the page away again.
                if number == self._number or not status.startswith("404"):
                    start_response(status, headers)
                    return body

        return served

    def _make(self, path: str) -> int:
        """Makes the page at *path*, if it is a note's; returns the number of the build it belongs to."""
        with self._building:
            self._building.wait_for(lambda: not self._is_building, timeout=_PATIENCE)
            number = self._number
        if self._current:
            # An address without its slash is sent on by MkDocs, if the page is there.
            for url in (path, f"{path}/", path.removesuffix("index.html")):
                self._current.make(url, self._error)
        return number


def _answer(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], Iterable[bytes]]:
    """Status, headers and body of what *app* answers, before anything is sent."""
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        said.append((status, headers))
        return lambda _: None

    body = app(environ, start_response)
    return (*said[0], body)
