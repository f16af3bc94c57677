"""Where the pages of tags are, and the tags of a note as links to them."""

from __future__ import annotations

from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.names import caselessly
from trellis.wiki import Wiki


def tag_place(name: str) -> str:
    """Where the page of the tag *name* is, without its end: it depends on nothing but the name."""
    parts = (f"{part}-tag" if part in {"index", "readme"} else part for part in caselessly(name).split("/"))
    return "/".join(("graph/tags", *parts))


def tag_links(wiki: Wiki, note: NotePath, start: Url) -> list[Named]:
    """The tags of *note*, as links in the page at *start*; those of an unlisted note are words, for their pages do not
    show it and may not even be there."""
    tags, is_listed = wiki.notes[note].tags, not wiki.notes[note].properties.unlisted
    return [Named(name, wiki.site.page_href(tag_place(name), start) if is_listed else None) for name in tags]
