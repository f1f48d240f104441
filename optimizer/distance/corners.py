"""Where a shortest walk round walls may turn: at their ends and outer corners.

A shortest walk among straight walls turns only at corners whose free side is at least a half turn
wide, and leans against the corner there (Lozano-Pérez and Wesley 1979; de Berg et al.,
Computational Geometry, chapter 15).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance.barriers import Bools
from optimizer.distance.faces import Faces, edges_of
from optimizer.distance.measuring_time import Deadline
from optimizer.distance.turning import turn
from optimizer.domain.scenario import Ints


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
    face
        Shape (corners,): the face that the free side is part of.
    faces
        Tells in which face other points are.
    """

    at: Ints
    first: Ints
    last: Ints
    face: Ints
    faces: Faces

    def __len__(self) -> int:
        return len(self.at)

    def only(self, rows: Ints) -> Corners:
        """Return some of the corners."""
        return Corners(
            self.at[rows], self.first[rows], self.last[rows], self.face[rows], self.faces
        )

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


def corners(walls: Ints, limits: Deadline | None = None) -> Corners:
    """Return the corners of walls that meet only with their ends, shape (walls, 2, 2)."""
    edges = edges_of(walls)
    first, last = edges.to, edges.to[edges.following]
    # In line and away from each other, or one and the same wall: a half turn or a whole one.
    wide = np.flatnonzero(turn(edges.at, first, last) <= 0)
    faces = Faces(walls, edges, limits)
    return Corners(edges.at[wide], first[wide], last[wide], faces.left_of[wide], faces)


def _same(one: Ints, other: Ints) -> Bools:
    return np.asarray((one == other).all(axis=-1))
