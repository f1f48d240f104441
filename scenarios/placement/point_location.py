"""Point location: the village of each row, and what lies near, on an edge or outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.distance.projection import to_metres
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.boundaries.village_of_point import (
    NOWHERE,
    LocatedPoints,
    Position,
    assign_to_villages,
    nearest_villages,
)
from optimizer.input.checks import Column, RawTable
from optimizer.input.checks.location import ANTIMERIDIAN
from scenarios.placement.point_file import PointRecords
from scenarios.placement.village_outlines import Outlines

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The outlines in metres, and the way of points into the same plane.

    Parameters
    ----------
    middle
        Longitude and latitude, or None where everything is in metres already.
    """

    shapes: Shapes
    middle: Floats | None

    def metres(self, xy: Floats) -> Floats:
        """Return points, shape (n, 2), in the plane."""
        return xy if self.middle is None else to_metres(xy, np.broadcast_to(self.middle, xy.shape))


def plane_of(outlines: Outlines, *, lonlat: bool) -> Plane:
    """Lay all outlines into one plane of metres round their middle."""
    if not lonlat:
        return Plane(outlines.shapes, None)
    west, south, east, north = shapely.total_bounds(_on_one_side(outlines.shapes)).tolist()
    empty = Plane(outlines.shapes, np.array([(west + east) / 2, (south + north) / 2]))
    return replace(empty, shapes=shapely.transform(outlines.shapes, empty.metres))


def _on_one_side(shapes: Shapes) -> Shapes:
    """Return outlines in degrees with those on both sides of the antimeridian on one side of it.

    A village there is cut in two at 180 degrees, and its middle would lie on the other side of
    the earth. Where outlines do not span half of the earth nothing is changed.
    """
    west, _, east, _ = shapely.total_bounds(shapes).tolist()
    if east - west <= ANTIMERIDIAN:
        return shapes

    def eastward(xy: Floats) -> Floats:
        return np.column_stack(
            (np.where(xy[:, 0] < 0, xy[:, 0] + 2 * ANTIMERIDIAN, xy[:, 0]), xy[:, 1])
        )

    return np.asarray(shapely.transform(shapes, eastward), np.object_)


@dataclass(frozen=True, slots=True, eq=False)
class LocatedRows:
    """Rows of a table with their villages.

    Parameters
    ----------
    nearest, far_m
        Shape (rows,): row of the nearest village and the metres to it, 0 for what lies in one.
    """

    rows: PointRecords
    located: LocatedPoints
    nearest: Ints
    far_m: Floats

    @property
    def placed(self) -> RawTable:
        """The rows that have a village, each with its row."""
        return keep_rows(
            self.rows.table, np.flatnonzero(self.located.village != NOWHERE), self.located
        )

    def unclear(self) -> Iterator[int]:
        """Yield the rows about which there is something to say, in the order of their ids."""
        rows = np.flatnonzero(self.located.standing != Position.INSIDE.value)
        ids = [str(self.rows.table.cell("id", row)) for row in rows.tolist()]
        yield from rows[np.argsort(np.array(ids, np.str_), kind="stable")].tolist()


def locate_rows(
    rows: PointRecords, outlines: Outlines, plane: Plane, *, near_m: float
) -> LocatedRows:
    """Find the village of every row.

    Parameters
    ----------
    near_m
        A point outside all villages belongs to the nearest one when it is no farther from it.
    """
    located = assign_to_villages(rows.xy, outlines.shapes, outlines.ids)
    outside = located.rows(Position.OUTSIDE)
    nearest, far_m = located.village.copy(), np.zeros(len(rows.xy))
    nearest[outside], far_m[outside] = nearest_villages(
        plane.metres(rows.xy[outside]), plane.shapes
    )
    near = outside[far_m[outside] <= near_m]
    village, standing = located.village.copy(), located.standing.copy()
    village[near] = nearest[near]
    standing[near] = Position.NEAR.value
    return LocatedRows(rows, LocatedPoints(village, standing, located.others), nearest, far_m)


def keep_rows(table: RawTable, rows: Ints, located: LocatedPoints) -> RawTable:
    """Keep some rows of a table, with the places that their author knows."""
    numbers = rows.tolist()
    columns: dict[str, Column] = {
        name: cells[rows] if isinstance(cells, np.ndarray) else [cells[row] for row in numbers]
        for name, cells in table.columns.items()
    }
    return replace(
        table,
        size=len(rows),
        columns=columns,
        where=lambda row: table.where(numbers[row]),
        village=located.village[rows],
    )
