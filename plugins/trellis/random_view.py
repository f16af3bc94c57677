"""A few notes by chance, the same ones as long as no note is made or removed."""

from __future__ import annotations

import hashlib
from heapq import nsmallest

from trellis.model import NotePath, Url
from trellis.named import Named
from trellis.view import named_notes
from trellis.wiki import Wiki


def random_notes(wiki: Wiki, start: Url, most: int = 8) -> list[Named]:
    """Links to *most* notes in the page at *start*. The home page is none of them."""
    notes = (path for path in wiki.listed if wiki.site.url(path))
    return named_notes(wiki, start, nsmallest(most, notes, key=_drawn))


def _drawn(path: NotePath) -> bytes:
    return hashlib.blake2b(path.encode("utf-8", "surrogatepass"), digest_size=8).digest()
