"""The tags of a note as links to them."""

from __future__ import annotations

from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.own_pages import tag_place
from trellis.wiki import Wiki


def tag_links(wiki: Wiki, note: NotePath, start: Url) -> list[Named]:
    """The tags of *note*, as links in the page at *start*."""
    return [Named(name, wiki.site.page_href(tag_place(name), start)) for name in wiki.notes[note].tags]
