"""Tests for default locations and members of two villages."""

from __future__ import annotations

import pytest

from tests.optimizer.input.notes.villages import LON, codes, notes, points, request, village


@pytest.mark.parametrize(("many", "found"), [(4, []), (5, ["SAME_POINT"])])
def test_that_a_default_location_is_named(many: int, found: list[str]) -> None:
    """Tests that five households at one point look wrong and four do not."""
    xy = [[LON, 11.601234]] * many + points(15)
    assert codes(request(village(xy=xy))) == found


def test_that_blocks_of_flats_are_no_default_location() -> None:
    """Tests that several points with many households each are houses with many doors."""
    xy = [at for at in points(4) for _ in range(8)]
    assert codes(request(village(xy=xy))) == []


def test_that_a_whole_village_at_one_point_is_named() -> None:
    """Tests that a village without any spread is told from twelve households in one house."""
    assert codes(request(village(xy=points(1) * 12))) == []
    (note,) = notes(request(village(xy=points(1) * 20)))
    assert (note.code, note.rows) == ("SAME_POINT", tuple(range(20)))


def test_that_a_member_of_two_villages_is_named_once() -> None:
    """Tests that the same id at the same point counts twice, and another point does not."""
    left = village("v1", members=[[108.9258, 11.601], [108.9101, 11.6001]])
    right = village("v2", points(20, lon=LON + 0.03), [[108.9258, 11.601], [108.9401, 11.6001]])
    (note,) = notes(request(left, right))
    assert (note.code, note.params["id"], note.params["villages"]) == (
        "MEMBER_TWICE",
        "m0",
        "v1, v2",
    )


def test_that_equal_ids_in_planes_of_their_own_are_two_members() -> None:
    """Tests that villages with local metres may both have a member m0 at 0 0."""
    own = village("v1", [[float(n), 0.0] for n in range(8)], [[0.0, 0.0]])
    assert codes(request(own, {**own, "id": "v2"}, coordinates="metres")) == []


@pytest.mark.parametrize(("members", "found"), [(20, ["SAME_ROWS"]), (19, [])])
def test_that_one_file_given_twice_is_named(members: int, found: list[str]) -> None:
    """Tests that members who are all the households are noted, and one household without is not."""
    rows = [{"id": f"h{n}", "x": x, "y": y} for n, (x, y) in enumerate(points(20))]
    both = {"id": "v", "households": rows, "members": rows[:members]}
    assert [note.code for note in notes(request(both))] == found
