"""The steps inside: cuts that hold, smaller needs with the same answer, honest programmes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from optimizer.distance.reach import village_reach
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.pockets.lifting import grow_pockets, peel_pockets
from optimizer.pockets.separation import make_cut, separate
from optimizer.recruitment import site_reach
from optimizer.recruitment.cutting_planes import THOROUGH, first_cuts, lift_bound
from optimizer.recruitment.need_solver import solve_need
from optimizer.recruitment.shortage import (
    RecruitmentInstance,
    find_shortage,
    needs_of,
    reach_tables,
)
from optimizer.recruitment.tabu_search import TabuSearch, round_recruits
from optimizer.solvers.flow import maximum_flow
from optimizer.solvers.linear_program import LinearProgram, solve_integer, solve_relaxation
from tests.optimizer.recruitment.short_villages import hamlets, on_a_line


def largest_need(seed: int, limit_m: float) -> Need:
    one = hamlets(seed, 200, 6, limit_m)
    near = site_reach(one)
    cap = -(-np.bincount(near.person, minlength=near.persons) // 10)
    ground = RecruitmentInstance(
        village_reach(one), near, one.members.maximum, 10, cap, one.households.xy
    )
    return max(needs_of(ground, find_shortage(ground)), key=lambda need: need.households)


@pytest.mark.parametrize("seed", range(8))
def test_that_every_cut_holds_at_recruits_that_serve_everybody(seed: int) -> None:
    """Tests that no pocket, found in any way, forbids an answer."""
    need = largest_need(seed, 120.0)
    served = solve_need(need, SearchLimits.lasting(60)).recruits
    assert not need_flow(need, served).short.any()
    rng = np.random.default_rng(seed)
    for _ in range(5):
        leaning = served * rng.uniform(0, 1, len(served))
        for cut in (
            separate(need, leaning) + peel_pockets(need, leaning) + grow_pockets(need, leaning)
        ):
            assert leaning @ cut.places < cut.forces <= served @ cut.places
            assert cut.forces == make_cut(need, cut.classes).forces


@pytest.mark.parametrize("seed", range(4))
def test_that_no_cut_is_found_where_all_are_served(seed: int) -> None:
    """Tests that whole recruits that serve everybody violate nothing."""
    need = largest_need(seed, 200.0)
    served = solve_need(need, SearchLimits.lasting(60)).recruits.astype(float)
    assert separate(need, served) + peel_pockets(need, served) + grow_pockets(need, served) == []


@pytest.mark.parametrize("seed", range(4))
def test_that_a_thorough_bound_is_no_lower(seed: int) -> None:
    """Tests that growing pockets never lowers the bound nor passes the answer."""
    need, late = largest_need(seed, 80.0), SearchLimits.lasting(60)
    quick = lift_bound(need, first_cuts(need), late)
    slow = lift_bound(need, list(quick.cuts), late, THOROUGH)
    assert quick.bound <= slow.bound <= solve_need(need, late).value


def test_that_a_search_keeps_its_number() -> None:
    """Tests that swaps neither add nor lose a recruit, and that fewer stay short."""
    need = largest_need(0, 120.0)
    start = round_recruits(np.zeros(len(need.cap)), 5, need.cap)
    found = TabuSearch(need, start.copy(), np.random.default_rng(0)).run(
        300, SearchLimits.lasting(60)
    )
    assert found.recruits.sum() == 5
    assert found.short == need_flow(need, found.recruits).short.sum()
    assert found.short <= need_flow(need, start).short.sum()


@pytest.mark.parametrize("number", [0, 3, 4, 99])
def test_that_rounding_stays_under_the_caps(number: int) -> None:
    """Tests that rounding keeps its number, and stops where the places take no more."""
    cap = np.array([1, 2, 3])
    whole = round_recruits(np.array([0.9, 1.6, 0.5]), number, cap)
    assert whole.sum() == min(number, cap.sum())
    assert (whole <= cap).all()


def test_that_households_without_trouble_are_left_out() -> None:
    """Tests that a full hamlet beside a short one is no part of the need."""
    one = on_a_line([0.0] * 10 + [900.0] * 11, [0.0, 900.0], max_distance_m=50.0)
    near = site_reach(one)
    cap = np.full(21, 2)
    ground = RecruitmentInstance(
        village_reach(one), near, one.members.maximum, 10, cap, one.households.xy
    )
    (need,) = needs_of(ground, find_shortage(ground))
    assert sorted(need.rows) == list(range(10, 21))
    assert need.count.tolist() == [11]
    assert need.place_rows.tolist() == [10]


def test_that_a_programme_out_of_time_claims_nothing() -> None:
    """Tests that solved, impossible and out of time are told apart."""
    row = csr_matrix(np.array([[2.0, 2.0]]))
    one = LinearProgram(np.ones(2), np.ones(2), row, np.array([3.0]), np.array([np.inf]), 2)
    none = LinearProgram(np.ones(2), np.ones(2), row, np.array([5.0]), np.array([np.inf]), 2)
    assert solve_relaxation(one).sum() == pytest.approx(1.5)
    assert (
        solve_integer(one, SearchLimits.lasting(10)).value
        == solve_integer(one, SearchLimits.lasting(10)).bound
        == 2
    )
    assert (
        solve_integer(none, SearchLimits.lasting(10)).x,
        solve_integer(none, SearchLimits.lasting(10)).bound,
    ) == (None, math.inf)
    assert (
        solve_integer(one, SearchLimits.lasting(0)).x,
        solve_integer(one, SearchLimits.lasting(0)).bound,
    ) == (
        None,
        -math.inf,
    )


def test_that_a_maximum_flow_shows_who_is_short_and_why() -> None:
    """Tests that of three at a person with room for two, one is short and all are cut off."""
    flow = maximum_flow(
        np.array([0, 1, 2, 3]), np.array([0, 0, 0, 1]), np.ones(4, np.int64), np.array([2, 2])
    )
    assert flow.flows.sum() == 3
    assert flow.short[:3].sum() == 1
    assert flow.cut_households.tolist() == [True, True, True, False]
    assert flow.cut_persons.tolist() == [True, False]


def test_that_a_maximum_flow_without_pairs_leaves_everybody_short() -> None:
    """Tests that in a village without anybody all households are cut off."""
    none = np.empty(0, np.int64)
    flow = maximum_flow(none, none, np.array([1, 0, 2]), none)
    assert flow.short.tolist() == [1, 0, 2]
    assert flow.cut_households.tolist() == [True, False, True]


@pytest.mark.parametrize("seed", range(4))
def test_that_parts_have_the_tables_of_their_own_rows(seed: int) -> None:
    """Tests that the tables of all parts in one pass are those that each pair says one by one."""
    reach = village_reach(hamlets(seed, 60, 9, 300.0))
    label = np.arange(reach.households) % 4
    parts = [np.flatnonzero(label == part) for part in range(3)]
    for rows, (table, persons) in zip(parts, reach_tables(reach, parts), strict=True):
        pairs = {
            (household, person)
            for household, person in zip(
                reach.household.tolist(), reach.person.tolist(), strict=True
            )
            if household in rows
        }
        assert persons.tolist() == sorted({person for _, person in pairs})
        assert {(rows[row], persons[column]) for row, column in np.argwhere(table)} == pairs
