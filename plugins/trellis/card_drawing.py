"""A social card as a picture: what a chat or a feed shows beside a link. Pillow, a font of the package, no network.

It is drawn in three layers of grey, each of which becomes one ramp of a palette of sixteen colours: that is four times
as fast as finding the colours of a finished picture, and its files are half as large.
"""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Iterator
from functools import cache

import msgspec
from PIL import Image, ImageChops, ImageDraw

from trellis.card_text import drawable, fitted, write

SIZE = WIDTH, HEIGHT = 1200, 630
"""Pixels; what the networks that show cards ask for."""

_Colour = tuple[int, int, int]
_GROUND, _LINE, _ACCENT, _WORDS = (20, 51, 46), (94, 138, 128), (111, 208, 185), (255, 255, 255)
_LEFT, _MEASURE = 80, 590
_CENTRE, _RINGS = (920, 315), (88, 158, 228)
_SIZES = ((88, 3), (76, 4), (66, 4), (58, 5), (50, 6))
_FINE = 2  # how much larger the lines are drawn before they are made smooth

MOST_NEAR = 18
"""Neighbours that find a place; more would be a tangle."""


class Card(msgspec.Struct, frozen=True):
    """What is drawn."""

    site: str
    title: str = ""
    """Of the note; the card of a site has none."""
    label: str = ""
    """What the note is."""
    near: str = ""
    """A letter for each of its neighbours: `i` for one that links to it, `o` for one it links to, `b` for both."""


def draw_card(card: Card) -> bytes:
    """*card* as PNG. A title with letters that the font lacks is left out: a reader sees it beside the card."""
    words, accent, lines = (Image.new("L", SIZE) for _ in range(3))
    _draw_words(card, ImageDraw.Draw(words), ImageDraw.Draw(accent))
    _draw_neighbours(card.near, words, accent, lines)
    # Colours are numbered by their brightness: where layers meet, the brighter is seen.
    palette = sorted([_GROUND, *_ramp(_LINE, 4), *_ramp(_ACCENT, 5), *_ramp(_WORDS, 6)], key=sum)
    picture = lines.point(_numbers(palette, _LINE, 4))
    picture = ImageChops.lighter(picture, accent.point(_numbers(palette, _ACCENT, 5)))
    picture = ImageChops.lighter(picture, words.point(_numbers(palette, _WORDS, 6)))
    picture.putpalette([part for colour in palette for part in colour])
    file = io.BytesIO()
    # Long runs of one colour are all there is to find, and looking for nothing else takes half the time.
    picture.save(file, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return file.getvalue()


def _draw_words(card: Card, words: ImageDraw.ImageDraw, accent: ImageDraw.ImageDraw) -> None:
    site, title, label = drawable(card.site), drawable(card.title), drawable(card.label)
    if title:
        _, (name, *_) = fitted(site, _MEASURE, [(34, 1)])
        write(accent, (_LEFT, 104), name, 34)
    size, lines = fitted(title or site, _MEASURE, _SIZES)
    step = round(size * 1.14)
    # Half the height of a capital above the middle, for what the eye takes for the middle is a little higher.
    top = HEIGHT // 2 - (len(lines) - 1) * step // 2 + round(size * 0.3)
    for number, line in enumerate(lines):
        write(words, (_LEFT - size // 20, top + number * step), line, size)
    if title and label:
        _, (said, *_) = fitted(label, _MEASURE, [(30, 1)])
        accent.rounded_rectangle((_LEFT, 528, _LEFT + 36, 533), 2, fill=255)
        write(words, (_LEFT + 54, 540), said, 30)


def _draw_neighbours(near: str, words: Image.Image, accent: Image.Image, lines: Image.Image) -> None:
    """The note as a dot among those it is linked with; the same neighbours give the same picture."""
    middle = _RINGS[-1] + 4
    web = Image.new("L", (2 * middle * _FINE, 2 * middle * _FINE))
    pen = ImageDraw.Draw(web)
    for ring in _RINGS:
        box = [(middle - ring) * _FINE, (middle - ring) * _FINE, (middle + ring) * _FINE, (middle + ring) * _FINE]
        pen.ellipse(box, outline=80, width=2 * _FINE)
    places = list(_places(len(near)))
    for x, y, _ in places:
        pen.line(
            (middle * _FINE, middle * _FINE, (middle + x) * _FINE, (middle + y) * _FINE), fill=255, width=2 * _FINE
        )
    lines.paste(web.reduce(_FINE), (_CENTRE[0] - middle, _CENTRE[1] - middle))
    for (x, y, radius), kind in zip(places, near, strict=True):
        _stamp(accent if kind == "o" else words, (_CENTRE[0] + x, _CENTRE[1] + y), radius)
        if kind == "b":
            _stamp(accent, (_CENTRE[0] + x, _CENTRE[1] + y), radius + 7)
    _stamp(accent, _CENTRE, 42)
    _stamp(words, _CENTRE, 21)


def _places(count: int) -> Iterator[tuple[float, float, int]]:
    """Where each of *count* neighbours stands, from the centre, and its size: spread evenly on three rings."""
    for number in range(count):
        ring = number % 3
        on_ring = (count - ring + 2) // 3
        angle = 2 * math.pi * (number // 3) / on_ring + (-0.6, 0.5, 1.9)[ring]
        yield _RINGS[ring] * math.cos(angle), _RINGS[ring] * math.sin(angle), (15, 12, 10)[ring]


def _stamp(layer: Image.Image, centre: tuple[float, float], radius: int) -> None:
    x, y = round(centre[0]), round(centre[1])
    layer.paste(255, (x - radius, y - radius), _disc(radius))


@cache
def _disc(radius: int) -> Image.Image:
    side = 2 * radius * 8
    disc = Image.new("L", (side, side))
    ImageDraw.Draw(disc).ellipse((0, 0, side - 1, side - 1), fill=255)
    return disc.reduce(8)


def _numbers(palette: list[_Colour], colour: _Colour, count: int) -> list[int]:
    """For each grey the number of what it becomes in *palette*: the ground for nearly none, *colour* for white."""
    ramp = [0, *map(palette.index, _ramp(colour, count))]
    return [ramp[(grey * count + 127) // 255] for grey in range(256)]


def _ramp(colour: _Colour, count: int) -> list[_Colour]:
    """*count* colours from the ground to *colour*."""

    def part(number: int, step: int) -> int:
        return round(_GROUND[number] + (colour[number] - _GROUND[number]) * step / count)

    return [(part(0, step), part(1, step), part(2, step)) for step in range(1, count + 1)]
