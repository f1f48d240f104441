"""Paths and barriers out of GeoDataFrames, in the system of the households."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray

from optimizer.errors import Problem
from optimizer.frames.coordinates import WGS84, row_name, system_of
from optimizer.input.checks import Finding, RawBarriers, RawNetwork
from optimizer.input.folder.line_maps import (
    BARRIER_KINDS,
    PATH_KINDS,
    barriers_of_shapes,
    network_of_lines,
)

Lines: TypeAlias = GeoDataFrame | GeoSeries | None

_TWO = (
    "the households and it name a system of coordinates, or neither does; here it names {} and "
    "they {} (set_crs)"
)
_METRES = "metres are numbers; mend the column or drop it"


def read_network(lines: Lines, findings: list[Finding], *, lonlat: bool) -> RawNetwork | None:
    """Return paths: lines that meet where they share a point, with ``metres`` where stated.

    Parameters
    ----------
    lonlat
        Whether the households are in a system of coordinates of the earth.
    """
    if lines is None:
        return None
    shapes = _shapes("network", lines, PATH_KINDS, findings, lonlat=lonlat)
    parts, of = shapely.get_parts(shapes, return_index=True)
    metres = np.full(len(shapes), np.nan)
    if isinstance(lines, GeoDataFrame) and "metres" in lines.columns and len(shapes):
        try:
            metres = lines["metres"].to_numpy(np.float64, na_value=np.nan)
        except (TypeError, ValueError):
            findings.append(Problem("NOT_A_NUMBER", "network", "metres", "", _METRES))
    return network_of_lines("network", parts, metres[of], of)


def read_barriers(lines: Lines, findings: list[Finding], *, lonlat: bool) -> RawBarriers | None:
    """Return barriers: lines and outlines of areas are walls, points are crossings."""
    if lines is None:
        return None
    shapes = _shapes("barriers", lines, BARRIER_KINDS, findings, lonlat=lonlat)
    return barriers_of_shapes("barriers", shapes)


def _shapes(
    name: str,
    lines: GeoDataFrame | GeoSeries,
    kinds: Collection[shapely.GeometryType],
    findings: list[Finding],
    *,
    lonlat: bool,
) -> NDArray[np.object_]:
    """Return shapes as the planner takes them: degrees, or metres of a plane; none if in doubt."""
    drawn = lines.geometry
    system = system_of(drawn.crs, name, findings)
    if system.lonlat != lonlat:
        text = _TWO.format("one" if system.lonlat else "none", "one" if lonlat else "none")
        findings.append(Problem("TWO_COORDINATES", name, "crs", "", text))
        return np.empty(0, np.object_)
    placed = drawn.to_crs(WGS84) if lonlat else drawn
    shapes = np.asarray(shapely.force_2d(np.asarray(placed.array, np.object_)), np.object_)
    known = [kind.value for kind in kinds]
    wrong = ~np.isin(shapely.get_type_id(shapes), known) | shapely.is_empty(shapes)
    if wrong.any():
        message = "it needs a line" if name == "network" else "it needs a line, an area or a point"
        findings.extend(
            Problem("BAD_GEOMETRY", row_name(name, drawn.index, row), "geometry", "", message)
            for row in np.flatnonzero(wrong).tolist()
        )
        return np.empty(0, np.object_)
    return shapes
