"""Tests for points far outside their village."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.scenario import Floats, Ints
from optimizer.input.notes.outliers import group_sizes
from optimizer.input.notes.scenario_rows import ScenarioRows, TableRows
from optimizer.input.notes.village_spread import spread_of
from tests.optimizer.input.notes.villages import (
    LAT,
    LON,
    beside,
    codes,
    notes,
    plane,
    points,
    request,
    village,
)

METRE = 1 / 111_000
"""Of latitude, about."""


def test_that_points_far_from_all_others_are_named_by_row() -> None:
    """Tests that a household 77 km off and a member 20 km off are each told with their row."""
    xy, members = points(20), points(3, seed=9)
    xy[7][1] -= 0.7
    members[1][0] += 0.2
    first, second = notes(request(village(xy=xy, members=members)))
    assert (first.code, first.pointer, first.rows) == ("OUTLIER", "/villages/0/households", (7,))
    assert first.params["farthest_m"] == pytest.approx(77_400, rel=0.01)
    assert (second.code, second.pointer, second.rows) == ("OUTLIER", "/villages/0/members", (1,))


@pytest.mark.parametrize(("metres", "found"), [(3_500, []), (4_700, ["OUTLIER"])])
def test_that_a_farmstead_is_no_outlier(metres: float, found: list[str]) -> None:
    """Tests that a point is far off on one side of the least distance alone."""
    xy = points(20)
    xy[4] = [LON, LAT + metres * METRE]
    assert codes(request(village(xy=xy))) == found


@pytest.mark.parametrize(("houses", "found"), [(4, ["OUTLIER"]), (5, [])])
def test_that_a_hamlet_is_no_outlier(houses: int, found: list[str]) -> None:
    """Tests that five houses together, 8 km off, are a hamlet and four are not."""
    hamlet = [[x, y + 0.08] for x, y in points(houses, seed=3)]
    assert codes(request(village(xy=points(40) + hamlet))) == found


def test_that_groups_are_counted_as_a_plain_search_does() -> None:
    """Tests that links to the nearest points alone find what all pairs do."""
    rng = np.random.default_rng(5)
    for count in (1, 4, 9, 40, 200):
        xy = rng.uniform(0, 700 * count**0.5, (count, 2))
        own = np.zeros(count, np.int64)
        spread = spread_of(table_of(xy, own))
        apart = np.hypot(*(xy[:, None] - xy[None]).T)
        reached = np.linalg.matrix_power((apart <= 1_000.0).astype(float), count) > 0
        plain = np.minimum(reached.sum(axis=1), 5)
        np.testing.assert_array_equal(np.minimum(group_sizes(spread, np.arange(count)), 5), plain)


def table_of(xy: Floats, own: Ints) -> ScenarioRows:
    """Return households of one village in metres."""
    ids = np.array([f"h{n}" for n in range(len(xy))], np.str_)
    none = TableRows("members", own[:0], ids[:0], xy[:0], xy[:0], str, xy[:0], degrees=False)
    table = TableRows("households", own, ids, xy, xy, str, xy, degrees=False)
    return ScenarioRows(
        np.array(["v"]), str, np.array([1000.0]), np.array([10]), (table, none), lonlat=False
    )


def test_that_a_hamlet_in_another_district_is_a_mistake() -> None:
    """Tests that houses together are no hamlet where nobody could be of one village."""
    hamlet = [[x, y + 0.5] for x, y in points(6, seed=3)]
    (note,) = notes(request(village(xy=points(40) + hamlet)))
    assert (note.code, note.rows) == ("OUTLIER", tuple(range(40, 46)))


def test_that_two_halves_of_a_village_are_none() -> None:
    """Tests that half of a village is never far from the other half."""
    other = [[x, y + 0.1] for x, y in points(20, seed=3)]
    assert codes(request(village(xy=points(20) + other))) == []


def test_that_a_point_amid_another_village_is_named_with_it() -> None:
    """Tests that a household typed under the wrong village is told, though it is near."""
    left = points(20)
    left[3] = [LON + 0.030123, LAT]
    (note,) = notes(request(village("v1", left), beside("v2")))
    assert (note.code, note.rows, note.params["amid"]) == ("OUTLIER", (3,), "v2")


def test_that_a_point_far_from_every_village_is_amid_none() -> None:
    """Tests that the nearest of far villages is not said to be around a point."""
    left = points(20)
    left[3][1] -= 0.7
    (note,) = notes(request(village("v1", left), beside("v2")))
    assert (note.rows, "amid" in note.params) == ((3,), False)


def test_that_villages_with_planes_of_their_own_are_not_compared() -> None:
    """Tests that in metres two villages round one origin are no neighbours."""
    xy = [[x - 523_000, y - 1_283_000] for x, y in plane(20)]
    assert (
        codes(request(village("v1", xy, xy[:3]), village("v2", xy, xy[:3]), coordinates="metres"))
        == []
    )


def test_that_exchanged_axes_are_told_from_outliers() -> None:
    """Tests that in a plane whose axes differ little a swapped row is named as such."""
    xy = [[x - 523_000, y - 1_277_000] for x, y in plane(20)]
    xy[6].reverse()
    (note,) = notes(request(village(xy=xy, members=xy[:3]), coordinates="metres"))
    assert (note.code, note.rows) == ("SWAPPED_AXES", (6,))


def test_that_a_village_across_the_antimeridian_has_no_outlier() -> None:
    """Tests that 179.999 and -179.999 are neighbours."""
    xy = [[x if x <= 180 else round(x - 360, 6), y] for x, y in points(20, lon=180.0, lat=-16.6)]
    assert {x > 0 for x, _ in xy} == {True, False}
    assert codes(request(village(xy=xy, members=xy[:3]))) == []
