"""Words on a social card: which of them the font can show, and how they are broken into lines.

The font comes in files by script, as for the web, so each character is drawn with the first file that has it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

_FOLDER = Path(__file__).parent / "assets" / "built" / "cards"
_SCRIPTS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
_NO_CHARACTER = "\uffff"
_SEARCHED = 24  # pixels; any size tells whether there is a glyph


def drawable(text: str) -> str:
    """*text* without the signs that the font lacks; empty if it lacks a letter, for half a name is none.

    >>> drawable("Ada 🚀 Lovelace"), drawable("世界"), drawable("Привет")
    ('Ada Lovelace', '', 'Привет')
    """
    kept = []
    for character in unicodedata.normalize("NFKC", text):
        if character.isspace() or _script(character) is not None:
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN":
            return ""
    return " ".join("".join(kept).split())


def fitted(text: str, width: int, sizes: Sequence[tuple[int, int]]) -> tuple[int, list[str]]:
    """The first of *sizes*, each with the most lines that it may take, at which *text* fits into *width* pixels, and
    the lines; if it fits at none, what fits at the last, with an ellipsis."""
    lines: list[str] = []
    for size, most in sizes:
        lines = _lines(text, width, size)
        if len(lines) <= most and all(_length(line, size) <= width for line in lines):
            return size, lines
    size, most = sizes[-1]
    cut = _lines(text, width, size, anywhere=True)
    if len(cut) > most:
        last = cut[most - 1]
        while _length(f"{last}…", size) > width:
            last = last[:-1]
        cut = [*cut[: most - 1], f"{last.rstrip(' ,;:.–-')}…"]
    return size, cut


def write(draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int) -> None:
    """Draws *text*, its base line beginning at *place*."""
    x: float = place[0]
    for font, run in _runs(text, size):
        draw.text((x, place[1]), run, fill=255, font=font, anchor="ls")
        x += font.getlength(run)


def _lines(text: str, width: int, size: int, *, anywhere: bool = False) -> list[str]:
    """*text* broken between words; where a word alone is too long, *anywhere*."""
    lines = [""]
    for word in text.split():
        tried = f"{lines[-1]} {word}".lstrip()
        if _length(tried, size) <= width:
            lines[-1] = tried
            continue
        if lines[-1]:
            lines.append("")
        lines[-1] = word
        while anywhere and _length(lines[-1], size) > width:
            at = next(n for n in range(len(lines[-1]) - 1, 0, -1) if n == 1 or _length(lines[-1][:n], size) <= width)
            lines[-1:] = [lines[-1][:at], lines[-1][at:]]
    return lines


@lru_cache(5_000)
def _length(text: str, size: int) -> float:
    return sum(font.getlength(run) for font, run in _runs(text, size))


def _runs(text: str, size: int) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
    for script, run in groupby(text, key=lambda character: _script(character) or _SCRIPTS[0]):
        yield _font(script, size), "".join(run)


@cache
def _script(character: str) -> str | None:
    """The first file of the font that has *character*."""
    if character.isspace():
        return _SCRIPTS[0]
    return next((script for script in _SCRIPTS if _drawn(script, character) != _drawn(script, _NO_CHARACTER)), None)


@lru_cache(5_000)
def _drawn(script: str, character: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(script, _SEARCHED).getmask(character)
    return mask.size, bytes(mask)


@cache
def _font(script: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic engine is in every build of Pillow; the other depends on what else is on the machine.
    file = _FOLDER / f"source-sans-3-{script}-600-normal.woff"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
