"""Villages side by side."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from optimizer.input.boundaries.neighbouring_outlines import Border, Overlap, borders, overlaps


def polygons(*shapes: shapely.Geometry) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.array(shapes, np.object_)


def test_that_a_common_line_makes_neighbours() -> None:
    """Tests that neighbours share metres of boundary, also where their corners do not coincide."""
    side = polygons(shapely.box(0, 0, 10, 10), shapely.box(10, 4, 20, 30))
    assert borders(side) == (Border(0, 1, 6.0),)
    assert overlaps(side) == ()


@pytest.mark.parametrize("other", [shapely.box(10, 10, 20, 20), shapely.box(11, 0, 20, 10)])
def test_that_a_corner_or_a_gap_makes_nobody_a_neighbour(other: shapely.Polygon) -> None:
    """Tests that one common point, or none, is no border."""
    assert borders(polygons(shapely.box(0, 0, 10, 10), other)) == ()


def test_that_an_enclave_is_a_neighbour() -> None:
    """Tests that a village in another one's hole shares its whole boundary."""
    inner = shapely.box(3, 3, 7, 7)
    assert borders(polygons(shapely.box(0, 0, 10, 10) - inner, inner)) == (Border(0, 1, 16.0),)


def test_that_land_claimed_twice_is_measured() -> None:
    """Tests that an overlap is told with its area, and makes neighbours of those who claim it."""
    both = polygons(shapely.box(0, 0, 10, 10), shapely.box(8, 0, 18, 10))
    assert overlaps(both) == (Overlap(0, 1, 20.0),)
    assert borders(both) == (Border(0, 1, 14.0),)
    assert overlaps(both, at_least_m2=21.0) == ()


def test_that_a_village_within_a_village_is_an_overlap() -> None:
    """Tests that a village that lies wholly on another one's land is not overlooked."""
    inside = polygons(shapely.box(0, 0, 10, 10), shapely.box(2, 2, 4, 4))
    assert overlaps(inside) == (Overlap(0, 1, 4.0),)
    assert borders(inside) == (Border(0, 1, 8.0),)
