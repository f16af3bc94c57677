"""What a site may choose. Read once, at the border; the core never sees a configuration file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Options:  # no slots: the defaults are read off the class
    strict_line_breaks: bool = False
    """Join the lines of a paragraph, as CommonMark does. Obsidian shows every line break unless told otherwise.
    A note may choose for itself, by a property of this name."""

    link_labels: Literal["title", "target"] = "title"
    """What a link without label shows: the `title` of its target, or the `target` as written (Obsidian's way)."""

    directory_urls: bool = True
    """`people/Newton/` instead of `people/Newton.html`."""

    words: tuple[tuple[str, str], ...] = ()
    """What is said within notes, in the language of the site, by key; English for what is not there."""
