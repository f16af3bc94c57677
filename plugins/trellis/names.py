"""Names and how they are compared, and what is made of them: titles and anchors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Names that a page's own scripts look up on `window`; Material finds its settings by the id `__config`.
_RESERVED_ANCHORS = frozenset({"location", "document", "window", "self", "top", "parent", "name", "event"})
_DATE = re.compile(r"\d[\d_-]*$")
_DIGITS = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[\s_/-]+")
_SPACES = re.compile(r"\s+")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TITLES = 2**15  # that are sorted on many pages each


class _Folding(dict[int, int | None]):
    """Drops spaces, punctuation, control characters and the signs of Markdown; keeps letters, digits and other symbols
    (`C++` is not `C`)."""

    def __missing__(self, code: int) -> int | None:
        dropped = unicodedata.category(chr(code))[0] in "PZC" or chr(code) in "`^~=|<>"
        kept = None if dropped else code
        self[code] = kept
        return kept


_FOLDING = _Folding()


def exactly(name: str) -> str:
    """*name* in one Unicode form, so that a file name of macOS (NFD) equals the same name typed elsewhere."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def caselessly(name: str) -> str:
    return exactly(exactly(name).casefold())


def loosely(name: str) -> str:
    """*name* with case, spaces, underscores, dashes, punctuation and Unicode form folded.

    >>> loosely("Attention-is_all you need!") == loosely("attention is all you need")
    True
    """
    return unicodedata.normalize("NFKC", name).casefold().translate(_FOLDING)


@lru_cache(_TITLES)
def naturally(name: str) -> str:
    """What *name* is sorted by: its words one by one, of each the letters alone, and numbers by their size.

    >>> sorted(["Leaf 10", "leaf 2", "Leaflet", "Leaf z"], key=naturally)
    ['leaf 2', 'Leaf 10', 'Leaf z', 'Leaflet']
    """
    words = " ".join(word for part in _BETWEEN.split(name) if (word := loosely(part)))
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), words)


def loose_path(name: str) -> str:
    """*name* with each of its parts folded; empty if nothing is left of one.

    >>> loose_path("My Notes/TCP-IP"), loose_path("a/!")
    ('mynotes/tcpip', '')
    """
    parts = [loosely(part) for part in name.split("/")]
    return "/".join(parts) if all(parts) else ""


def stem(path: str) -> str:
    """The file name of *path* without folder and extension."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def folder(path: str) -> str:
    """The folder of *path*, without a slash at its end; empty for the root."""
    return path.rpartition("/")[0]


def suffixes(path: str) -> Iterator[str]:
    """Every name *path* answers to: itself, then without its first folder, and so on.

    >>> list(suffixes("a/b/c"))
    ['a/b/c', 'b/c', 'c']
    """
    while True:
        yield path
        _, slash, path = path.partition("/")
        if not slash:
            return


def title_of(path: str) -> str:
    """A title for a note that gives none: its file name, made readable where it was written for a machine.

    >>> title_of("notes/reading_research_papers.md"), title_of("2024-05-01.md"), title_of("My Note.md")
    ('Reading research papers', '2024-05-01', 'My Note')
    """
    name = stem(path)
    if name.lower() in {"index", "readme"} and folder(path):
        name = stem(folder(path))
    if " " in name or _DATE.match(name):
        return name
    words = name.replace("_", " ").replace("-", " ").strip() or name
    return words[:1].upper() + words[1:] if words.islower() else words


def readable(name: str) -> str:
    """The words for the *name* of a note that nobody has written: as it is written, unless it is a file name.

    >>> readable("monte_carlo_methods"), readable("Not Yet"), readable("t-SNE")
    ('Monte carlo methods', 'Not Yet', 't-SNE')
    """
    return title_of(f"{name}.md") if "_" in name else name


def without_overrides(name: str | None) -> str:
    """*name* without the characters that turn the direction of the text around them."""
    return _OVERRIDES.sub("", name or "").strip()


def anchor_of(text: str, taken: dict[str, int]) -> str:
    """An id for the heading *text*, unlike any in *taken*, which counts the headings that would have each id.

    Letters and digits of any script stay, as on GitHub; ids that page scripts look up are avoided.
    """
    kept = "".join(c for c in exactly(text).lower() if c.isalnum() or c in " -_" or unicodedata.combining(c))
    base = _SPACES.sub("-", kept.strip()).strip("_") or "section"
    if base in _RESERVED_ANCHORS:
        base = f"{base}-section"
    anchor = base
    while anchor in taken:
        anchor = f"{base}-{taken[base]}"
        taken[base] += 1
    taken[anchor] = 1
    return anchor
