"""Land divided among those who look after its households."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.output.map.territories import NOBODY, hull, territories

Points = list[tuple[int, int]]


def whole(points: Points, owners: list[int], *, lonlat: bool = False) -> float:
    """Check what holds for any village, and return the share of its hull that has an owner."""
    xy = np.array(points, np.float64).reshape(-1, 2)
    if lonlat:
        xy = np.round(xy * 1e-5 + (109.1, 11.5), 7)
    persons = np.array(owners, np.int64)
    land = territories(xy, persons, lonlat=lonlat)
    assert land.owners.tolist() == sorted(set(owners) - {NOBODY})
    assert shapely.is_valid(land.shapes).all()
    for person, shape in zip(land.owners.tolist(), land.shapes, strict=True):
        assert shapely.covers(shape, shapely.points(xy[persons == person])).all()
    around = hull(xy, lonlat=lonlat)
    first, second = shapely.STRtree(land.shapes).query(land.shapes, predicate="intersects")
    shared = shapely.intersection(land.shapes[first], land.shapes[second])
    assert shapely.area(shared[first < second]).sum() <= 1e-9 * around.area
    return float(shapely.area(land.shapes).sum() / around.area)


@pytest.mark.parametrize("lonlat", [False, True])
@pytest.mark.parametrize(
    "points",
    [
        [(0, 0)],
        [(0, 0), (500, 0)],
        [(0, 0), (100, 50), (200, 100), (900, 450)],
        [(0, 0), (0, 100), (0, 300)],
        [(0, 0), (0, 0), (0, 0)],
        [(0, 0), (0, 0), (0, 0), (0, 0), (70, 0), (70, 0), (30, 40)],
    ],
)
def test_that_the_land_is_divided_without_rest(points: Points, lonlat: bool) -> None:  # noqa: FBT001 - a table of cases
    """Tests that one point, points on a line, and several households at one point are divided."""
    owners = list(range(len(points)))
    assert whole(points, owners, lonlat=lonlat) == pytest.approx(1, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(-1, 4)),
        min_size=1,
        max_size=30,
    ),
    st.booleans(),
)
def test_that_territories_never_overlap(rows: list[tuple[int, int, int]], lonlat: bool) -> None:  # noqa: FBT001 - a drawn value
    """Tests that in any village each has its households on its land, and nobody else's."""
    points = [(10 * x, 10 * y) for x, y, _ in rows]
    assert whole(points, [owner for *_, owner in rows], lonlat=lonlat) <= 1 + 1e-6


def test_that_the_land_of_nobody_stays_free() -> None:
    """Tests that what is nearest to a household without anybody belongs to no territory."""
    xy = np.array([[0.0, 0.0], [100.0, 0.0]])
    land = territories(xy, np.array([0, NOBODY]), lonlat=False)
    assert land.owners.tolist() == [0]
    assert shapely.bounds(land.shapes[0]).tolist() == pytest.approx([-50, -50, 50, 50])
    nothing = territories(xy, np.array([NOBODY, NOBODY]), lonlat=False)
    assert len(nothing.shapes) == 0


def test_that_the_border_runs_half_way() -> None:
    """Tests that in degrees, too, the border between two houses is as far from either."""
    xy = np.array([[109.0, 11.5], [109.001, 11.5]])
    west, east = territories(xy, np.array([0, 1]), lonlat=True).shapes
    assert west.bounds[2] == pytest.approx(109.0005)
    assert east.bounds[0] == pytest.approx(109.0005)
    assert east.bounds[3] - 11.5 == pytest.approx(50 / 111_195, rel=1e-6)
