"""Villages side by side: whose land meets, whose overlaps, and whose outline is broken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Ints

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Border:
    """Two villages, by row, and the metres of boundary that they share."""

    first: int
    second: int
    shared_m: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two villages, by row, and the square metres that both claim."""

    first: int
    second: int
    area_m2: float


def borders(polygons: Shapes) -> tuple[Border, ...]:
    """Return the pairs of villages that are neighbours.

    They share a boundary of positive length, or land: a corner makes nobody a neighbour.
    Where they overlap, the metres are those of either boundary inside the other.

    Parameters
    ----------
    polygons
        Valid polygons in a plane of metres.
    """
    first, second = _touching(polygons)
    edges = shapely.boundary(polygons)
    shared_m = shapely.length(shapely.intersection(edges[first], edges[second]))
    crossing_m = np.maximum(
        shapely.length(shapely.intersection(edges[first], polygons[second])),
        shapely.length(shapely.intersection(edges[second], polygons[first])),
    )
    land_m2 = shapely.area(shapely.intersection(polygons[first], polygons[second]))
    metres = np.where(land_m2 > 0, crossing_m, shared_m)
    return tuple(
        Border(one, other, length)
        for one, other, length in zip(first.tolist(), second.tolist(), metres.tolist(), strict=True)
        if length > 0
    )


def overlaps(polygons: Shapes, *, at_least_m2: float = 1.0) -> tuple[Overlap, ...]:
    """Return the pairs of villages that claim the same land.

    Parameters
    ----------
    polygons
        Valid polygons in a plane of metres.
    at_least_m2
        Less is the trembling of a hand that drew the same line twice.
    """
    first, second = _touching(polygons)
    land_m2 = shapely.area(shapely.intersection(polygons[first], polygons[second]))
    return tuple(
        Overlap(one, other, area)
        for one, other, area in zip(first.tolist(), second.tolist(), land_m2.tolist(), strict=True)
        if area >= at_least_m2
    )


def _touching(polygons: Shapes) -> tuple[Ints, Ints]:
    """Return pairs of rows whose polygons have a point in common, the lower row first."""
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    once = first < second
    order = np.lexsort((second[once], first[once]))
    return first[once][order], second[once][order]
