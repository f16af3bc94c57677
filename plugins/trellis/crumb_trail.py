"""Where a note belongs, for machines: the notes that stand for the folders above it."""

from __future__ import annotations

from trellis.model import NotePath, VaultPath
from trellis.names import folder
from trellis.wiki import Wiki


def crumb_trail(wiki: Wiki, path: NotePath) -> list[NotePath]:
    """The notes above the note *path*, from the top; the home page is none of them."""
    found = []
    above = folder(path)
    while above:
        for name in ("index.md", "README.md"):
            note = NotePath(VaultPath(f"{above}/{name}"))
            if note in wiki.notes:
                if note != path:
                    found.append(note)
                break
        above = folder(above)
    return found[::-1]
