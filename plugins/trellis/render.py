"""Link: a note's open slots and the index → final HTML. Other notes are shown through embeds, never without end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from trellis.canvas import draw_canvas
from trellis.markdown.images import words_and_size
from trellis.media import media_element, page_of_pdf
from trellis.model import Body, Excerpt, Link, Note, NotePath, Url, VaultPath
from trellis.options import Options
from trellis.own_pages import tag_place
from trellis.parts import part_of
from trellis.resolve import Ambiguous, Found, Resolution, Unresolved
from trellis.scanned import Canvas
from trellis.urls import SiteMap, relative_url
from trellis.words import Words

DEEPEST = 5
"""How many notes may be shown inside each other."""

MOST_EMBEDS = 200
"""How many may be shown on one page: ten notes that show each ten would otherwise make a page of 10^5 notes."""

MOST_CHARACTERS = 4_000_000
"""Of HTML that a page may show of other notes and of canvases."""


class Linker(msgspec.Struct, frozen=True):
    """All that is needed to fill slots."""

    notes: Mapping[NotePath, Note]
    titles: Mapping[VaultPath, str]
    """Of notes and of the site's other pages."""
    resolved: Mapping[NotePath, Sequence[Resolution]]
    site: SiteMap
    options: Options
    canvases: Mapping[VaultPath, Canvas]
    sayings: Words
    """What pages say beside the notes."""

    def body(self, path: NotePath) -> str:
        """The HTML of the note *path*, without the H1 it opens with."""
        return self._page(path).html(self.notes[path].body)

    def heading(self, path: NotePath) -> str:
        """The H1 the note opens with, or an empty string."""
        return self._page(path).html(self.notes[path].heading)

    def _page(self, path: NotePath) -> _Page:
        return _Page(self, path, self.site.url(path), ((path, None),))

    def href(self, path: VaultPath, anchor: str | None, start: Url) -> str:
        """The address of a file or of a part of it, as a link in the page at *start*, not yet escaped."""
        fragment = f"#{quote(anchor, safe='-_.~:=&')}" if anchor else ""
        target = self.site.url(path)
        return fragment if fragment and target == start else relative_url(target, start) + fragment

    def label(self, source: NotePath, number: int) -> str:
        """The words of a link as plain text: its label, or what the options say."""
        link, resolution = self.notes[source].links[number], self.resolved[source][number]
        if link.label:
            return link.label
        if isinstance(resolution, Unresolved) and link.written.startswith("[["):
            return link.written[2:-2].strip()
        title = None if isinstance(resolution, Unresolved) else self.titles.get(resolution.path)
        if self.options.link_labels == "title" and title and link.target:
            fragment = self._fragment_words(link, resolution)
            return f"{title} › {fragment}" if fragment else title
        if not link.target:
            return self._fragment_words(link, resolution) or (link.fragment or "").replace("#", " › ")
        return f"{link.target}#{link.fragment}" if link.fragment else link.target

    def _fragment_words(self, link: Link, resolution: Resolution) -> str:
        if isinstance(resolution, Unresolved) or not link.fragment or link.fragment.startswith("^"):
            return ""
        note = self.notes.get(NotePath(resolution.path))
        return next((h.text for h in note.headings if h.anchor == resolution.anchor), "") if note else ""

    def words(self, source: NotePath, excerpt: Excerpt) -> str:
        """*excerpt* as plain text."""
        return "".join(part if isinstance(part, str) else self._said(source, part) for part in excerpt)

    def excerpt(self, source: NotePath, number: int) -> str:
        """The sentence round a link as HTML, the link's words marked."""
        link = self.notes[source].links[number]
        parts = link.excerpt or (number,)
        return "".join(
            escape(part, quote=False)
            if isinstance(part, str)
            else f"<mark>{escape(self.label(source, part), quote=False)}</mark>"
            if part == number
            else escape(self._said(source, part), quote=False)
            for part in parts
        )

    def _said(self, source: NotePath, number: int) -> str:
        """The words of a link within a sentence; a picture says nothing there."""
        resolution = self.resolved[source][number]
        shows_file = self.notes[source].links[number].embed and (
            isinstance(resolution, Unresolved) or resolution.path not in self.notes
        )
        return "" if shows_file else self.label(source, number)


@dataclass
class _Budget:
    """What a page may still show of other notes."""

    embeds: int = MOST_EMBEDS
    characters: int = MOST_CHARACTERS


