"""Points in strips of ground, equally many in each: which of them lines come near.

A line that rather runs along the strips' order meets a small part of each strip. Where points
crowd, strips are narrow, so that no arrangement of points makes a line meet many for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.distance.nearby_pairs import counted, portions
from optimizer.domain.scenario import Ints

MARGIN = 2
"""Millimetres: ends of lines in a strip are rounded."""


def near_lines(lines: Ints, points: Ints, most: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield rows of lines, shape (n, 2, 2), and of points, a superset of those a millimetre apart.

    Each pair once, about ``most`` at a time. Whole millimetres, none of the lines of no length.
    """
    step = np.abs(lines[:, 1] - lines[:, 0])
    for axis, some in ((0, step[:, 0] >= step[:, 1]), (1, step[:, 0] < step[:, 1])):
        rows = np.flatnonzero(some)
        if not len(rows) or not len(points):
            continue
        strips = _Strips(points, axis)
        for first in range(0, len(rows), most):
            part = rows[first : first + most]
            for line, point in strips.near(lines[part], most):
                yield part[line], point


class _Strips:
    """Points by the strip that they are in, and in it by their other coordinate.

    Parameters
    ----------
    axis
        That strips follow one another along.
    """

    def __init__(self, points: Ints, axis: int) -> None:
        self._axis = axis
        along, across = points[:, axis], points[:, 1 - axis]
        each = int(np.sqrt(len(points))) + 1
        self._bounds = np.unique(np.sort(along)[::each])
        self._low = int(across.min())
        self._height = int(across.max()) - self._low + 1
        strip = np.searchsorted(self._bounds, along, "right") - 1
        code = strip * self._height + (across - self._low)
        self._order = np.argsort(code, kind="stable")
        self._code = code[self._order]

    def near(self, lines: Ints, most: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield lines, which rather run along the axis than across, and points near them."""
        back = lines[:, 0, self._axis] > lines[:, 1, self._axis]
        lines = np.where(back[:, None, None], lines[:, ::-1], lines)
        low, high = lines[:, 0, self._axis], lines[:, 1, self._axis]
        first = np.maximum(np.searchsorted(self._bounds, low - MARGIN, "right") - 1, 0)
        last = np.searchsorted(self._bounds, high + MARGIN, "right")
        for rows in portions(last - first, most):
            line, nth = counted((last - first)[rows])
            line = rows[line]
            begin, end = self._windows(lines[line], first[line] + nth)
            for some in portions(end - begin, most):
                which, more = counted((end - begin)[some])
                yield line[some[which]], self._order[begin[some[which]] + more]

    def _windows(self, lines: Ints, strip: Ints) -> tuple[Ints, Ints]:
        """Return between which rows the points of a strip are that a line may come near."""
        along, across = lines[:, :, self._axis], lines[:, :, 1 - self._axis]
        lean = (across[:, 1] - across[:, 0]) / (along[:, 1] - along[:, 0])
        bounds = np.append(self._bounds, np.iinfo(np.int64).max // 4)
        edges = [
            across[:, 0]
            + (np.clip(bounds[strip + on], along[:, 0], along[:, 1]) - along[:, 0]) * lean
            for on in (0, 1)
        ]
        least = np.floor(np.minimum(*edges) - MARGIN - self._low).astype(np.int64)
        most = np.ceil(np.maximum(*edges) + MARGIN - self._low).astype(np.int64)
        base = strip * self._height
        begin = np.searchsorted(self._code, base + np.clip(least, 0, self._height))
        end = np.searchsorted(self._code, base + np.clip(most, -1, self._height - 1), "right")
        return begin, np.maximum(begin, end)
