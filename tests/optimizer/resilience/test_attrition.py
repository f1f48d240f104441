"""Attrition, beside a plain model of every draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance.reach import village_reach
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.errors import ScenarioError
from optimizer.resilience.attrition import (
    attrition_request,
    draw_orders,
    fewest_unserved,
    find_attrition,
    number_leaving,
    percentile,
    together,
)
from optimizer.resilience.roster import Roster, make_roster, open_near
from tests.optimizer.locked_villages import locked_village
from tests.optimizer.random_villages import random_village
from tests.optimizer.resilience.leaver_oracle import served
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=1, max_households=2, max_distance_m=10.0)
SHARES = (0.0, 15.0, 40.0, 100.0)
ASKED = attrition_request(SHARES, 6, 3)


def roster_of(village: Village, places: list[int]) -> Roster:
    rows = np.array(places, np.int64)
    return make_roster(village, village_reach(village), rows, open_near(village))


def left_out(village: Village, places: list[int], gone: list[int]) -> int:
    everybody = range(len(village.households))
    return len(everybody) - served(village, everybody, places, frozenset(gone))


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_that_every_draw_is_the_fewest(first: int) -> None:
    """Tests that each draw leaves as few out as a plain model with and without locks says."""
    for seed in range(first, first + 40):
        village = (random_village if seed % 2 else locked_village)(seed)
        rng = np.random.default_rng(seed)
        places = rng.integers(0, len(village.sites), int(rng.integers(0, 3))).tolist()
        found = find_attrition(roster_of(village, places), ASKED, village.id)
        people = len(village.members) + len(places)
        assert (found.persons, found.before) == (people, left_out(village, places, []))
        for nth, (order, lot) in enumerate(draw_orders(people, ASKED, village.id)):
            leaving = number_leaving(people, SHARES, lot)
            assert found.leaving[:, nth].tolist() == leaving.tolist()
            expected = [left_out(village, places, order[:many].tolist()) for many in leaving]
            assert found.unserved[:, nth].tolist() == expected


def test_that_it_can_be_counted_by_hand() -> None:
    """Tests that whoever stays takes what fits, and that locks lapse with those who leave alone."""
    village = make_village(
        on_a_line(0, 1, 2, 9),
        on_a_line(0, 5, 9),
        rules=RULES,
        locked=np.array([[0, 1], [3, 2]]),
    )
    roster = make_roster(village, village_reach(village))
    assert fewest_unserved(roster, ()) == 0
    assert fewest_unserved(roster, (1,)) == 0  # its locked household goes to the first
    assert fewest_unserved(roster, (0,)) == 0  # the second takes its own and one, the third one
    assert fewest_unserved(roster, (0, 1)) == 2
    assert fewest_unserved(roster, (0, 1, 2)) == 4


@pytest.mark.parametrize("seed", range(12))
def test_that_more_leaving_never_serves_more(seed: int) -> None:
    """Tests that nobody leaving leaves what is there, all leaving nobody, and the rest between."""
    village = random_village(seed)
    asked = attrition_request((100, 0, 30, 60, 10), 20, seed)
    found = find_attrition(roster_of(village, []), asked, "v")
    assert (np.diff(found.unserved, axis=0) >= 0).all()
    assert (np.diff(found.leaving, axis=0) >= 0).all()
    assert set(found.unserved[0].tolist()) == {found.before}
    assert set(found.unserved[-1].tolist()) == {len(village.households)}


def test_that_the_same_seed_draws_the_same() -> None:
    """Tests that answers repeat, more draws begin with the fewer, and another seed is another."""
    roster = roster_of(random_village(5), [])
    asked = attrition_request((50,), 30, 1)
    one, again = (find_attrition(roster, asked, "v") for _ in range(2))
    assert one.unserved.tolist() == again.unserved.tolist()
    fewer = find_attrition(roster, replace(asked, draws=10), "v")
    assert fewer.unserved.tolist() == one.unserved[:, :10].tolist()
    orders = [
        [order.tolist() for order, _ in draw_orders(9, replace(asked, seed=seed), name)]
        for seed, name in ((1, "v"), (2, "v"), (1, "w"))
    ]
    assert orders[0] != orders[1]
    assert orders[0] != orders[2]
    assert all(sorted(order) == list(range(9)) for order in orders[0])


def test_that_so_many_leave_as_the_share_says() -> None:
    """Tests that a number that is not whole is rounded by lot, and a whole one stays."""
    lots = (np.arange(1000) + 0.5) / 1000
    leaving = np.array([number_leaving(47, (0, 10, 100), lot) for lot in lots])
    assert leaving.mean(axis=0).tolist() == [0.0, 4.7, 47.0]
    assert set(leaving[:, 1].tolist()) == {4, 5}
    assert {number_leaving(50, (10,), lot)[0] for lot in lots} == {5}
    assert number_leaving(3, (100,), np.nextafter(1, 0)).tolist() == [3]


def test_that_a_village_without_anybody_is_counted() -> None:
    """Tests that where there is no member everybody is left out already."""
    village = make_village(on_a_line(0, 1), np.empty((0, 2)), rules=RULES)
    found = find_attrition(make_roster(village, village_reach(village)), ASKED, "v")
    assert (found.persons, found.before) == (0, 2)
    assert set(found.unserved.ravel().tolist()) == {2}
    assert not found.leaving.any()


def test_that_villages_are_added_draw_by_draw() -> None:
    """Tests that all villages together are the sum of each draw, not of what each is worst in."""
    one = find_attrition(roster_of(random_village(2), []), ASKED, "v")
    two = find_attrition(roster_of(random_village(4), []), ASKED, "w")
    both = together([one, two])
    assert both.unserved.tolist() == (one.unserved + two.unserved).tolist()
    assert (both.village, both.persons) == (None, one.persons + two.persons)


def test_that_the_percentile_is_one_of_the_draws() -> None:
    """Tests that 95 of 100 draws are no larger, and that no smaller number does."""
    assert percentile(np.arange(1, 101), 95) == 95
    assert percentile(np.array([0, 0, 7]), 95) == 7


@pytest.mark.parametrize("share", [-1, 100.5, float("nan"), float("inf")])
def test_that_a_share_is_a_percentage(share: float) -> None:
    """Tests that each share that is none is named, and that the others are sorted, once each."""
    with pytest.raises(ScenarioError, match="BAD_SHARE") as fault:
        attrition_request([5, share, -2], 10, 0)
    assert [one.value for one in fault.value.problems] == [f"{share:g}", "-2"]
    assert attrition_request([20, 5, 20], 10, 0).shares == (5, 20)
