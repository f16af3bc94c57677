"""Time against size as a picture: an SVG without scripts or anything from elsewhere, with words for screen readers."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 560, 420  # small, so that its words can be read where a phone shrinks it
LEFT, RIGHT, TOP, BOTTOM = 70, 176, 80, 56
LABEL = 18  # pixels between two labels
NAME = 52  # and between two numbers of notes
MOST_MINOR = 3  # decades up to which lines between the powers of ten help

Line = Sequence[tuple[float, float]]

# Dark enough for words on the card, and told apart by those who see fewer colours; ours is the first.
INK = ("#0f6b5c", "#b3541e", "#2f62a8", "#8d4a94", "#8a6d00", "#4f5d63", "#b83a5e", "#3d7a1f")

CARD = "#fdfcf9"
OURS = "trellis"


class _Scale:
    """A logarithmic scale from *values* to pixels from *start* to *end*, with some air at both ends."""

    def __init__(self, values: Sequence[float], start: float, end: float, air: float) -> None:
        low, high = math.log10(min(values)), math.log10(max(values))
        if high - low < 0.3:  # so close that lines would mean nothing
            low, high = low - 0.15, high + 0.15
        self.low, self.high = low - air, high + air
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def marks(self) -> Iterator[tuple[float, bool]]:
        """Round values in the scale, and whether each is named."""
        few = self.high - self.low < MOST_MINOR
        for power in range(math.floor(self.low), math.ceil(self.high) + 1):
            for digit in range(1, 10):
                value = digit * 10.0**power
                if self.low <= math.log10(value) <= self.high:
                    yield value, digit == 1 or (few and digit in {2, 5})


def plot(lines: Mapping[str, Line], title: str, made_of: str) -> str:
    """An SVG of *lines*: seconds against notes, both logarithmic, each line with its name at its end.

    *title* says what takes the seconds, *made_of* what the vaults are.
    """
    # What took no measurable time is drawn as a hundredth of a second: a logarithm has no zero.
    drawn = {name: [(n, max(s, 0.01)) for n, s in sorted(line)] for name, line in lines.items() if line}
    points = [point for line in drawn.values() for point in line]
    across = _Scale([n for n, _ in points], LEFT, WIDTH - RIGHT, 0.04)
    up = _Scale([s for _, s in points], HEIGHT - BOTTOM, TOP, 0.08)
    grid = _grid(sorted({n for n, _ in points}), across, up)
    return "\n".join([*_frame(title, made_of, drawn), *grid, *_lines(drawn, across, up), "</svg>", ""])


def _frame(title: str, made_of: str, lines: Mapping[str, Line]) -> Iterator[str]:
    said = "; ".join(
        f"{name}: " + ", ".join(f"{s:.2f} s for {n:,.0f} notes" for n, s in line) for name, line in lines.items()
    )
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'role="img" aria-labelledby="t d" font-size="15" '
        'font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif">'
    )
    yield f'<title id="t">{escape(title)}: seconds against notes</title>'
    yield f'<desc id="d">Both scales are logarithmic; {escape(made_of)}. {escape(said)}.</desc>'
    # A card of its own: the page round it may be light or dark.
    yield f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="10" fill="{CARD}" stroke="#dcd8ce"/>'
    yield f'<text x="20" y="34" font-size="20" font-weight="600" fill="#1f2a2c">{escape(title)}</text>'
    yield '<text x="20" y="57" fill="#5a666a">Seconds against notes; both scales are logarithmic</text>'


def _grid(sizes: Sequence[float], across: _Scale, up: _Scale) -> Iterator[str]:
    yield '<g stroke="#e9e5dc">'
    for size in sizes:
        yield f'<path d="M{across(size)} {TOP}V{HEIGHT - BOTTOM}"/>'
    for value, named in up.marks():
        faint = "" if named else ' stroke="#f3f0e9"'
        yield f'<path d="M{LEFT} {up(value)}H{WIDTH - RIGHT}"{faint}/>'
    yield '</g>\n<g fill="#5a666a" text-anchor="middle">'
    named_at = float("-inf")
    for size in sizes:
        if across(size) - named_at > NAME:
            named_at = across(size)
            yield f'<text x="{named_at}" y="{HEIGHT - BOTTOM + 22}">{size:,.0f}</text>'
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}">notes</text>'
    yield '</g>\n<g fill="#5a666a" text-anchor="end">'
    for value, named in up.marks():
        if named:
            yield f'<text x="{LEFT - 10}" y="{up(value) + 5:.1f}">{value:,g} s</text>'
    yield "</g>"


def _lines(lines: Mapping[str, Line], across: _Scale, up: _Scale) -> Iterator[str]:
    others = [name for name in lines if name != OURS]
    ink = {OURS: INK[0], **{name: INK[1 + i % (len(INK) - 1)] for i, name in enumerate(others)}}
    places = spread({name: up(line[-1][1]) for name, line in lines.items()}, TOP, HEIGHT - BOTTOM)
    # Ours comes last, so that it lies on top.
    for name in [*others, *(name for name in lines if name == OURS)]:
        line, colour, bold = lines[name], ink[name], name == OURS
        path = "L".join(f"{across(n)} {up(s)}" for n, s in line)
        width, radius = (3.5, 5) if bold else (2, 3.5)
        yield f'<g stroke="{colour}" fill="none" stroke-linejoin="round"><path d="M{path}" stroke-width="{width}"/>'
        end, label = across(line[-1][0]), WIDTH - RIGHT + 12
        leader = f"M{end + 7} {up(line[-1][1])}L{label - 4} {places[name]}"
        yield f'<path d="{leader}" stroke-opacity="0.6" stroke-dasharray="2 3"/></g>'
        for n, s in line:
            yield f'<circle cx="{across(n)}" cy="{up(s)}" r="{radius}" fill="{colour}" stroke="{CARD}"/>'
        weight = ' font-weight="700"' if bold else ""
        yield f'<text x="{label}" y="{places[name] + 5:.1f}" fill="{colour}"{weight}>{escape(name)}</text>'


def spread(wanted: Mapping[str, float], low: float, high: float) -> dict[str, float]:
    """A place for each label as near to the *wanted* one as `LABEL` between any two allows, from *low* to *high*.

    >>> spread({"a": 100, "b": 101, "c": 300}, 0, 400)
    {'a': 91.5, 'b': 109.5, 'c': 300.0}
    """
    groups: list[tuple[list[str], float]] = []  # names, and the middle of their places
    for name in sorted(wanted, key=lambda name: wanted[name]):
        names, middle = [name], float(wanted[name])
        # Labels that would overlap stand together round the middle of what they want.
        while groups and groups[-1][1] + LABEL * (len(groups[-1][0]) + len(names)) / 2 > middle:
            names = groups.pop()[0] + names
            middle = sum(wanted[each] for each in names) / len(names)
            half = LABEL * (len(names) - 1) / 2
            middle = max(low + half, min(high - half, middle))
        groups.append((names, middle))
    return {
        name: round(middle + LABEL * (number - (len(names) - 1) / 2), 1)
        for names, middle in groups
        for number, name in enumerate(names)
    }
