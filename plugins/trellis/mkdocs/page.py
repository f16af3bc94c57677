"""Pages whose HTML comes from the wiki: MkDocs renders nothing of them, it only puts it into their template.

MkDocs' templates escape nothing, so what they are given is HTML already. Material takes the title of the window from
`page.meta.title`, or else from `page.title` with its tags removed, which would make tags again of escaped ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from trellis.head import Head, head_of_home, head_of_list, head_of_note
from trellis.markdown_copy import copy_url
from trellis.mkdocs.settings import site_facts
from trellis.model import Heading, Note, NotePath, Url
from trellis.recent_view import RecentNote
from trellis.view import NoteView
from trellis.wiki import Wiki

_PLAIN_URL = re.compile(r"(?:[\w%~-][\w%.~-]*/)*(?:[\w%~-][\w%.~-]*)?", re.ASCII)
"""Steps that lead down, from where nothing is to be worked out."""

_NO_CONTENTS = get_toc([])

CurrentWiki = Callable[[], Wiki]
"""The wiki as it is when asked: pages are made before everything is linked."""


class NotePage(Page):
    """The page of a note. Set as `File.page` in `on_files`, which MkDocs 1.6 offers for this."""

    def __init__(
        self,
        file: File,
        config: MkDocsConfig,
        path: NotePath,
        wiki: CurrentWiki,
        title: str | None,
        *,
        lazy: bool = False,
    ) -> None:
        """*title* is that of the navigation, if it has one for this note; if *lazy*, somebody else will `fill` it."""
        self.lazy = lazy
        self._given_title = title
        self._meta: MutableMapping[str, Any] | None = None
        super().__init__(title or Markup.escape(wiki().notes[path].title), file, config)
        self.path = path
        self.wiki, self._config = wiki, config
        self.is_filled = False
        self._view: NoteView | None = None
        self.recent: Callable[[Url], list[RecentNote]] | None = None
        """What changed last, as seen from an address; the home page shows it."""

    def _set_canonical_url(self, base: str | None) -> None:
        """What MkDocs does, without asking Python's library to join the two for each of 20,000 notes."""
        if not base or not _PLAIN_URL.fullmatch(self.url):
            super()._set_canonical_url(base)
            return
        base = base if base.endswith("/") else f"{base}/"
        self.canonical_url, self.abs_url = base + self.url, urlsplit(base).path + self.url

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing is read: the wiki has."""
        self.markdown = ""
        self._meta = None

    @property
    def meta(self) -> MutableMapping[str, Any]:
        """Of the properties, what is known to be harmless. It is worked out when somebody asks: a preview shows few of
        20,000 pages, and a build that makes some asks nothing of the others."""
        if self._meta is None:
            self._meta = self._described()
        return self._meta

    @meta.setter
    def meta(self, meta: MutableMapping[str, Any]) -> None:
        self._meta = meta

    def _described(self) -> dict[str, Any]:
        note = self.wiki().notes[self.path]
        meta: dict[str, Any] = {"template": "trellis/note.html"}
        if not self.is_homepage:  # its window is titled by the name of the site
            meta["title"] = Markup.escape(note.title)
        if note.properties.unlisted:
            meta["search"] = {"exclude": True}
        if description := self._description:
            meta["description"] = Markup.escape(description)
        return meta

    @property
    def _description(self) -> str:
        wiki = self.wiki()
        note = wiki.notes[self.path]
        return note.properties.description or wiki.linker.words(self.path, note.lead)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        if self.lazy:
            self.content, self.toc = "", _NO_CONTENTS
        else:
            self.fill()

    def renew(self) -> None:
        """Has the page show the wiki as it is now."""
        self.title = self._given_title or Markup.escape(self.wiki().notes[self.path].title)
        self.is_filled = False
        self._view = self._meta = None

    def fill(self) -> None:
        """Makes the content and the table of contents."""
        self.is_filled = True
        wiki = self.wiki()
        note = wiki.notes[self.path]
        heading = wiki.linker.heading(self.path) or f"<h1>{escape(note.title, quote=False)}</h1>\n"
        self.content = _directed(note, heading + wiki.linker.body(self.path))
        self.toc = get_toc(toc_tokens(note.headings))  # type: ignore[arg-type]
        self.present_anchor_ids = {heading.anchor for heading in note.headings} | {
            block.anchor for block in note.blocks
        }

    def forget(self) -> None:
        """Frees the memory of a page that is written, or sent."""
        if self._view:
            vars(self._view).clear()  # what a template leaves behind may hold on to it, and by it to a whole wiki
        self.content, self.toc, self._view = "", _NO_CONTENTS, None
        self.present_anchor_ids = self._meta = None

    @property
    def view(self) -> NoteView:
        """What it shows round the note."""
        if self._view is None:
            self._view = NoteView(self.wiki(), self.path)
        return self._view

    @property
    def head(self) -> Head:
        """What its head says to other sites."""
        return head_of_note(self.view, site_facts(self._config), self._description)

    @property
    def markdown_copy(self) -> str:
        """The address of the copy for programs, as a link in the page."""
        return Markup.escape(copy_url(self.wiki(), self.path).rpartition("/")[2])

    def context(self) -> Mapping[str, object]:
        """What its template shows beside the note."""
        view, html = self.view, self.content or ""
        citations, cited_by = view.citations, view.cited_by
        plays = bool(view.video or (cited_by and cited_by.moments))
        plays |= bool(citations and any(source.moments for source in citations.sources))
        needs = {
            "diagrams": '<pre class="mermaid"' in html,
            "formulas": ' data-tex="' in html,
            "paths": bool(view.learning_path.before),
            "noindex": self.wiki().notes[self.path].properties.unlisted,
            "rtl": self.wiki().notes[self.path].is_rtl,
            "sources": bool(citations or cited_by),
            "trails": bool(view.path_page or (view.trail and view.trail.others)),
            "videos": plays or 'data-video="' in html or ' data-t="' in html,
        }
        recent = {"recent": self.recent(Url(self.url))} if self.recent else {}
        return {"note": view, "needs": needs, **recent}

    def beside(self) -> object:
        """What it shows beside the note."""
        return self.recent(Url(self.url)) if self.recent else None


_WIDE = frozenset({"trellis/home.html", "trellis/all_notes.html", "trellis/graph.html"})
"""Templates of pages that leave no room for the navigation beside them."""

ListContext = Callable[[Wiki, Url], Mapping[str, object]]
"""What a template shows of a wiki, as seen from the page at an address."""


class ListPage(Page):
    """A page made of the whole wiki, such as the list of all notes."""

    def __init__(
        self,
        file: File,
        config: MkDocsConfig,
        title: str,
        template: str,
        wiki: CurrentWiki,
        shows: ListContext,
        *,
        given: str | None = None,
        passing: bool = False,
        beside: Callable[[], object] = str,
    ) -> None:
        """*title* is its heading, and its name where the navigation has not *given* it one; the home page is headed by
        the name of the site. What is *passing* comes and goes with what is in the wiki, so that notes cannot link to
        it. *beside* tells what it shows beside the wiki."""
        self.is_wide = template in _WIDE
        super().__init__(given or Markup.escape(title), file, config)
        self.heading = Markup.escape(title)
        self.template, self.shows, self.passing, self.beside = template, shows, passing, beside
        self.wiki, self._config = wiki, config

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta: dict[str, Any] = {"template": self.template}
        if self.is_wide:
            self.meta["hide"] = ["navigation", "toc"]
        if not self.is_homepage:
            self.meta["title"] = self.heading

    def render(self, config: MkDocsConfig, files: Files) -> None:
        heading = Markup.escape(config.site_name) if self.is_homepage else self.heading
        self.content = f"<h1>{heading}</h1>\n"
        self.present_anchor_ids = set()

    def renew(self) -> None:
        """Has the page show the wiki as it is now, which it does anyway."""

    @property
    def head(self) -> Head:
        """What its head says to other sites."""
        site, url = site_facts(self._config), Url(self.url)
        return head_of_home(site, url) if self.is_homepage else head_of_list(site, self.heading.unescape(), url)

    def forget(self) -> None:
        """Frees nothing: there are few of these."""

    def context(self) -> Mapping[str, object]:
        """What its template shows."""
        return self.shows(self.wiki(), Url(self.url))


def _directed(note: Note, html: str) -> str:
    """*html* of *note*, with its language and direction, where it may be others than those of the page."""
    language = note.properties.lang
    if not (language or note.is_rtl or note.properties.dir):
        return html
    said = f' lang="{escape(language)}"' if language else ""
    return f'<div class="note-text"{said} dir="{"rtl" if note.is_rtl else "ltr"}">\n{html}</div>\n'


def toc_tokens(headings: tuple[Heading, ...]) -> list[dict[str, Any]]:
    """*headings* as the tree that MkDocs makes its table of contents of."""
    roots: list[dict[str, Any]] = []
    open_: list[tuple[int, list[dict[str, Any]]]] = [(0, roots)]
    for heading in headings:
        while open_[-1][0] >= heading.level:
            open_.pop()
        children: list[dict[str, Any]] = []
        name = escape(heading.text, quote=False)
        open_[-1][1].append({"level": heading.level, "id": heading.anchor, "name": name, "children": children})
        open_.append((heading.level, children))
    return roots
