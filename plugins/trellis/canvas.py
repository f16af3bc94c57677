"""A canvas of Obsidian, drawn as SVG: its cards, groups and arrows where they are (rule E9).

The format is JSON Canvas 1.0. A card shows as much of its text as fits, a card of a note leads to it.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from trellis.model import VaultPath
from trellis.sanitise import clean_source
from trellis.scanned import Arrow, Canvas, Card, Side
from trellis.words import Words

LARGEST = 1024 * 1024
"""Bytes of a canvas that is read; a larger one could not be looked at."""

_MOST, _FARTHEST = 500, 1_000_000
"""Cards and arrows that are drawn, and pixels from the middle."""

_LINE, _LETTER, _INSET = 24, 9, 14
"""Pixels: from line to line, the width of a letter, and from the edge of a card to its words."""

_LONGEST_TITLE, _LONGEST_LABEL = 400, 200

_SIDES: dict[str, tuple[float, float]] = {"top": (0.5, 0), "right": (1, 0.5), "bottom": (0.5, 1), "left": (0, 0.5)}
_COLOR = re.compile(r"[1-6]|#[0-9a-fA-F]{6}")
_MARKS = re.compile(r"^[#>*+-]+ |[*_`=~]{1,3}|!?\[\[(?:[^\]\[|\n]{0,200}\|)?|\]\]", re.MULTILINE)

Address = Callable[[VaultPath], str | None]
"""The address of a file of the vault, or None where it is not on the site."""


def read_canvas(text: str) -> Canvas:
    """The canvas in *text*, JSON.

    Raises:
        ValueError: it is no JSON, or not of the shape that JSON Canvas describes; the message says what and where.
    """
    try:
        # JSON can name halves of characters, which no file can hold.
        data = json.loads(clean_source(text) or "{}")
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error.msg} in line {error.lineno}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(data, dict):
        raise ValueError(  # noqa: TRY004  # not the type of an argument, but of a file
            "it must be an object with `nodes` and `edges`"
        )
    cards = tuple(_card(row, number) for number, row in enumerate(_rows(data, "nodes"), 1))
    arrows = tuple(_arrow(row, number) for number, row in enumerate(_rows(data, "edges"), 1))
    return Canvas(cards, arrows)


def _rows(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"`{key}` must be a list of objects")
    if len(rows) > _MOST:
        raise ValueError(f"`{key}` has {len(rows)} entries; {_MOST} is the most that is drawn")
    return rows


def _card(row: dict[str, Any], number: int) -> Card:
    kind = row.get("type")
    if kind not in ("text", "file", "link", "group"):
        raise ValueError(f"node {number} has no `type` that is text, file, link or group")
    place = [row.get(key) for key in ("x", "y", "width", "height")]
    if not all(isinstance(value, int | float) and abs(value) <= _FARTHEST for value in place):
        raise ValueError(f"node {number} needs numbers for `x`, `y`, `width` and `height`")
    x, y, width, height = (round(value) for value in place if value is not None)
    words = row.get({"text": "text", "file": "file", "link": "url", "group": "label"}[kind])
    return Card(_text(row.get("id")), kind, _text(words), x, y, max(1, width), max(1, height), _color(row))


def _text(value: object) -> str:
    return clean_source(str(value or "")).encode("utf-8", "replace").decode()


def _arrow(row: dict[str, Any], number: int) -> Arrow:
    sides = [row.get("fromSide", "bottom"), row.get("toSide", "top")]
    if not all(isinstance(side, str) and side in _SIDES for side in sides):
        raise ValueError(f"edge {number} has a side that is not top, right, bottom or left")
    heads = (row.get("fromEnd") == "arrow", row.get("toEnd", "arrow") == "arrow")
    begin, end, label = (_text(row.get(key)) for key in ("fromNode", "toNode", "label"))
    return Arrow(begin, sides[0], end, sides[1], heads, label, _color(row))


def _color(row: dict[str, Any]) -> str | None:
    color = str(row.get("color") or "")
    return color if _COLOR.fullmatch(color) else None


def draw_canvas(canvas: Canvas, name: str, address: Address, words: Words) -> str:
    """*canvas* as an `<svg>` that is called *name*."""
    if not canvas.cards:
        return f'<span class="canvas-empty">{escape(words("canvas.empty", name=name))}</span>'
    left, top = min(c.x for c in canvas.cards), min(c.y for c in canvas.cards)
    right, bottom = max(c.x + c.width for c in canvas.cards), max(c.y + c.height for c in canvas.cards)
    box = f"{left - 20} {top - 40} {right - left + 40} {bottom - top + 60}"
    # Groups lie beneath the cards, and arrows above all.
    behind = [card for card in canvas.cards if card.kind == "group"]
    before = [card for card in canvas.cards if card.kind != "group"]
    parts = [*map(_drawn_group, behind), *(_drawn_card(card, address) for card in before), *_drawn_arrows(canvas)]
    width = f'width="{right - left + 40}"'
    return (
        f'<span class="canvas-frame" tabindex="0"><svg class="canvas" viewBox="{box}" {width} role="group"'
        f' aria-label="{escape(words("canvas.label", name=name))}">{"".join(parts)}</svg></span>'
    )


def _drawn_group(card: Card) -> str:
    words = escape(card.words[:_LONGEST_LABEL], quote=False)
    label = f'<text x="{card.x + 4}" y="{card.y - 10}">{words}</text>' if words else ""
    return f"<g {_painted('canvas-group', card.color)}>{_rect(card)}{label}</g>"


def _drawn_card(card: Card, address: Address) -> str:
    words, href = card.words, None
    if card.kind == "file":
        words = card.words.rpartition("/")[2].removesuffix(".md")
        href = address(VaultPath(card.words))
    elif card.kind == "link" and re.match(r"https?://", card.words):
        href = card.words
    lines = list(_lines(words, card.width, card.height))
    y = card.y + (_INSET + _LINE - 6 if card.kind == "text" else (card.height - _LINE * len(lines)) / 2 + _LINE - 6)
    text = "".join(
        f'<text x="{card.x + _INSET}" y="{y + number * _LINE:g}">{escape(line, quote=False)}</text>'
        for number, line in enumerate(lines)
    )
    title = f"<title>{escape(_MARKS.sub('', words[:_LONGEST_TITLE]))}</title>"
    drawn = f"<g {_painted('canvas-card', card.color)}>{title}{_rect(card)}{text}</g>"
    rel = ' rel="noopener noreferrer"' if card.kind == "link" else ""
    return f'<a href="{escape(href)}"{rel}>{drawn}</a>' if href else drawn


def _lines(text: str, width: int, height: int) -> Iterator[str]:
    """As much of *text* as fits, in lines, without the marks of Markdown."""
    letters = min(500, max(1, (width - 2 * _INSET) // _LETTER))
    most = min(100, max(1, (height - _INSET) // _LINE))
    plain = _MARKS.sub("", text[: letters * most * 2])
    lines = [line for row in plain.split("\n") for line in textwrap.wrap(row, letters) or [""]]
    while lines and not lines[-1]:
        lines.pop()
    yield from lines[: most - 1]
    if len(lines) >= most:
        yield lines[most - 1] if len(lines) == most else f"{lines[most - 1][: letters - 1]}…"


def _rect(card: Card) -> str:
    return f'<rect x="{card.x}" y="{card.y}" width="{card.width}" height="{card.height}" rx="10"/>'


def _drawn_arrows(canvas: Canvas) -> Iterator[str]:
    cards = {card.id: card for card in canvas.cards}
    for arrow in canvas.arrows:
        if arrow.begin not in cards or arrow.end not in cards:
            continue
        (x1, y1), (dx1, dy1) = _port(cards[arrow.begin], arrow.begin_side)
        (x2, y2), (dx2, dy2) = _port(cards[arrow.end], arrow.end_side)
        reach = max(40.0, (abs(x2 - x1) + abs(y2 - y1)) / 3)
        curve = f"M{x1:g} {y1:g} C{x1 + dx1 * reach:g} {y1 + dy1 * reach:g} {x2 + dx2 * reach:g} {y2 + dy2 * reach:g}"
        heads = "".join(
            _head(x, y, dx, dy)
            for drawn, x, y, dx, dy in ((arrow.heads[0], x1, y1, dx1, dy1), (arrow.heads[1], x2, y2, dx2, dy2))
            if drawn
        )
        middle = f'x="{(x1 + x2) / 2:g}" y="{(y1 + y2) / 2 - 6:g}"'
        words = escape(arrow.label[:_LONGEST_LABEL], quote=False)
        label = f'<text class="canvas-label" {middle}>{words}</text>' if words else ""
        yield f'<g {_painted("canvas-arrow", arrow.color)}><path d="{curve} {x2:g} {y2:g}"/>{heads}{label}</g>'


def _port(card: Card, side: Side) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow touches *card*, and the direction away from it."""
    across, down = _SIDES[side]
    return (card.x + across * card.width, card.y + down * card.height), (2 * across - 1, 2 * down - 1)


def _head(x: float, y: float, dx: float, dy: float) -> str:
    """The tip of an arrow at x, y, which comes from the direction dx, dy."""
    back = 14
    wings = ((x + dx * back - dy * 8, y + dy * back - dx * 8), (x + dx * back + dy * 8, y + dy * back + dx * 8))
    return f'<path class="canvas-head" d="M{x:g} {y:g} {" ".join(f"L{a:g} {b:g}" for a, b in wings)} Z"/>'


def _painted(name: str, color: str | None) -> str:
    """The class *name*, with a color of the canvas: one of six that follow the scheme, or its own."""
    if not color:
        return f'class="{name}"'
    if color.startswith("#"):
        return f'class="{name} canvas-own" color="{color}"'
    return f'class="{name} canvas-{color}"'
