from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimizer.input.request import scenario_from_request
from tests.optimizer.inputs import only, places, problems, request, village

LON, LAT = 108.9, 11.6


def degrees(*points: tuple[float, float], prefix: str = "h") -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{n}", "x": x, "y": y} for n, (x, y) in enumerate(points)]


HOME = [(LON + step / 1000, LAT) for step in range(6)]


def lonlat(*extra: tuple[float, float], **fields: object) -> dict[str, Any]:
    given = {"households": degrees(*HOME, *extra), "members": degrees((LON, LAT), prefix="m")}
    return request(village(**(given | fields)), coordinates="lonlat")


@pytest.mark.parametrize(
    ("point", "code", "field"),
    [
        ((LAT, LON), "SWAPPED", "y"),
        ((LON, 90.001), "OUT_OF_RANGE", "y"),
        ((180.001, LAT), "OUT_OF_RANGE", "x"),
        ((299_000.0, 1_280_000.0), "OUT_OF_RANGE", "y"),
        ((0.0, 0.0), "FAR_FROM_VILLAGE", "x"),
        ((LON + 1, LAT), "FAR_FROM_VILLAGE", "x"),
        ((LON, -LAT), "FAR_FROM_VILLAGE", "x"),
        ((float("nan"), LAT), "NOT_FINITE", "x"),
        ((LON, float("inf")), "NOT_FINITE", "y"),
    ],
)
def test_a_wrong_point(point: tuple[float, float], code: str, field: str) -> None:
    """Tests that one wrong point is named for what it is, and its neighbours are not blamed."""
    assert places(problems(lonlat(point))) == [(code, "/villages/0/households/6", field)]


def test_swapped_axes_where_both_orders_are_on_earth() -> None:
    """Tests that axes are called swapped where exchanging them leads back to the village."""
    home = [(34.0 + step / 1000, -1.8) for step in range(5)]
    given = request(
        village(households=degrees(*home, (-1.8, 34.0)), members=[]), coordinates="lonlat"
    )
    assert places(problems(given)) == [("SWAPPED", "/villages/0/households/5", "y")]


def test_a_village_swapped_as_a_whole() -> None:
    """Tests that every row is named where no latitude is one."""
    given = request(
        village(households=degrees((LAT, LON), (LAT, LON + 0.01)), members=[]), coordinates="lonlat"
    )
    assert [problem.code for problem in problems(given)] == ["SWAPPED", "SWAPPED"]


def test_members_and_places_are_checked_like_households() -> None:
    """Tests that a member and a place far from the village are named in their own tables."""
    far = (LON, LAT - 3)
    given = lonlat(members=degrees(far, prefix="m"), places=degrees(far, prefix="p"))
    assert places(problems(given)) == [
        ("FAR_FROM_VILLAGE", "/villages/0/members/0", "x"),
        ("FAR_FROM_VILLAGE", "/villages/0/places/0", "x"),
    ]


@pytest.mark.parametrize(("x", "wrong"), [(100_000.0, False), (100_000.1, True)])
def test_both_sides_of_a_hundred_kilometres(x: float, *, wrong: bool) -> None:
    """Tests that exactly 100 km from the median point is near and a little more is far."""
    rows = degrees((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (x, 0.0))
    given = request(village(households=rows, members=[]))
    if wrong:
        found = only(problems(given))
        assert (found.code, found.where) == ("FAR_FROM_VILLAGE", "/villages/0/households/3")
        assert "100 km" in found.message
    else:
        assert len(scenario_from_request(given).villages[0].households) == 4


@pytest.mark.parametrize(("x", "wrong"), [(1e8, False), (1.0001e8, True), (1e300, True)])
def test_metres_are_bounded(*, x: float, wrong: bool) -> None:
    """Tests that coordinates in metres keep to a size at which millimetres still count."""
    given = request(village(households=degrees((x, 0.0)), members=[]))
    if wrong:
        assert only(problems(given)).code == "OUT_OF_RANGE"
    else:
        assert scenario_from_request(given).villages[0].households.xy.tolist() == [[x, 0.0]]


def test_poles_and_antimeridian_are_on_earth() -> None:
    """Tests that a village across the antimeridian, and one at the pole, are one village."""
    rows = degrees((179.999, -17.0), (-179.999, -17.0), (180.0, -17.0), (-180.0, -17.0))
    pole = degrees((0.0, 90.0), (0.0, 89.999))
    given = request(
        village(households=rows, members=[]),
        village("v2", households=pole, members=[]),
        coordinates="lonlat",
    )
    one, two = scenario_from_request(given).villages
    assert np.ptp(one.households.xy[:, 0]) == pytest.approx(213, abs=1)
    assert np.hypot(*(two.households.xy[0] - two.households.xy[1])) == pytest.approx(112, abs=1)


def test_members_alone_and_places_alone_make_a_middle() -> None:
    """Tests that the middle is that of whatever points there are."""
    cases: list[dict[str, object]] = [{"households": []}, {"households": [], "members": []}]
    for fields in cases:
        given = lonlat(**fields, places=degrees((LON, LAT), (LON, LAT), prefix="p"))
        places_xy = scenario_from_request(given).villages[0].sites.xy
        np.testing.assert_array_equal(places_xy, np.zeros((2, 2)))


def test_villages_have_planes_of_their_own() -> None:
    """Tests that a village far from another one is measured around its own middle."""
    other = village(
        "v2", households=degrees((34.0, -1.8)), members=degrees((34.0, -1.8), prefix="m")
    )
    given = lonlat()
    given["villages"].append(other)
    one, two = scenario_from_request(given).villages
    np.testing.assert_array_equal(two.households.xy, [[0.0, 0.0]])
    assert np.abs(one.households.xy).max() < 1000
    assert one.households.given.tolist() == [list(point) for point in HOME]
    assert one.lonlat
