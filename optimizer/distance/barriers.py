"""Barriers as walls on whole millimetres: crossing, touching, gaps at crossings.

Every decision is one of signs of integer products, so that it is exact: a walk that runs along a
wall, ends on it or turns at its end touches it; a walk that goes from one side to the other
crosses it. A point on a wall stands on both of its sides.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.distance.measuring_time import Deadline, remembered
from optimizer.distance.noding import noded
from optimizer.distance.turning import between, turn
from optimizer.domain.scenario import CROSSING_M, GRID_M, Barriers, Floats, Ints

Bools = NDArray[np.bool_]


def on_grid(xy: Floats) -> Ints:
    """Return coordinates in whole millimetres."""
    return np.asarray(np.rint(xy / GRID_M), np.int64)


def off_grid(places: Ints) -> Floats:
    """Return metres of coordinates in millimetres."""
    return np.asarray(places * GRID_M, np.float64)


@remembered(4)
def standing_walls(barriers: Barriers, *, limits: Deadline | None = None) -> Ints:
    """Return what is left of the walls beside the crossings, shape (walls, 2, 2), in millimetres.

    Where walls cross or touch, they are cut into pieces that only meet with their ends.
    """
    left = on_grid(open_walls(barriers.xy, barriers.crossings_xy))
    left = np.take(left, np.flatnonzero((left[:, 0] != left[:, 1]).any(axis=1)), axis=0)
    return noded(left, limits) if len(left) else left


def open_walls(walls: Floats, crossings: Floats) -> Floats:
    """Return the walls without what lies within `CROSSING_M` of a crossing."""
    if not len(crossings) or not len(walls):
        return walls
    tree = shapely.STRtree(np.asarray(shapely.linestrings(walls), np.object_).reshape(-1))
    at, row = tree.query(shapely.points(crossings), predicate="dwithin", distance=2 * CROSSING_M)
    opens = _away_m(crossings[at], walls[row]) < CROSSING_M
    at, row = at[opens], row[opens]
    order = np.lexsort((at, row))
    rows, first = np.unique(row[order], return_index=True)
    near = np.split(at[order], first[1:])
    left = [
        piece
        for wall, some in zip(rows.tolist(), near, strict=False)
        for piece in _gapped(walls[wall], crossings[some])
    ]
    return np.concatenate([np.delete(walls, rows, axis=0), np.array(left).reshape(-1, 2, 2)])


def _away_m(points: Floats, walls: Floats) -> Floats:
    """Return how far each point is from its wall."""
    step, away = walls[:, 1] - walls[:, 0], points - walls[:, 0]
    square = np.maximum((step**2).sum(axis=1), 1e-300)
    along = np.clip((away * step).sum(axis=1) / square, 0.0, 1.0)
    gap = away - along[:, None] * step
    return np.asarray(np.hypot(gap[:, 0], gap[:, 1]), np.float64)


def _gapped(wall: Floats, crossings: Floats) -> list[Floats]:
    """Return the pieces of one wall that no crossing opens: a line less some discs."""
    start, step = wall[0], wall[1] - wall[0]
    length = float(np.hypot(*step))
    if length == 0:
        return []
    away = crossings - start
    middle = away @ step / length
    half = np.sqrt(np.maximum(CROSSING_M**2 - ((away**2).sum(axis=1) - middle**2), 0.0))
    pieces, reached = [], 0.0
    for low, high in sorted(zip((middle - half).tolist(), (middle + half).tolist(), strict=True)):
        if low > reached:
            pieces.append((reached, min(low, length)))
        reached = max(reached, high)
    if reached < length:
        pieces.append((reached, length))
    return [start + np.array([[a], [b]]) / length * step for a, b in pieces]


def crosses_wall(walks: Ints, walls: Ints) -> Bools:
    """Return which walks cross their wall, or pass over an end of it.

    A walk over the end of a wall is put together of two that turn there, where that is allowed.

    Parameters
    ----------
    walks, walls
        Shape (4, n): x and y of one end and of the other, millimetres.
    """
    found = np.zeros(walks.shape[1], np.bool_)
    # Most walks stay on one side of a wall: the rest is asked of the others alone.
    rows = np.flatnonzero(_astride(walks, walls))
    walks, walls = walks[:, rows], walls[:, rows]
    some = np.flatnonzero(_astride(walls, walks))
    found[rows[some]] = _through(walks[:, some].T, walls[:, some].T)
    return found


def _astride(lines: Ints, others: Ints) -> Bools:
    """Return which lines do not lie wholly on one side of the other ones."""
    one_x, one_y = others[0], others[1]
    step_x, step_y = others[2] - one_x, others[3] - one_y
    here = step_x * (lines[1] - one_y) - step_y * (lines[0] - one_x)
    there = step_x * (lines[3] - one_y) - step_y * (lines[2] - one_x)
    return np.asarray(((here <= 0) | (there <= 0)) & ((here >= 0) | (there >= 0)))


def _through(walks: Ints, walls: Ints) -> Bools:
    """Return which walks cross a wall, of those that have it on neither side alone."""
    start, end, one, other = walks[:, :2], walks[:, 2:], walls[:, :2], walls[:, 2:]
    ours = turn(one, other, start) * turn(one, other, end)
    sides = turn(start, end, one), turn(start, end, other)
    proper = (ours < 0) & (sides[0] * sides[1] < 0)
    over = [
        (side == 0)
        & between(corner, start, end)
        & (corner != start).any(axis=1)
        & (corner != end).any(axis=1)
        for corner, side in zip((one, other), sides, strict=True)
    ]
    return np.asarray(proper | over[0] | over[1])


def on_a_wall(points: Ints, walls: Ints, tree: shapely.STRtree) -> Bools:
    """Return which points lie on a wall, its ends included: in whole numbers GEOS tells exactly."""
    found = np.zeros(len(points), np.bool_)
    if len(points) and len(walls):
        doors = shapely.points(points.astype(np.float64))
        found[tree.query(doors, predicate="intersects")[0]] = True
    return found


def tree_of(walls: Ints) -> shapely.STRtree:
    """Return a tree of walls, for what comes near which of them."""
    return shapely.STRtree(drawn(walls))


def drawn(lines: Ints) -> NDArray[np.object_]:
    """Return lines as GEOS takes them; one of no length is a point."""
    found = np.asarray(shapely.linestrings(lines.astype(np.float64)), np.object_).reshape(-1)
    still = np.flatnonzero((lines[:, 0] == lines[:, 1]).all(axis=1))
    found[still] = shapely.points(lines[still, 0].astype(np.float64))
    return found
