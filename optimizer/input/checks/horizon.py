"""Lines cut to what lies within the horizon of a village (Liang and Barsky 1984).

Which side of a wall a point is on is a product of two lengths in whole millimetres, exact in 64
bits as long as both are shorter than 2,000 km. Beyond that the product is a wrong number and no
error. Everybody lives within 100 km of the middle of their village, so that a wall's part beyond
the horizon is nobody's; what is cut off moves the rest by less than a millimetre.
"""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.input.checks.raw_table import Bools

HORIZON_M = 500_000.0
"""Half the side of the square round a village's middle in which lines are looked at."""
LIVING_M = 200_000.0
"""The same of the square in which everybody lives, with room to spare."""


def beyond_horizon(lines: Floats, middle: Floats) -> Bools:
    """Return which lines, shape (n, 2, 2), do not lie wholly within the horizon."""
    return np.asarray((np.abs(lines - middle) > HORIZON_M).any(axis=(1, 2)))


def within_square(lines: Floats, middle: Floats, half_m: float) -> tuple[Ints, Floats]:
    """Return the rows of the lines that come into a square, and what of each does.

    Parameters
    ----------
    lines
        Shape (n, 2, 2), metres.
    middle
        Shape (2,), in the same plane: of the square, whose side is twice ``half_m``.

    Returns
    -------
    Rows, and shares of each line's way at which its part begins and ends, shape (rows, 2): 0 and
    1 where nothing is cut off.
    """
    start, step = lines[:, 0] - middle, lines[:, 1] - lines[:, 0]
    first, last = np.zeros(len(lines)), np.ones(len(lines))
    for axis in (0, 1):
        along, still = step[:, axis], step[:, axis] == 0
        away = np.where(still, 1.0, along)
        ends = np.stack([(side - start[:, axis]) / away for side in (-half_m, half_m)])
        out = still & (np.abs(start[:, axis]) > half_m)
        first = np.maximum(first, np.where(still, out * 2.0, ends.min(axis=0)))
        last = np.minimum(last, np.where(still, 1.0, ends.max(axis=0)))
    rows = np.flatnonzero(first <= last)
    return rows, np.column_stack((first, last))[rows]


def part_of(lines: Floats, shares: Floats) -> Floats:
    """Return the part of each line between two shares of its way, shape (n, 2, 2)."""
    step = lines[:, 1] - lines[:, 0]
    cut = lines[:, :1] + shares[:, :, None] * step[:, None]
    return np.where((shares == (0.0, 1.0))[:, :, None], lines, cut)
