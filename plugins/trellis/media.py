"""Embeds of files that are no notes: pictures, sounds, films, PDF."""

from __future__ import annotations

import re
from html import escape

from trellis.kinds import AUDIO, IMAGES, VIDEOS, extension
from trellis.markdown.images import words_and_size
from trellis.model import Link, VaultPath

_HEIGHT = re.compile(r"\bheight=(\d{2,4})\b", re.ASCII)


def page_of_pdf(link: Link, path: VaultPath) -> str | None:
    """The fragment to pass on for a file that is no note: `page=3` of a PDF."""
    return link.fragment if path.lower().endswith(".pdf") else None


def media_element(link: Link, path: VaultPath, address: str) -> str:
    """The element for an attachment; *address* is escaped."""
    kind = extension(path)
    words, width, height = words_and_size(link.label or "")
    named = escape(words or path.rpartition("/")[2])
    if kind in IMAGES:
        sizes = "".join(f' {name}="{value}"' for name, value in (("width", width), ("height", height)) if value)
        return f'<img src="{address}" alt="{named}"{sizes} loading="lazy">'
    if kind in VIDEOS:
        return f'<video src="{address}" controls preload="metadata" aria-label="{named}"></video>'
    if kind in AUDIO:
        return f'<audio src="{address}" controls preload="none" aria-label="{named}"></audio>'
    if kind == "pdf":
        asked = _HEIGHT.search(link.fragment or "")
        height = f' height="{asked[1]}"' if asked else ""
        return f'<iframe class="pdf" src="{address}" title="{named}"{height} loading="lazy"></iframe>'
    return f'<a class="attachment" href="{address}">{named}</a>'
