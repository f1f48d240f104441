"""The land of each person: what is nearer to a household of theirs than to anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats, Ints

Shapes = NDArray[np.object_]

NOBODY = -1
"""Owner of a household that nobody looks after; its land belongs to no territory."""

_MARGIN_M = 50.0
"""How far a village reaches beyond the hull of its households."""
_DEGREE_M = 111_195.0
"""A degree of latitude on a sphere of the earth's mean radius."""


@dataclass(frozen=True, slots=True, eq=False)
class Territories:
    """Persons, by row, and their land as multipolygons in the coordinates that were given."""

    owners: Ints
    shapes: Shapes


def territories(given: Floats, owners: Ints, *, lonlat: bool) -> Territories:
    """Divide the village's land among those who look after its households.

    The land of a household is its Voronoi cell among all households, those without anybody
    included, within the village's hull and a margin. Where households of several persons stand at
    one point, its cell is cut into as many slices from that point, in the order of their rows; so
    territories never overlap, and each has its households inside or on its edge.

    Parameters
    ----------
    given
        Shape (households, 2), metres or degrees. Degrees are stretched so that both axes have one
        scale at the village's middle: good for a village, not for a country.
    owners
        Shape (households,), rows of persons, or ``NOBODY``.
    """
    if not (owners != NOBODY).any():
        return Territories(np.empty(0, np.int64), np.empty(0, np.object_))
    at, cell = np.unique(given, axis=0, return_inverse=True)
    cells = _cells(at, _stretch(given, lonlat=lonlat), lonlat=lonlat)
    land: dict[int, list[shapely.Geometry]] = {}
    for place in range(len(at)):
        here = np.unique(owners[cell == place]) if len(at) < len(given) else owners[cell == place]
        persons = [person for person in here.tolist() if person != NOBODY]
        slices = _slices(cells[place], at[place], len(persons))
        for person, part in zip(persons, slices, strict=True):
            land.setdefault(person, []).append(part)
    rows = sorted(land)
    shapes = [_as_multi(shapely.union_all(land[row])) for row in rows]
    return Territories(np.array(rows, np.int64), np.array(shapes, np.object_))


def hull(given: Floats, *, lonlat: bool) -> shapely.MultiPolygon:
    """Return the hull of a village's households with a margin, in the coordinates given."""
    scale = _stretch(given, lonlat=lonlat)
    land = shapely.transform(_land(given * scale, lonlat=lonlat), lambda xy: xy / scale)
    return _as_multi(land)


def _stretch(given: Floats, *, lonlat: bool) -> Floats:
    """Return the factors, shape (2,), that give both axes one scale."""
    middle = np.radians(np.median(given[:, 1])) if lonlat else 0.0
    return np.array([max(float(np.cos(middle)), 1e-6), 1.0])


def _land(flat: Floats, *, lonlat: bool) -> shapely.Geometry:
    """Return hull and margin of stretched points."""
    around = shapely.convex_hull(shapely.MultiPoint(flat))
    return shapely.buffer(around, _MARGIN_M / _DEGREE_M if lonlat else _MARGIN_M)


def _cells(at: Floats, scale: Floats, *, lonlat: bool) -> Shapes:
    """Return the cell of each point; no two points are the same."""
    flat = at * scale
    land = _land(flat, lonlat=lonlat)
    if len(at) == 1:
        cells = np.array([land], np.object_)
    else:
        found = shapely.voronoi_polygons(shapely.MultiPoint(flat), extend_to=land, ordered=True)
        cells = np.asarray(shapely.get_parts(found), np.object_)
        shapely.prepare(land)
        over = ~np.asarray(shapely.contains_properly(land, cells), np.bool_)
        cells[over] = shapely.intersection(cells[over], land)
    return np.asarray(shapely.transform(cells, lambda xy: xy / scale), np.object_)


def _slices(cell: shapely.Geometry, at: Floats, number: int) -> Sequence[shapely.Geometry]:
    """Cut a cell into slices that meet at its point."""
    if number <= 1:
        return [cell] * number
    west, south, east, north = shapely.bounds(cell).tolist()
    radius = 4 * (east - west + north - south)
    turns = 2 * np.pi * (np.arange(2 * number + 1) + 0.25) / (2 * number)
    rim = at + radius * np.column_stack((np.cos(turns), np.sin(turns)))
    return [
        shapely.intersection(cell, shapely.Polygon([at, *rim[2 * nth : 2 * nth + 3]]))
        for nth in range(number)
    ]


def _as_multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return an area as a multipolygon; points and lines that an overlay leaves are no land."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
