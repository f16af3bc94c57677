"""What a part of a build has made, as a value that another process can send."""

from __future__ import annotations

from dataclasses import dataclass, field

from trellis.card_drawing import Card


@dataclass(slots=True)
class Made:
    """What became of some pages or other files of the site, by their places there."""

    pages: int = 0
    made: dict[str, bytes] = field(default_factory=dict)
    """Those that were written, with a digest of what they were made of."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """Of those of them that show the text of a note, a digest of it."""
    kept: list[str] = field(default_factory=list)
    """Those that stay."""
    searched: dict[str, object] = field(default_factory=dict)
    """What search has to know of the pages, by their places."""
    cards: dict[str, Card] = field(default_factory=dict)
    """Social cards that are not written yet."""
