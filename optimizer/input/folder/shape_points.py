"""A point in each shape: points as they are, areas by a point inside them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats
from optimizer.input.checks.raw_table import Bools

_POINT = shapely.GeometryType.POINT
_POINTS = shapely.GeometryType.MULTIPOINT
_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def points_in(geometry: NDArray[np.object_]) -> tuple[Floats, Bools]:
    """Return shape (n, 2), a point in each geometry, and which geometries have one.

    A collection of one point is that point.
    """
    kinds = shapely.get_type_id(geometry)
    xy = np.full((len(geometry), 2), np.nan)
    held = ~shapely.is_empty(geometry)
    alone = (kinds == _POINTS) & (shapely.get_num_geometries(geometry) == 1)
    single, area = held & ((kinds == _POINT) | alone), held & np.isin(kinds, _AREAS)
    xy[single] = _coordinates(shapely.centroid(geometry[single]))
    xy[area] = _coordinates(_insides(geometry[area]))
    return xy, np.isfinite(xy).all(axis=1)


def _insides(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return a point inside each area, None where its outline is too broken to have one."""
    try:
        return np.asarray(shapely.point_on_surface(areas), dtype=object)
    except shapely.errors.GEOSException:
        return np.array([_inside(area) for area in areas], dtype=object)


def _inside(area: shapely.Geometry) -> shapely.Point | None:
    try:
        return shapely.point_on_surface(area)
    except shapely.errors.GEOSException:
        return None


def _coordinates(points: NDArray[np.object_]) -> Floats:
    return np.column_stack((shapely.get_x(points), shapely.get_y(points)))
