"""Visibility: which straight walks cross a wall, found cell by cell.

A walk is followed from its start, a cell's width at a time and all walks together, and is let go
at the first wall that it crosses: so most walks meet a handful of walls and not all of them. The
cells only choose which walls are looked at; whether one is crossed is decided exactly.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

from optimizer.distance.barriers import Bools, crosses_wall, drawn, tree_of
from optimizer.distance.measuring_time import Deadline, check
from optimizer.distance.nearby_pairs import counted
from optimizer.domain.scenario import Ints

WALKS = 50_000
"""Walks that are followed together: bounds the memory in a village of any size."""
FEW = 8
"""So few walls are looked at one by one."""
FEW_WALKS = 16
"""Cells are made where there is more than one walk to so many walls."""
CELLS_PER_WALL = 16
MOST_CELLS = 1_000_000
"""Cells in all, unless there are more walls."""
MOST_ACROSS = 2048
"""Cells in a row: bounds the memory where walls are few and far between."""


class Sight:
    """Walls in cells, made once and asked of many walks.

    Parameters
    ----------
    walls
        Shape (walls, 2, 2), millimetres.
    """

    def __init__(self, walls: Ints) -> None:
        self._walls = walls.reshape(-1, 4).T
        self._lines = walls

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The walls in a tree: what is looked up in it once and again is not made anew."""
        return tree_of(self._lines)

    @cached_property
    def _cells(self) -> _Cells:
        return _Cells(self._walls)

    def blocked(self, start: Ints, end: Ints, limits: Deadline | None = None) -> Bools:
        """Return which straight walks cross a wall, or pass over the end of one.

        Parameters
        ----------
        start, end
            Shape (n, 2), millimetres.
        """
        found = np.zeros(len(start), np.bool_)
        count = len(self._lines)
        if count > FEW and len(start) * FEW_WALKS < count:
            return self._by_tree(start, end)
        for first in range(0, len(start) if count else 0, WALKS):
            check(limits, f"what is seen between {count:,} pieces of barriers")
            part = slice(first, first + WALKS)
            walks = np.concatenate([start[part].T, end[part].T])
            looked = self._one_by_one if count <= FEW else self._cells.blocked
            found[part] = looked(walks)
        return found

    def _by_tree(self, start: Ints, end: Ints) -> Bools:
        """Hold walks against the walls that they touch: so few are not worth the cells."""
        found = np.zeros(len(start), np.bool_)
        walk, wall = self.tree.query(drawn(np.stack([start, end], axis=1)), predicate="intersects")
        walks = np.concatenate([start[walk].T, end[walk].T])
        found[walk[crosses_wall(walks, self._walls[:, wall])]] = True
        return found

    def _one_by_one(self, walks: Ints) -> Bools:
        found = np.zeros(walks.shape[1], np.bool_)
        for wall in range(self._walls.shape[1]):
            left = np.flatnonzero(~found)
            barring = self._walls[:, [wall]].repeat(len(left), axis=1)
            found[left] = crosses_wall(walks[:, left], barring)
        return found


class _Cells:
    """Walls, shape (4, walls), by the cells that they run through."""

    def __init__(self, walls: Ints) -> None:
        self._walls = walls
        ends = np.concatenate([walls[:2], walls[2:]], axis=1)
        self._low = ends.min(axis=1).astype(np.float64)
        across = np.maximum(ends.max(axis=1) - self._low, 1.0)
        cells = min(CELLS_PER_WALL * walls.shape[1], max(MOST_CELLS, walls.shape[1]))
        even = float(np.sqrt(across.prod() / cells))
        self._width = max(even, across.max() / MOST_ACROSS)
        self._shape = np.floor(across / self._width).astype(np.int64) + 1
        pieces = self._pieces(walls)
        of, nth = counted(pieces)
        at, cell = self._around(walls[:, of], nth, pieces[of])
        code = np.sort(cell * walls.shape[1] + of[at])
        code = code[np.append(True, code[1:] != code[:-1])]
        in_cell, self._wall = np.divmod(code, walls.shape[1])
        self._first = np.searchsorted(in_cell, np.arange(self._shape.prod() + 1))

    def blocked(self, walks: Ints) -> Bools:
        """Return which walks, shape (4, n), cross a wall."""
        found = np.zeros(walks.shape[1], np.bool_)
        pieces = self._pieces(walks)
        nth, last = self._near(walks, pieces)
        alive = np.arange(len(found))
        going = nth < last
        while going.any():
            alive, walks, pieces = alive[going], walks[:, going], pieces[going]
            nth, last = nth[going], last[going]
            at, cell = self._around(walks, nth, pieces)
            begin, count = self._first[cell], self._first[cell + 1] - self._first[cell]
            which, more = counted(count)
            rows = at[which]
            hit = rows[
                crosses_wall(walks[:, rows], self._walls[:, self._wall[begin[which] + more]])
            ]
            found[alive[hit]] = True
            nth = nth + 1
            going = nth < last
            going[hit] = False
        return found

    def _near(self, walks: Ints, pieces: Ints) -> tuple[Ints, Ints]:
        """Return the first piece of each walk that comes near the cells, and the one after all."""
        begin, end = np.zeros(len(pieces)), np.ones(len(pieces))
        for axis, (low, most) in enumerate(zip(self._low, self._shape, strict=True)):
            one, step = walks[axis], walks[axis + 2] - walks[axis]
            still, box = step == 0, (low - 2, low + most * self._width + 2)
            inside = (one >= box[0]) & (one <= box[1])
            turns = [(edge - one) / np.where(still, 1, step) for edge in box]
            begin = np.maximum(begin, np.where(still, np.where(inside, 0, 2), np.minimum(*turns)))
            end = np.minimum(end, np.where(still, 1, np.maximum(*turns)))
        first = np.floor(begin * pieces).astype(np.int64) - 1
        last = np.ceil(end * pieces).astype(np.int64) + 1
        first, last = np.maximum(first, 0), np.minimum(last, pieces)
        return first, np.where(begin <= end, last, first)

    def _pieces(self, lines: Ints) -> Ints:
        """Return into how many pieces each line falls, none wider or higher than a cell."""
        longer = np.maximum(np.abs(lines[2] - lines[0]), np.abs(lines[3] - lines[1]))
        return np.asarray(longer / self._width, np.int64) + 1

    def _around(self, lines: Ints, nth: Ints, pieces: Ints) -> tuple[Ints, Ints]:
        """Return the rows of lines, once for every cell near a piece of each, and these cells."""
        first, count = [], []
        for axis, (low, most) in enumerate(zip(self._low, self._shape, strict=True)):
            step = (lines[axis + 2] - lines[axis]) / pieces
            one = lines[axis] + nth * step - low
            # A millimetre more on either side: the ends of the pieces are rounded.
            least = np.minimum(one, one + step) - 1
            begin = np.maximum(np.floor(least / self._width), 0).astype(np.int64)
            end = np.floor((least + np.abs(step) + 2) / self._width)
            first.append(begin)
            count.append(np.maximum(np.minimum(end, most - 1).astype(np.int64) - begin + 1, 0))
        row, cell = counted(count[0] * count[1])
        across, up = np.divmod(cell, count[1][row])
        return row, (first[0][row] + across) * self._shape[1] + first[1][row] + up
