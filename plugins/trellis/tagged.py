"""The tags of a note as links to them."""

from __future__ import annotations

from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.own_pages import tag_place
from trellis.wiki import Wiki


def tag_links(wiki: Wiki, note: NotePath, start: Url) -> list[Named]:
    """The tags of *note*, as links in the page at *start*; those of an unlisted note are words, for their pages do not
    show it and may not even be there."""
    tags, is_listed = wiki.notes[note].tags, not wiki.notes[note].properties.unlisted
    return [Named(name, wiki.site.page_href(tag_place(name), start) if is_listed else None) for name in tags]
