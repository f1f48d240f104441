"""Points into villages."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
import shapely

from optimizer.input.boundaries.village_of_point import (
    NOWHERE,
    LocatedPoints,
    Position,
    assign_to_villages,
    nearest_villages,
)

WEST, EAST = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
RING = shapely.box(30, 0, 40, 10) - shapely.box(33, 3, 37, 7)
SQUARES = np.array([WEST, EAST, RING], np.object_)
IDS = np.array(["b-west", "a-east", "c-ring"])


def located(*points: tuple[float, float]) -> LocatedPoints:
    return assign_to_villages(np.array(points, np.float64).reshape(-1, 2), SQUARES, IDS)


def test_that_a_point_inside_one_village_belongs_to_it() -> None:
    """Tests that a point gets the village around it, and one outside gets none."""
    found = located((1, 1), (11, 1), (31, 1), (25, 5))
    assert found.village.tolist() == [0, 1, 2, NOWHERE]
    assert found.standing.tolist() == ["INSIDE", "INSIDE", "INSIDE", "OUTSIDE"]
    assert found.others == {}


@pytest.mark.parametrize("point", [(10, 5), (10, 0), (10, 10)])
def test_that_an_edge_goes_to_the_id_that_comes_first(point: tuple[float, float]) -> None:
    """Tests that a point on the line, or the corner, of two villages is named and has one home."""
    found = located(point)
    assert found.standing.tolist() == ["EDGE"]
    assert IDS[found.village].tolist() == ["a-east"]
    assert found.others == {0: (1, 0)}


@pytest.mark.parametrize("point", [(0, 5), (0, 0), (3, 0)])
def test_that_the_outer_edge_belongs_to_its_village(point: tuple[float, float]) -> None:
    """Tests that a point on an edge that nobody shares is not lost, and is named."""
    found = located(point)
    assert (found.village.tolist(), found.standing.tolist()) == ([0], ["EDGE"])
    assert found.others == {0: (0,)}


def test_that_a_hole_is_outside() -> None:
    """Tests that a point in a village's hole is outside, and one on the hole's edge on an edge."""
    found = located((35, 5), (33, 5), (33, 3))
    assert found.village.tolist() == [NOWHERE, 2, 2]
    assert found.standing.tolist() == ["OUTSIDE", "EDGE", "EDGE"]


def test_that_land_claimed_twice_is_named() -> None:
    """Tests that a point in two villages goes to the id that comes first, and names both."""
    polygons = np.array([shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)], np.object_)
    points = np.array([[7.0, 5.0], [5.0, 5.0], [12.0, 5.0]])
    found = assign_to_villages(points, polygons, np.array(["z", "y"]))
    # The second point is inside z and on the edge of y: it is not on an edge of its own village.
    assert found.village.tolist() == [1, 0, 1]
    assert found.standing.tolist() == ["SEVERAL", "SEVERAL", "INSIDE"]
    assert found.others == {0: (1, 0), 1: (1, 0)}


def test_that_the_order_of_the_rows_does_not_matter() -> None:
    """Tests that villages and points in another order give every point the same village."""
    points = np.array([[10.0, 5.0], [1.0, 1.0], [10.0, 10.0], [35.0, 5.0], [31.0, 9.0]])
    expected = {tuple(point): name for point, name in zip(points, homes(points, IDS), strict=True)}
    for order in permutations(range(3)):
        rows = list(order)
        again = homes(points[::-1], IDS[rows], SQUARES[rows])
        assert [expected[tuple(point)] for point in points[::-1]] == again


def homes(
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    ids: np.ndarray[tuple[int], np.dtype[np.str_]],
    polygons: np.ndarray[tuple[int], np.dtype[np.object_]] = SQUARES,
) -> list[str]:
    found = assign_to_villages(points, polygons, ids)
    return [str(ids[village]) if village != NOWHERE else "" for village in found.village.tolist()]


def test_that_no_points_and_no_villages_are_answers() -> None:
    """Tests that nothing to be located, and nowhere to be, need no special care."""
    assert located().village.tolist() == []
    empty = np.empty(0, np.object_)
    found = assign_to_villages(np.array([[1.0, 1.0]]), empty, np.empty(0, np.str_))
    assert found.standing.tolist() == [Position.OUTSIDE]


def test_that_the_nearest_village_is_found() -> None:
    """Tests that the nearest edge counts, and of two equally near villages the lower row."""
    village, far = nearest_villages(np.array([[23.0, 5.0], [10.0, 12.0], [35.0, 5.0]]), SQUARES)
    assert village.tolist() == [1, 0, 2]
    assert far.tolist() == [3.0, 2.0, 2.0]
