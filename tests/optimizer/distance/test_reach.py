"""Which pairs a plan may use."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.distance import nearby_pairs as near_pairs
from optimizer.distance.reach import Reach, make_reach, village_reach
from optimizer.domain.plan import MICROMETRES
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

LIMIT_5_M = Rules(max_distance_m=5.0)


def near(*, limit_m: float = 5.0) -> Village:
    """Return households at 0, 5 and 6 m from the only member."""
    rules = LIMIT_5_M.model_copy(update={"max_distance_m": limit_m})
    return make_village(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 0.0]]), on_a_line(0), rules=rules)


def rows(found: Reach) -> list[tuple[int, int]]:
    """Return the pairs in their order."""
    return list(zip(found.household.tolist(), found.person.tolist(), strict=True))


@pytest.mark.parametrize(
    ("limit_m", "households"),
    [
        (5.0, [0, 1]),
        (math.nextafter(5.0, 0.0), [0]),
        (math.nextafter(6.0, 0.0), [0, 1]),
        (6.0, [0, 1, 2]),
        (0.0, [0]),
    ],
)
@pytest.mark.parametrize("sparse", [0, 8], ids=["tree", "dense"])
def test_that_the_limit_is_inclusive(
    limit_m: float, households: list[int], sparse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a pair exactly at the limit is in and one past the last bit of it is out."""
    monkeypatch.setattr(near_pairs, "SPARSE", sparse)
    assert village_reach(near(limit_m=limit_m)).household.tolist() == households


@pytest.mark.parametrize("sparse", [0, 8], ids=["tree", "dense"])
def test_that_metres_are_compared_before_they_are_rounded(
    sparse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a pair beyond the limit by less than a micrometre is out."""
    monkeypatch.setattr(near_pairs, "SPARSE", sparse)
    past = math.nextafter(5.0, 6.0)
    assert round(past * MICROMETRES) == 5 * MICROMETRES
    found = village_reach(
        make_village(on_a_line(past, 5.0), on_a_line(0), rules=Rules(max_distance_m=5.0))
    )
    assert rows(found) == [(1, 0)]


def test_that_a_household_at_a_members_home_is_an_ordinary_pair() -> None:
    """Tests that a distance of 0 is kept, with a cost of 0."""
    found = village_reach(near())
    assert (found.metres[0], found.micrometres[0]) == (0.0, 0)


def test_that_a_forbidden_pair_is_out() -> None:
    """Tests that a forbidden pair is out at any distance, and no other pair with it."""
    village = replace(near(), forbidden=np.array([[0, 0]]))
    assert rows(village_reach(village)) == [(1, 0)]


def test_that_a_locked_pair_is_in_beyond_the_limit_and_alone() -> None:
    """Tests that a locked household has just its member, and the others what they had."""
    village = make_village(
        on_a_line(0, 1, 2), on_a_line(0, 1, 99), rules=LIMIT_5_M, locked=np.array([[1, 2]])
    )
    found = village_reach(village)
    assert rows(found) == [(0, 0), (0, 1), (1, 2), (2, 0), (2, 1)]
    assert found.metres.tolist() == [0.0, 1.0, 98.0, 2.0, 1.0]


def test_that_costs_are_whole_micrometres() -> None:
    """Tests that the cost of a pair is its distance to the nearest micrometre."""
    found = make_reach(np.array([0, 1]), np.array([0, 0]), np.array([0.1234564, 0.1234566]), (2, 1))
    assert found.micrometres.tolist() == [123456, 123457]


def test_that_pairs_are_sorted_and_a_choice_keeps_their_rows() -> None:
    """Tests that pairs come by household, then person, and that a choice renumbers nothing."""
    metres = np.array([3.0, 2.0, 1.0])
    found = make_reach(np.array([1, 1, 0]), np.array([1, 0, 1]), metres, (2, 3))
    assert rows(found) == [(0, 1), (1, 0), (1, 1)]
    chosen = found.only(np.array([False, True, True]))
    assert rows(chosen) == [(1, 0), (1, 1)]
    assert chosen.metres.tolist() == [2.0, 3.0]
    assert (chosen.households, chosen.persons, len(chosen)) == (2, 3, 2)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 1.0, 5.0, math.sqrt(2), 7.3]))
def test_that_the_tree_finds_what_all_pairs_find(seed: int, limit_m: float) -> None:
    """Tests that both ways agree on a grid, where many pairs are exactly at the limit."""
    rng = np.random.default_rng(seed)
    homes = rng.integers(0, 9, (int(rng.integers(0, 30)), 2)).astype(float)
    posts = rng.integers(0, 9, (int(rng.integers(0, 9)), 2)).astype(float)
    village = make_village(homes, posts, rules=Rules(max_distance_m=limit_m))
    dense = village_reach(village)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_pairs, "SPARSE", 0)
        tree = village_reach(village)
    assert rows(tree) == rows(dense)
    assert tree.metres.tolist() == dense.metres.tolist()


def test_that_a_thousand_households_at_one_point_are_all_reached() -> None:
    """Tests that a village of one point keeps every pair, in the way large villages take."""
    households, members = 2000, 501
    assert households * members > near_pairs.AT_ONCE
    village = make_village(
        np.zeros((households, 2)), np.zeros((members, 2)), rules=Rules(max_distance_m=0.0)
    )
    found = village_reach(village)
    assert len(found) == households * members
    assert not found.metres.any()


@pytest.mark.parametrize(("households", "members"), [(0, 0), (0, 2), (2, 0)])
def test_that_an_empty_table_has_no_pairs(households: int, members: int) -> None:
    """Tests that a village without households, or without members, has its shape and no pair."""
    village = make_village(
        on_a_line(*range(households)), on_a_line(*range(members)), rules=LIMIT_5_M
    )
    found = village_reach(village)
    assert (len(found), found.households, found.persons) == (0, households, members)
