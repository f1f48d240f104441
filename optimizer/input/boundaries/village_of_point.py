"""Which village a point lies in, and what is not plain about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats, Ids, Ints

NOWHERE = -1
"""Village of a point that lies in none."""

Shapes = NDArray[np.object_]


class Position(StrEnum):
    """How a point lies to the villages."""

    INSIDE = "INSIDE"
    """Inside one village."""
    EDGE = "EDGE"
    """Exactly on the edge of one or more villages, and inside none."""
    SEVERAL = "SEVERAL"
    """Inside one village, and inside or on the edge of another: the villages overlap."""
    NEAR = "NEAR"
    """Outside all villages, and no farther from the nearest one than was allowed."""
    STATED = "STATED"
    """In another village, or none, than the one that its table states and in which it is kept."""
    OUTSIDE = "OUTSIDE"
    """Outside all villages."""


@dataclass(frozen=True, slots=True, eq=False)
class LocatedPoints:
    """Points with their villages.

    Parameters
    ----------
    village
        Shape (points,): row of the village, or ``NOWHERE``.
    standing
        Shape (points,): a ``Position`` each.
    others
        For each point that is ``SEVERAL`` or ``EDGE``, the rows of all villages it touches, in
        the order of their ids.
    """

    village: Ints
    standing: Ids
    others: dict[int, tuple[int, ...]]

    def rows(self, standing: Position) -> Ints:
        """Return the points that lie so."""
        return np.flatnonzero(self.standing == standing)


def assign_to_villages(points: Floats, polygons: Shapes, ids: Ids) -> LocatedPoints:
    """Find the village of every point.

    A point inside one village belongs to it. A point inside several, or on an edge and inside
    none, belongs to the one of these whose id comes first, whatever the order of rows: anybody
    can tell where it went, and it is named. A hole is outside, its edge an edge.

    Parameters
    ----------
    points
        Shape (n, 2), finite, in the plane of the polygons.
    polygons
        Shape (villages,), valid polygons or multipolygons.
    ids
        Shape (villages,), unique.
    """
    at = np.asarray(shapely.points(points), np.object_)
    tree = shapely.STRtree(polygons)
    point, village = tree.query(at, predicate="intersects")
    within = np.asarray(shapely.contains_properly(polygons[village], at[point]), np.bool_)
    rank = np.argsort(np.argsort(ids, kind="stable"), kind="stable")
    # The first row of a point is then the village it is inside of whose id comes first.
    order = np.lexsort((rank[village], ~within, point))
    point, village, within = point[order], village[order], within[order]
    chosen, first, touched = np.unique(point, return_index=True, return_counts=True)
    standing = np.full(len(points), Position.OUTSIDE.value, dtype="<U8")
    standing[chosen] = np.where(
        ~within[first],
        Position.EDGE.value,
        np.where(touched > 1, Position.SEVERAL.value, Position.INSIDE.value),
    )
    home = np.full(len(points), NOWHERE, np.int64)
    home[chosen] = village[first]
    return LocatedPoints(home, standing, _others(point, village, rank, standing))


def _others(point: Ints, village: Ints, rank: Ints, standing: Ids) -> dict[int, tuple[int, ...]]:
    unclear = np.isin(standing[point], (Position.EDGE.value, Position.SEVERAL.value))
    found: dict[int, list[int]] = {}
    for row, home in zip(point[unclear].tolist(), village[unclear].tolist(), strict=True):
        found.setdefault(row, []).append(home)
    return {row: tuple(sorted(homes, key=rank.__getitem__)) for row, homes in found.items()}


def nearest_villages(points: Floats, polygons: Shapes) -> tuple[Ints, Floats]:
    """Return for each point the row of the nearest village, and how far away its edge is.

    Both in one plane of metres; of villages equally near the one with the lower row is taken.
    """
    tree = shapely.STRtree(polygons)
    (point, village), far = tree.query_nearest(shapely.points(points), return_distance=True)
    order = np.lexsort((village, point))
    _, first = np.unique(point[order], return_index=True)
    return village[order][first], np.asarray(far[order][first], np.float64)
