"""Where a shortest walk round walls may turn: at their ends and outer corners.

A shortest walk among straight walls turns only at corners whose free side is at least a half turn
wide, and leans against the corner there (Lozano-Pérez and Wesley 1979; de Berg et al.,
Computational Geometry, chapter 15).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance.walls import Bools, turn
from optimizer.scenario import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """Points to turn at; a point in the middle of a straight wall is one on either side.

    Parameters
    ----------
    at
        Shape (corners, 2), millimetres.
    first, last
        Shape (corners, 2): ends of the walls that bound the free side, which lies to the left of
        the first and to the right of the last.
    """

    at: Ints
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.at)

    def only(self, rows: Ints) -> Corners:
        """Return some of the corners."""
        return Corners(self.at[rows], self.first[rows], self.last[rows])

    def leaning(self, to: Ints) -> Bools:
        """Return whether a shortest walk may leave each corner for the point ``to``.

        The point is on the free side, and the walls are all on one side of the line to it.
        """
        right, left = turn(self.at, to, self.last), turn(self.at, to, self.first)
        inside = (right < 0) & (left > 0)
        return np.asarray(~inside & (right * left >= 0))

    def same_side(self, other: Corners) -> Bools:
        """Return False where a wall runs between two corners and their free sides are not its same.

        True for pairs that no wall joins.
        """
        left_here, right_here = _same(self.first, other.at), _same(self.last, other.at)
        right_there, left_there = _same(other.first, self.at), _same(other.last, self.at)
        joined = left_here | right_here | right_there | left_there
        return np.asarray(~joined | (left_here & left_there) | (right_here & right_there))


def corners(walls: Ints) -> Corners:
    """Return the corners of walls that meet only with their ends, shape (walls, 2, 2)."""
    if not len(walls):
        return Corners(*np.empty((3, 0, 2), np.int64))
    ends = np.concatenate([walls, walls[:, ::-1]])
    at, to = ends[:, 0], ends[:, 1]
    step = (to - at).astype(np.float64)
    order = np.lexsort((np.arctan2(step[:, 1], step[:, 0]), at[:, 1], at[:, 0]))
    at, to = at[order], to[order]
    group = np.append(True, (at[1:] != at[:-1]).any(axis=1))
    starts = np.flatnonzero(group)
    following = np.arange(1, len(at) + 1)
    following[np.append(starts[1:], len(at)) - 1] = starts
    first, last = to, to[following]
    side = turn(at, first, last)
    # In line and away from each other, or one and the same wall: a half turn or a whole one.
    wide = (side < 0) | (side == 0)
    return Corners(at[wide], first[wide], last[wide])


def _same(one: Ints, other: Ints) -> Bools:
    return np.asarray((one == other).all(axis=-1))