class _Page(msgspec.Struct, frozen=True):
    """A note being written into the page at `url`: its own, or one that embeds it."""

    linker: Linker
    path: NotePath
    url: Url
    shown: tuple[tuple[NotePath, str | None], ...]
    """The notes and parts that the text being written is inside of; one of them again would be a cycle."""
    budget: _Budget = msgspec.field(default_factory=_Budget)
    prefix: str = ""
    """Put before the ids of a transcluded part, so that they differ from the page's own."""

    def html(self, body: Body) -> str:
        return "".join(self._fragments(body))

    def _fragments(self, body: Body) -> Iterator[str]:
        note, resolved = self.linker.notes[self.path], self.linker.resolved[self.path]
        for fragment in body:
            if isinstance(fragment, str):
                yield _ID.sub(rf"\1{self.prefix}", fragment) if self.prefix else fragment
            elif fragment.kind == "tag":
                yield self.tag(note.tags[fragment.ref])
            elif fragment.kind == "tag_end":
                yield "</a>"
            elif (fill := _FILL.get(fragment.kind)) is not None:
                yield fill(self, note.links[fragment.ref], resolved[fragment.ref], fragment.ref)

    def open(self, link: Link, resolution: Resolution, _: int) -> str:
        if isinstance(resolution, Unresolved):
            said, base = self.linker.sayings, link.target.lower().endswith(".base")
            reason = said("embed.base") if base else said("note.unwritten", title=link.target)
            return f'<span class="wikilink unresolved" title="{escape(reason)}">'
        href = self.linker.href(resolution.path, resolution.anchor or page_of_pdf(link, resolution.path), self.url)
        return f'<a class="wikilink" href="{escape(href)}">'

    def tag(self, name: str) -> str:
        return f'<a class="tag" href="{escape(self.linker.site.page_href(tag_place(name), self.url))}">'

    def close(self, _: Link, resolution: Resolution, __: int) -> str:
        return "</span>" if isinstance(resolution, Unresolved) else "</a>"

    def label(self, _: Link, __: Resolution, number: int) -> str:
        return escape(self.linker.label(self.path, number), quote=False)

    def address(self, _: Link, resolution: Resolution, __: int) -> str:
        if isinstance(resolution, Unresolved):
            return ""
        return f'src="{escape(self.linker.href(resolution.path, None, self.url))}"'

    def click(self, _: Link, resolution: Resolution, __: int) -> str:
        return "%%" if isinstance(resolution, Unresolved) else "click"

    def quoted(self, _: Link, resolution: Resolution, __: int) -> str:
        """An address within a diagram, where nothing in an address needs to be escaped: it is percent-encoded."""
        href = (
            "" if isinstance(resolution, Unresolved) else self.linker.href(resolution.path, resolution.anchor, self.url)
        )
        return f"&quot;{escape(href)}&quot;"

    def _address(self, path: VaultPath) -> str | None:
        return self.linker.href(path, None, self.url) if path in self.linker.site.files else None

    def embed(self, link: Link, resolution: Resolution, number: int) -> str:
        if isinstance(resolution, Unresolved) or NotePath(resolution.path) not in self.linker.notes:
            return f"<p>{self.media(link, resolution, number)}</p>\n"
        return self._transclusion(link, resolution, number)

    def media(self, link: Link, resolution: Resolution, number: int) -> str:
        if isinstance(resolution, Unresolved):
            words = escape(words_and_size(link.label or "")[0] or link.target, quote=False)
            said, base = self.linker.sayings, link.target.lower().endswith(".base")
            reason = said("embed.base") if base else said("embed.no_file", file=link.target)
            return f'<span class="embed unresolved" title="{escape(reason)}">{words}</span>'
        canvas = self.linker.canvases.get(resolution.path)
        if canvas and self.budget.characters > 0:
            name = resolution.path.rpartition("/")[2].removesuffix(".canvas")
            drawn = draw_canvas(canvas, name, self._address, self.linker.sayings)
            self.budget.characters -= len(drawn)
            return drawn
        if not resolution.path.endswith(".md"):
            address = self.linker.href(resolution.path, page_of_pdf(link, resolution.path), self.url)
            return media_element(link, resolution.path, escape(address))
        label = self.label(link, resolution, number)
        return f"{self.open(link, resolution, number)}{label}{self.close(link, resolution, number)}"

    def _transclusion(self, link: Link, resolution: Found | Ambiguous, number: int) -> str:
        path = NotePath(resolution.path)
        part = (path, resolution.anchor)
        title = self.media(link, resolution, number)
        if link.fragment and not resolution.anchor:
            missing = self.linker.sayings.html("embed.no_part", note=Markup(title), part=link.fragment)  # noqa: S704
            return f'<p class="embed missing">{missing}</p>\n'
        if part in self.shown:
            around = self.linker.sayings.html("embed.cycle", note=Markup(title))  # noqa: S704  # escaped by media
            return f'<p class="embed cycle">{around}</p>\n'
        if len(self.shown) > DEEPEST or not self.budget.embeds or self.budget.characters < 0:
            return f'<p class="embed too-deep">{title}</p>\n'
        self.budget.embeds -= 1
        inner = _Page(self.linker, path, self.url, (*self.shown, part), self.budget, f"{self.prefix}e{number}-")
        part_shown = part_of(self.linker.notes[path], resolution.anchor)
        self.budget.characters -= sum(len(fragment) for fragment in part_shown if isinstance(fragment, str))
        shown = inner.html(part_shown)
        return f'<div class="embed">\n<p class="embed-title">{title}</p>\n{shown}</div>\n'


_FILL = {
    "open": _Page.open,
    "close": _Page.close,
    "label": _Page.label,
    "url": _Page.address,
    "click": _Page.click,
    "href": _Page.quoted,
    "embed": _Page.embed,
    "media": _Page.media,
}
# In sanitised HTML a `<` begins a tag and a `"` ends an attribute, always.
_ID = re.compile(r"(<[a-z][a-z0-9]*(?:\s[^<>]*)?\s(?:id=\"|href=\"#))")
