"""Tests for coarse coordinates, and degrees and metres taken for each other."""

from __future__ import annotations

import pytest

from optimizer.errors import ScenarioError
from tests.optimizer.input.notes.villages import LON, codes, notes, plane, points, request, village


def problems(document: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        notes(document)
    return [problem.code for problem in caught.value.problems]


def test_that_coordinates_rounded_to_a_kilometre_are_named() -> None:
    """Tests that all, or some among measured ones, are told by row, and a round x alone is not."""
    rounded = [[round(x, 2), round(y, 2)] for x, y in points(20)]
    assert "COARSE_COORDINATES" in codes(request(village(xy=rounded, members=rounded[:1])))
    some = points(20)
    some[3], some[4][0] = [108.91, 11.6], 108.91
    (note,) = notes(request(village(xy=some)))
    assert (note.code, note.rows) == ("COARSE_COORDINATES", (3,))


def test_that_a_drawing_with_few_decimals_is_left_alone() -> None:
    """Tests that one round point among points of three decimals is an accident."""
    xy = [[round(LON + n / 1000, 3), 11.601] for n in range(9)]
    assert codes(request(village(xy=xy, members=xy[:2]))) == []


def test_that_projected_metres_rounded_to_kilometres_are_named() -> None:
    """Tests that whole kilometres are coarse in a projection and not in a small plane."""
    xy = [[523_000.0 + 1000 * n, 1_283_000.0] for n in range(6)]
    assert codes(request(village(xy=xy, members=xy[:1]), coordinates="metres")) == [
        "COARSE_COORDINATES"
    ]
    small = [[1000.0 * n, 0.0] for n in range(6)]
    assert codes(request(village(xy=small, members=small[:1]), coordinates="metres")) == []


def test_that_degrees_under_metres_are_refused() -> None:
    """Tests that degrees beyond doubt are no plane of a metre, in either order of the axes."""
    document = request(coordinates="metres")
    assert problems(document) == ["LOOKS_LIKE_DEGREES"]
    swapped = request(village(xy=[[y, x] for x, y in points(20)], members=[]), coordinates="metres")
    assert problems(swapped) == ["LOOKS_LIKE_DEGREES"]


@pytest.mark.parametrize("count", [4, 5])
def test_that_five_distinct_points_are_beyond_doubt(count: int) -> None:
    """Tests that four points are noted and five refused; equal ones count once."""
    document = request(village(xy=points(count) + points(1), members=[]), coordinates="metres")
    if count < 5:
        assert codes(document) == ["LOOKS_LIKE_DEGREES"]
    else:
        assert problems(document) == ["LOOKS_LIKE_DEGREES"]


@pytest.mark.parametrize("factor", [0.001, 400.0])
def test_that_an_extent_no_village_in_degrees_has_is_no_degrees(factor: float) -> None:
    """Tests that points within a centimetre, or over more than two units, are metres."""
    xy = [[(x - LON) * factor + 1.00001, (y - 11.6) * factor] for x, y in points(8)]
    assert codes(request(village(xy=xy, members=[]), coordinates="metres")) == []


def test_that_a_plane_of_whole_metres_is_no_degrees() -> None:
    """Tests that small villages drawn by hand stay what they are."""
    xy = [[n % 3 / 2, n // 3 / 2] for n in range(6)]
    assert codes(request(village(xy=xy, members=[]), coordinates="metres")) == []


def test_that_one_table_of_degrees_is_enough() -> None:
    """Tests that members pasted in degrees into a plane of metres are refused."""
    document = request(village(xy=plane(20), members=points(6)), coordinates="metres")
    assert "LOOKS_LIKE_DEGREES" in problems(document)


def test_that_metres_under_lonlat_are_refused_with_the_remedy() -> None:
    """Tests that a projection's metres are told as such, before each row."""
    assert problems(request(village(xy=plane(20), members=[])))[0] == "LOOKS_LIKE_METRES"


def test_that_one_rounded_axis_and_hundreds_of_metres_are_named() -> None:
    """Tests that one coarse coordinate is enough, and that all points at 100 m are told."""
    xy = [[round(x, 2), y] for x, y in points(20)]
    (note,) = notes(request(village(xy=xy)))
    assert (note.code, note.params["count"]) == ("COARSE_COORDINATES", 20)
    xy = [[round(x, 3), round(y, 3)] for x, y in points(20)]
    (note,) = [one for one in notes(request(village(xy=xy))) if one.code != "SAME_POINT"]
    assert note.params["rounded_m"] == 100
    xy = [[round(x, -2), round(y, -2)] for x, y in plane(20)]
    asked = request(village(xy=xy, members=plane(1)), coordinates="metres")
    assert [one.params.get("rounded_m") for one in notes(asked)] == [100]


def test_that_kilometres_under_metres_are_named() -> None:
    """Tests that twenty households within a few metres are told."""
    xy = [[x / 1000, y / 1000] for x, y in plane(20)]
    (note,) = notes(request(village(xy=xy, members=xy[:1]), coordinates="metres"))
    assert note.code == "LOOKS_LIKE_KILOMETRES"
