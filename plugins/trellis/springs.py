"""Points in the plane pulled together by their links and kept apart from each other, with numpy.

Not networkx's `spring_layout`: it compares every point with every other (0.4 s for 400 of them, 18 s for 2,000), asks
for SciPy where there are more than 500, and leaves a thick heart and a thin rim. Here, points that are far away push as
one for each cell of a grid, and points are complex numbers. Forces grow what is left over in the last digit of a float,
which differs between processors, so points are rounded after every step: the same points come out on all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import complex128, float64, intp
    from numpy.typing import NDArray

    Points = NDArray[complex128]
    Numbers = NDArray[intp]
    Weights = NDArray[float64]

_ROUNDS = 60
_FEW = 256  # so many points push each other one by one
DIGITS = 6
_MOST_CELLS = 16  # in a row
_AT_ONCE = 512  # rows of a table that is as wide as there are cells; more would not fit what is near the processor


def spring(start: Points, begins: Numbers, ends: Numbers, weights: Weights) -> Points:
    """The points *start*, linked from *begins* to *ends*, where the forces move them: spread over the disc of radius 1
    round the origin."""
    import numpy as np  # noqa: PLC0415  # most commands draw nothing

    count = len(start)
    if count < 2:
        return np.zeros(count, np.complex128)
    at_node = np.bincount(begins, weights, count) + np.bincount(ends, weights, count)
    # A link of a point with many counts less, or all would lie on the points that everything links to.
    pull = weights / np.sqrt(at_node[begins] * at_node[ends])
    points = start.copy()
    for step in range(_ROUNDS):
        along = (points[ends] - points[begins]) * pull
        force = summed(begins, along, count) - summed(ends, along, count)
        force += _push(points) * (0.6 / count) - 0.1 * points
        length = np.maximum(np.abs(force), 1e-9)
        most = 0.25 * (1 - step / _ROUNDS) + 0.005
        points = np.round(points + force * (np.minimum(length, most) / length), DIGITS)
    return _spread(points - np.round(points.mean(), DIGITS))


def summed(where: Numbers, values: Points, count: int) -> Points:
    import numpy as np  # noqa: PLC0415

    return np.bincount(where, values.real, count) + 1j * np.bincount(where, values.imag, count)


def _push(points: Points) -> Points:
    """What the points together do to each."""
    import numpy as np  # noqa: PLC0415

    if len(points) <= _FEW:
        heaps, sizes, near = points, np.ones(len(points)), 1e-3
    else:
        side = min(_MOST_CELLS, int(2 * len(points) ** 0.25))
        reach = max(float(np.abs(points).max()), 1e-3)
        cells = ((points / reach + 1 + 1j) * (side / 2)).view(np.float64).astype(np.intp).clip(0, side - 1)
        _, cell, counts = np.unique(cells[0::2] * side + cells[1::2], return_inverse=True, return_counts=True)
        sizes, near = counts.astype(np.float64), reach / side
        heaps = np.round(summed(cell, points, len(counts)) / counts, DIGITS)
    pushes = np.empty_like(points)
    for begin in range(0, len(points), _AT_ONCE):
        away = points[begin : begin + _AT_ONCE, None] - heaps
        away *= sizes / (away.real**2 + away.imag**2 + near**2)
        pushes[begin : begin + _AT_ONCE] = away.sum(axis=1)
    return pushes


def _spread(points: Points) -> Points:
    """The same directions, with about as many points near the middle as at the rim, for the same area."""
    import numpy as np  # noqa: PLC0415

    radius = np.round(np.abs(points), DIGITS)
    rank = np.empty(len(points))
    rank[np.argsort(radius, kind="stable")] = np.arange(len(points)) + 0.5
    wanted = 0.3 * radius / max(float(radius.max()), 1e-9) + 0.7 * np.sqrt(rank / len(points))
    return np.round(points * (wanted / np.maximum(radius, 1e-9)), DIGITS)


def by_likeness(likeness: Weights) -> Points:
    """Points for the rows of a symmetric table of positive numbers, those most alike next to each other: the two
    slowest vibrations of the net that it describes (Hall 1970). Rougher than springs, and steadier: a little less
    likeness never throws it over."""
    import numpy as np  # noqa: PLC0415

    total = likeness.sum(axis=1)
    _, waves = np.linalg.eigh(likeness / np.sqrt(np.outer(total, total)))
    slowest = waves[:, -3:-1] / np.sqrt(total)[:, None]
    points = np.round(slowest[:, 0] + 1j * slowest[:, 1], DIGITS)
    return _spread(points - np.round(points.mean(), DIGITS))


def turned(points: Points, towards: Points) -> Points:
    """*points*, turned round the origin, and seen from behind if need be, so that each is in the direction of the same
    of *towards* as far as that goes for all."""
    import numpy as np  # noqa: PLC0415

    mirrored = points.conj()
    straight, behind = (np.round((shape.conj() * towards).sum(), DIGITS) for shape in (points, mirrored))
    shape, turn = (points, straight) if abs(straight) >= abs(behind) else (mirrored, behind)
    return np.round(shape * (turn / abs(turn)), DIGITS) if turn else shape
