"""Room between points and between discs, and points as whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trellis.springs import DIGITS, summed

if TYPE_CHECKING:
    from trellis.springs import Numbers, Points, Weights

_MOST_NEAR = 12  # points of a cell that one is kept apart from; more would make a crowd of thousands slow


def kept_apart(points: Points, gap: float, rounds: int = 30) -> Points:
    """*points* moved until no two are nearer than *gap*, or nearly so."""
    import numpy as np  # noqa: PLC0415

    for _ in range(rounds):
        moves, touched = np.zeros(len(points), np.complex128), False
        for one, other in _near(points, gap):
            away = points[one] - points[other]
            length = np.abs(away)
            close = np.flatnonzero(length < gap * 0.98)
            if not len(close):
                continue
            one, other, away, length, touched = one[close], other[close], away[close], length[close], True  # noqa: PLW2901
            # Points on one place part in a direction that depends on which they are.
            away = np.where(length < gap / 100, np.exp(1j * np.round(one * 2.4, 1)) * gap / 100, away)
            push = away * ((gap - length) * 0.3 / np.maximum(length, gap / 100))
            moves += summed(one, push, len(points)) - summed(other, push, len(points))
        if not touched:
            break
        length = np.maximum(np.abs(moves), 1e-9)
        points = np.round(points + moves * np.minimum(1, gap / length), DIGITS)
    return points


def _near(points: Points, reach: float) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of points that may be nearer than *reach*, each once."""
    import numpy as np  # noqa: PLC0415

    columns, rows = (np.floor(part / reach).astype(np.intp) for part in (points.real, points.imag))
    width = int(rows.max() - rows.min()) + 3
    cells = (columns - columns.min() + 1) * width + (rows - rows.min() + 1)
    order = np.argsort(cells, kind="stable")
    ordered = cells[order]
    for towards in (0, 1, width - 1, width, width + 1):
        begin = np.searchsorted(ordered, ordered + towards)
        end = np.searchsorted(ordered, ordered + towards, side="right")
        if not towards:
            begin = np.arange(1, len(points) + 1)
        for step in range(min(_MOST_NEAR, int((end - begin).max()))):
            has = np.flatnonzero(begin + step < end)
            yield order[has], order[begin[has] + step]


def discs_apart(centres: Points, radii: Weights, rounds: int = 240) -> Points:
    """The *centres* of discs, moved to the middle as far as their *radii* allow."""
    import numpy as np  # noqa: PLC0415

    reach = radii[:, None] + radii
    centres = centres + np.round(np.exp(2.4j * np.arange(len(radii))), 1) * 1e-3  # no two on one place
    for step in range(rounds):
        # Towards the end, only what lies on each other moves.
        centres = centres * (0.985 if step < rounds * 0.6 else 1)
        away = centres[:, None] - centres
        length = np.abs(away)
        np.fill_diagonal(length, np.inf)
        share = radii[None, :] / reach  # the smaller one gives way
        overlap = np.maximum(reach - length, 0) / np.maximum(length, 1e-9)
        centres = np.round(centres + (away * overlap * share).sum(axis=1) * 0.5, DIGITS)
    return centres


def rings(count: int, radius: float) -> Points:
    """*count* points, with a distance of about 1.5 to each other, on rings of at least this *radius*."""
    import numpy as np  # noqa: PLC0415

    found: list[Points] = [np.empty(0, np.complex128)]
    while count:
        places = max(1, int(2 * np.pi * radius / 1.5))
        # The last ring need not be full, but goes all the way round.
        angles = np.arange(min(count, places)) * (2 * np.pi / min(count, places))
        found.append(np.round(radius * np.exp(1j * angles), DIGITS))
        count -= len(angles)
        radius += 1.5
    return np.concatenate(found)


def on_grid(points: Points, most: int) -> Numbers:
    """*points* as whole numbers from 0 to *most*, a row of two for each, no two the same; the picture keeps its
    shape."""
    import numpy as np  # noqa: PLC0415

    lowest, highest = (complex(f(points.real), f(points.imag)) for f in (np.min, np.max))
    wide = max((highest - lowest).real, (highest - lowest).imag)
    scaled = (points - (lowest + highest) / 2) * (most * 0.96 / wide if wide else 0) + (most / 2) * (1 + 1j)
    places = np.round(scaled.view(np.float64).reshape(-1, 2)).astype(np.intp)
    taken: set[tuple[int, int]] = set()
    for number, (x, y) in enumerate(places.tolist()):
        if (x, y) in taken:
            places[number] = next(free for free in _round_about(x, y, most) if free not in taken)
        taken.add((int(places[number, 0]), int(places[number, 1])))
    return places


def _round_about(x: int, y: int, most: int) -> Iterator[tuple[int, int]]:
    """Places round (*x*, *y*), the nearest first."""
    for far in range(1, most):
        for side in range(-far, far + 1):
            for a, b in ((x + side, y - far), (x + side, y + far), (x - far, y + side), (x + far, y + side)):
                if 0 <= a <= most and 0 <= b <= most:
                    yield a, b
