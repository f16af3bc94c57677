"""The local graph of a note as SVG: drawn at build time, so it works without scripts, prints, and is read out.

Notes that link here stand on the left, notes linked to on the right. Positions across are per cent and positions
down are pixels: the drawing fills any width while its words keep their size, on a phone too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Literal

import msgspec

from trellis.model import LinkKind
from trellis.words import Words

Side = Literal["in", "out"]

MOST = 8
"""Nodes on a side; more would be a ball of dots."""

_ROW = 42  # pixels: two lines of words and the space between nodes
_TOP = 34  # pixels: the line of captions
_LINE = 15  # pixels from one line of words to the next
_GAP = 11  # pixels between a node and its words
_WIDTH = 18  # characters of a line: what fits beside the drawing on a phone of 360 pixels
_REACH, _BOW = 13.0, 4.0  # per cent: from the note to the middle of a side, and how far its ends lean in
_MARGIN = 4.0  # per cent: where the note itself stands when one side is empty, and all others are on its right

_VERBS: dict[LinkKind, tuple[str, str]] = {
    "links": ("local_graph.links_in", "local_graph.links_out"),
    "embeds": ("local_graph.embeds_in", "local_graph.embeds_out"),
    "source": ("local_graph.source_in", "local_graph.source_out"),
    "requires": ("local_graph.requires_in", "local_graph.requires_out"),
    "part_of": ("local_graph.part_of_in", "local_graph.part_of_out"),
}


_LINES: dict[LinkKind, str] = {
    "links": "local_graph.links",
    "embeds": "local_graph.embeds",
    "source": "local_graph.source",
    "requires": "local_graph.requires",
    "part_of": "local_graph.part_of",
}
"""What the line of each kind stands for, whichever way it goes, in the order of the legend."""


class GraphNode(msgspec.Struct, frozen=True):
    """A neighbour to draw."""

    title: str
    href: str | None
    """None for a note nobody has written yet."""
    side: Side
    kind: LinkKind
    mutual: bool = False
    is_source: bool = False


def draw_local_graph(title: str, nodes: Sequence[GraphNode], words: Words, more: tuple[int, int] = (0, 0)) -> str:
    """*nodes* round the note called *title*, as an `<svg>`; at most `MOST` on a side are drawn, in their order.

    *more* says how many further notes there are on the left and on the right.
    """
    left = [node for node in nodes if node.side == "in"][:MOST]
    right = [node for node in nodes if node.side == "out"][:MOST]
    if not left and not right:
        return ""
    rows = max(len(left) + bool(more[0]), len(right) + bool(more[1]))
    both = bool(left and right)
    centre = _Centre(50.0 if both else _MARGIN, _TOP + rows * _ROW / 2, rows)
    parts = _side(left, more[0], centre, words, "local_graph.from", away=-1 if both else 1)
    parts += _side(right, more[1], centre, words, "local_graph.to", away=1)
    return (
        f'<svg class="local-graph" width="100%" height="{_TOP + rows * _ROW}" role="group"'
        ' aria-labelledby="__graph-title __graph-desc"><title id="__graph-title">'
        f"{escape(words('local_graph.title', title=title))}</title>"
        f'<desc id="__graph-desc">{escape(_described(left, right, words, more))}</desc>{"".join(parts)}'
        f'<circle class="graph-self" cx="{centre.x:g}%" cy="{centre.y:g}" r="9"/></svg>'
    )


def lines_drawn(nodes: Sequence[GraphNode], words: Words) -> list[tuple[LinkKind, str]]:
    """The kinds of lines to *nodes* with their names, each once: what a legend has to say."""
    drawn = {node.kind for node in nodes}
    return [(kind, words(name)) for kind, name in _LINES.items() if kind in drawn]


class _Centre(msgspec.Struct, frozen=True):
    """Where the note itself stands: per cent across, pixels down; and how many rows there are."""

    x: float
    y: float
    rows: int


def _described(left: list[GraphNode], right: list[GraphNode], words: Words, more: tuple[int, int]) -> str:
    said = []
    for key, side, rest in (("local_graph.linked_from", left, more[0]), ("local_graph.links_to", right, more[1])):
        if side:
            names = words("list.comma").join(node.title for node in side)
            said.append(words(key, notes=words("list.and_more", rest, list=names) if rest else names))
    return " ".join(said)


def _side(nodes: list[GraphNode], more: int, centre: _Centre, words: Words, caption: str, away: int) -> list[str]:
    """The nodes of one side, with the text for the key *caption* above. *away* is 1 to the right of the note and -1 to
    its left."""
    if not nodes:
        return []
    anchor = "" if away > 0 else ' text-anchor="end"'
    x = centre.x + away * _REACH
    first = centre.y - (len(nodes) + bool(more) - 1) * _ROW / 2
    parts = [f'<text class="graph-caption" x="{x:g}%" y="14"{anchor}>{escape(words(caption))}</text>']
    parts += [_node(node, first + index * _ROW, away, centre, words) for index, node in enumerate(nodes)]
    if more:
        y, rest = first + len(nodes) * _ROW + 4, words("count.and_more", more)
        parts.append(f'<text class="graph-more" x="{x:g}%" y="{y:g}"{anchor}>{escape(rest)}</text>')
    return parts


def _node(node: GraphNode, y: float, away: int, centre: _Centre, words: Words) -> str:
    lean = 2 * (y - centre.y) / (centre.rows * _ROW)
    x = centre.x + away * (_REACH - _BOW * lean**2)
    said = words(_VERBS[node.kind][node.side == "out"], title=node.title)
    hint = f"<title>{escape(words('local_graph.and_back', said=said) if node.mutual else said)}</title>"
    kinds = f"graph-edge graph-{node.kind}" + (" graph-mutual" if node.mutual else "")
    edge = f'<line class="{kinds}" x1="{centre.x:g}%" y1="{centre.y:g}" x2="{x:.2f}%" y2="{y:g}"/>'
    dot = _dot(node, x, y)
    name = _words(node.title, x, y, away)
    if node.href is None:
        return f'{edge}<g class="graph-ghost">{hint}{dot}{name}</g>'
    return f'{edge}<a class="graph-node" href="{escape(node.href)}">{hint}{dot}{name}</a>'


def _dot(node: GraphNode, x: float, y: float) -> str:
    if node.is_source:
        # A square whose corner is given in per cent is set right by a shift in pixels.
        return f'<rect x="{x:.2f}%" y="{y - 5:g}" width="10" height="10" transform="translate(-5)"/>'
    return f'<circle cx="{x:.2f}%" cy="{y:g}" r="5"/>'


def forget_titles() -> None:
    """Frees the memory of titles that were divided into lines: of each page that is drawn, those of thirty notes."""
    _lines.cache_clear()


@lru_cache(maxsize=100_000)  # a note stands in the drawings of all its neighbours
def _lines(title: str) -> list[str]:
    return textwrap.wrap(title, _WIDTH, max_lines=2, placeholder=" …") or [title[:_WIDTH]]


def _words(title: str, x: float, y: float, away: int) -> str:
    lines = _lines(title)
    anchor = "" if away > 0 else ' text-anchor="end"'
    start = y + 4 - (len(lines) - 1) * _LINE / 2
    spans = "".join(
        f'<tspan x="{x:.2f}%" dx="{away * _GAP}" y="{start + index * _LINE:g}">{escape(line, quote=False)}</tspan>'
        for index, line in enumerate(lines)
    )
    return f"<text{anchor}>{spans}</text>"
