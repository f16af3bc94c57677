"""The growth of a vault as SVG: drawn at build time, so it works without scripts, prints, and is read out.

Positions across are per cent and positions down are pixels, as in the local graph: the drawing fills any width while
its words keep their size. Only the line itself is stretched, in a drawing of its own within.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import count

from trellis.history import Month
from trellis.words import Words

_TOP, _HEIGHT, _BOTTOM = 26, 160, 26  # pixels: above the plot for the last number, the plot, the names of months
_FIRST, _LAST = 1.0, 98.0  # per cent: where the plot begins and ends, so that dots stay whole
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)  # months between two names
_MOST_NAMES = 4  # what fits on a phone of 360 pixels
_MOST_LINES = 4
_MOST_HINTS = 240  # months; with more, the strips to point at are too thin


def draw_growth(months: Sequence[Month], words: Words) -> str:
    """The number of notes at the end of each of *months* as an `<svg>`; empty if there are not two: one dot says no
    more than its words."""
    if len(months) < 2:
        return ""
    lines = list(_lines(max(month.notes for month in months)))
    points = [(_x(index, len(months)), _y(month.notes, lines[-1])) for index, month in enumerate(months)]
    parts = [*_grid(lines), *_names(months, words), _line(points), *_hints(months, words)]
    x, y = points[-1]
    parts.append(f'<circle class="growth-now" cx="{x:.2f}%" cy="{y:.1f}" r="4"/>')
    parts.append(
        f'<text class="growth-count" x="{x:.2f}%" y="{y - 10:.1f}" text-anchor="end">'
        f"{escape(words('count.notes', months[-1].notes))}</text>"
    )
    return (
        f'<svg class="growth-chart" width="100%" height="{_TOP + _HEIGHT + _BOTTOM}" role="img"'
        ' aria-labelledby="__growth-title __growth-desc"><title id="__growth-title">'
        f"{escape(words('growth.title'))}</title>"
        f'<desc id="__growth-desc">{escape(said_of(months, words))}</desc>{"".join(parts)}</svg>'
    )


def said_of(months: Sequence[Month], words: Words) -> str:
    """What the drawing of *months*, of which there is one at least, shows in words."""
    first, last = months[0], months[-1]
    if len(months) == 1:
        return words("growth.one", notes=words("count.notes", last.notes), month=_name_of(last, words))
    said = words(
        "growth.said",
        first=words("count.notes", first.notes),
        first_month=_name_of(first, words),
        last=words("count.notes", last.notes),
        last_month=_name_of(last, words),
    )
    most = max(months, key=lambda month: month.added)
    if not most.added:
        return said
    return f"{said} {words('growth.most', most.added, month=_name_of(most, words))}"


def _name_of(month: Month, words: Words) -> str:
    return words.month(month.year, month.month)


def _x(index: int, months: int) -> float:
    return _FIRST + (_LAST - _FIRST) * index / (months - 1)


def _y(notes: float, top: int) -> float:
    return _TOP + _HEIGHT * (1 - notes / top)


def _lines(most: int) -> Iterator[int]:
    """Round numbers from 0 to *most* or a little more, few of them."""
    sizes = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(size for size in sizes if most <= _MOST_LINES * size)
    yield from range(0, max(most, 1) + step, step)


def _grid(lines: Sequence[int]) -> Iterator[str]:
    for number in lines:
        y = _y(number, lines[-1])
        yield f'<line class="growth-grid" x1="0" y1="{y:g}" x2="100%" y2="{y:g}"/>'
        if number:
            yield f'<text x="0" y="{y - 4:g}">{number:,}</text>'


def _names(months: Sequence[Month], words: Words) -> Iterator[str]:
    """The months below, or the years where there are many."""
    first = months[0].year * 12 + months[0].month - 1
    numbers = range(first, first + len(months))
    step = next((step for step in _STEPS if len(range(-first % step, len(months), step)) <= _MOST_NAMES), _STEPS[-1])
    for number in (number for number in numbers if number % step == 0):
        x = _x(number - first, len(months))
        name = f"{number // 12}" if step >= 12 else words.month(number // 12, number % 12 + 1, short=True)
        half = 1.5 * len(name)  # per cent of a phone's width, about
        anchor = "start" if x < half else "end" if x > 100 - half else "middle"
        y = _TOP + _HEIGHT
        yield f'<line class="growth-tick" x1="{x:.2f}%" y1="{y}" x2="{x:.2f}%" y2="{y + 5}"/>'
        yield f'<text x="{x:.2f}%" y="{y + 19}" text-anchor="{anchor}">{escape(name)}</text>'


def _line(points: Sequence[tuple[float, float]]) -> str:
    base = _TOP + _HEIGHT
    path = " ".join(f"{x:.2f},{y:.1f}" for x, y in points)
    return (
        f'<svg width="100%" height="{base}" viewBox="0 0 100 {base}" preserveAspectRatio="none">'
        f'<polygon class="growth-area" points="{points[0][0]:.2f},{base} {path} {points[-1][0]:.2f},{base}"/>'
        f'<polyline class="growth-line" vector-effect="non-scaling-stroke" points="{path}"/></svg>'
    )


def _hints(months: Sequence[Month], words: Words) -> Iterator[str]:
    """Strips to point at, each saying its month."""
    if len(months) > _MOST_HINTS:
        return
    width = (_LAST - _FIRST) / (len(months) - 1)
    for index, month in enumerate(months):
        x = max(0.0, _x(index, len(months)) - width / 2)
        notes = words("count.notes", month.notes)
        said = words("growth.hint", month.added, month=_name_of(month, words), notes=notes)
        yield (
            f'<rect class="growth-hint" x="{x:.2f}%" y="{_TOP}" width="{min(width, 100 - x):.2f}%" height="{_HEIGHT}">'
            f"<title>{escape(said)}</title></rect>"
        )
