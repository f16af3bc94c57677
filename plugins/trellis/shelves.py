"""Notes from A to Z on shelves that are never too long: a letter under which there are very many has several."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from trellis.model import NotePath
from trellis.names import naturally

MOST = 300
"""Notes on a shelf."""

_DIGITS, _OTHER = "0–9", "…"
_SLUGS = {_DIGITS: "0-9", _OTHER: "other"}


class Shelf(msgspec.Struct, frozen=True):
    """Notes whose titles begin alike."""

    letter: str
    part: int
    """From 1; of *parts* that the letter has."""
    parts: int
    notes: tuple[NotePath, ...]
    """By title."""

    @property
    def slug(self) -> str:
        """What addresses call it."""
        slug = _SLUGS.get(self.letter, self.letter.lower())
        return slug if self.part == 1 else f"{slug}-{self.part}"


def initial(title: str) -> str:
    """The letter that a note of this *title* stands under; digits share one, and so do all other signs.

    >>> initial("Élan"), initial("“Why?”"), initial("3D"), initial("+")
    ('É', 'W', '0–9', '…')
    """
    first = naturally(title)[:1]
    return _DIGITS if first.isdigit() else first.upper() if first.isalpha() else _OTHER


def shelves(titles: Iterable[tuple[str, NotePath]]) -> list[Shelf]:
    """The notes of these *titles* on shelves, digits first and other signs last."""
    letters: dict[str, list[NotePath]] = {}
    for _, title, path in sorted((naturally(title), title, path) for title, path in titles):
        letters.setdefault(initial(title), []).append(path)
    return [
        Shelf(letter, number + 1, len(parts), part)
        for letter in sorted(letters, key=lambda letter: (letter == _OTHER, letter))
        for parts in [_parts(letters[letter])]
        for number, part in enumerate(parts)
    ]


def _parts(notes: list[NotePath]) -> list[tuple[NotePath, ...]]:
    """*notes* in as few parts as they fit in, none much longer than another."""
    count = -(-len(notes) // MOST)
    ends = [len(notes) * number // count for number in range(count + 1)]
    return [tuple(notes[begin:end]) for begin, end in pairwise(ends)]
