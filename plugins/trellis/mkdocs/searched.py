"""What of a page is searched, and what is left out."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup
from mkdocs.structure.pages import Page

from trellis.mkdocs.page import ListPage, NotePage
from trellis.model import NotePath
from trellis.search_index import facet, fact
from trellis.tag_tree import above
from trellis.topic_view import topic_title
from trellis.wiki import Wiki

_MARK = re.compile(r'\s?data-search-\w+="[^"]+"')
_TAG = re.compile(r"<[^>]*>")
_HEAVIEST = 10.0
"""What Pagefind allows."""


def is_searched(page: Page) -> bool:
    """Whether readers find *page*. Notes that are not published have no page."""
    if isinstance(page, NotePage):
        return not page.wiki().notes[page.path].properties.unlisted
    return isinstance(page, ListPage) or not _wishes(page).get("exclude")


def body(page: Page) -> str:
    """The HTML that is searched. The title is among the facts."""
    if isinstance(page, ListPage):
        # A weak word for it: a note of the same name comes first.
        return f"<p>{escape(page.heading.unescape())}</p>"
    content = page.content or ""
    title, end, rest = content.partition("</h1>")
    html = rest if end and title.lstrip().startswith("<h1") else content
    if isinstance(page, NotePage) and not _TAG.sub("", html).strip():
        # Pagefind passes over pages without words, and this one has a name to be found by.
        html = f"<p>{escape(page.wiki().notes[page.path].title)}</p>{html}"
    if "data-search-exclude" in html:  # as Material's search has it
        html = html.replace("data-search-exclude", "data-pagefind-ignore")
    weight = _wishes(page).get("boost")
    if isinstance(weight, (int, float)):
        return f'<div data-pagefind-weight="{min(max(float(weight), 0.0), _HEAVIEST)}">{html}</div>'
    return html


def strip_marks(page: Page) -> None:
    """Removes from *page* what tells a search of its parts."""
    if page.content and "data-search-" in page.content:
        page.content = _MARK.sub("", page.content)


class Heads:
    """What is known of the pages of a wiki beside their text."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self._topics = {note: topic_title(wiki, topic) for topic in wiki.topics for note in topic.notes}

    def of(self, page: NotePage | ListPage) -> str:
        """That of *page*, as HTML."""
        if isinstance(page, ListPage):
            return fact("list", page.heading.unescape())
        note = self.wiki.notes[page.path]
        found = [fact("title", note.title)]
        if note.properties.aliases:
            found.append(fact("alias", " · ".join(note.properties.aliases)))
        if topic := self._topics.get(page.path):
            found.append(facet("topic", topic))
        if note.properties.type:
            found.append(facet("type", note.properties.type))
        found += (facet("tag", tag) for tag in dict.fromkeys(t for tag in note.tags for t in (tag, *above(tag))))
        found += (facet("source", source) for source in self._sources(page.path))
        return "".join(found)

    def _sources(self, path: NotePath) -> dict[str, None]:
        links = self.wiki.notes[path].links
        label = self.wiki.linker.label
        return dict.fromkeys(label(path, links.index(link)) for link, _ in self.wiki.sources(path))


def head_of_other(page: Page) -> str:
    """What is known of a *page* that is no note's, as HTML."""
    return fact("title", Markup(page.title or "").striptags())  # noqa: S704  # it is taken out of HTML, not put in


def _wishes(page: Page) -> dict[str, object]:
    """What the front matter of a page that is no note's says of search."""
    found = page.meta.get("search")
    return found if isinstance(found, dict) else {}
