"""Whether so many recruits are enough: asked at once, searched for, against a plain model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance.reach import village_reach
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.recruitment import site_reach
from optimizer.recruitment.certificate import choose_disjoint
from optimizer.recruitment.cutting_planes import first_cuts, lift_bound
from optimizer.recruitment.feasibility import decide_number
from optimizer.recruitment.need_solver import ask_numbers, pack_recruits, search_need, solve_need
from optimizer.recruitment.recruit_mip import FEWEST_RECRUITS, RecruitNumber, recruit_program
from optimizer.recruitment.shortage import RecruitmentInstance, find_shortage, needs_of
from optimizer.solvers.linear_program import solve_integer
from tests.optimizer.recruitment.plain_recruits import fewest
from tests.optimizer.recruitment.short_villages import hamlets, village

SEEDS = range(40)


def sparse(seed: int) -> Village:
    """Return up to 30 households of whom recruits of 3 or 4 reach a few each."""
    rng = np.random.default_rng([seed, 7])
    households, members = int(rng.integers(12, 31)), int(rng.integers(0, 3))
    rules = Rules(
        min_households=1,
        max_households=int(rng.integers(3, 5)),
        max_distance_m=float(rng.choice([25.0, 40.0])),
        recruits_per_place=1 if rng.random() < 0.3 else None,
    )
    home, post = (rng.integers(0, 150, (many, 2)).astype(float) for many in (households, members))
    return village(home, post, rules)


def needs(one: Village) -> tuple[list[Need], int]:
    """Return the needs of a village, and the recruits that are forced beside them."""
    near, size = site_reach(one), one.rules.max_households
    useful = -(-np.bincount(near.person, minlength=near.persons) // size)
    cap = np.minimum(useful, one.rules.recruits_per_place or useful)
    ground = RecruitmentInstance(
        village_reach(one), near, one.members.maximum, size, cap, one.households.xy
    )
    shortage = find_shortage(ground)
    return needs_of(ground, shortage), int(shortage.forced.sum())


@pytest.mark.parametrize("directly", [True, False])
@pytest.mark.parametrize("start", range(0, len(SEEDS), 10))
def test_that_a_plain_model_agrees_with_either_way(start: int, *, directly: bool) -> None:
    """Tests that a need that nothing quick settles is proven at the plain model's number."""
    for seed in SEEDS[start : start + 10]:
        one = sparse(seed)
        parts, number = needs(one)
        for need in parts:
            late = SearchLimits.lasting(60, nodes=None)
            master = lift_bound(need, first_cuts(need), late)
            if directly:
                found = pack_recruits(need, master.recruits, master.bound, late, 1)
                solved = ask_numbers(need, master, found, late)
            else:
                solved = search_need(need, master, late)
            assert solved.value == solved.bound, seed
            assert not need_flow(need, solved.recruits).short.any(), seed
            assert (solved.recruits <= need.cap).all(), seed
            chosen = choose_disjoint(need, solved, late)
            table = np.array([cut.places for cut in chosen]).reshape(-1, len(need.cap))
            assert table.sum(axis=0).max(initial=0) <= 1, seed
            assert sum(cut.forces for cut in chosen) <= solved.value, seed
            number += solved.value
        assert number == fewest(one, None)[1], seed


def test_that_a_number_is_refuted_or_found() -> None:
    """Tests that one recruit less than needed is refuted, and that the number itself is found."""
    for seed in SEEDS:
        for need in needs(sparse(seed))[0]:
            late = SearchLimits.lasting(60, nodes=None)
            master = lift_bound(need, first_cuts(need), late)
            best = decide_number(need, master, int(need.cap.sum()), late)
            assert best.recruits is not None
            number = int(best.recruits.sum())
            assert best.bound == number
            refuted = decide_number(need, master, number - 1, late)
            assert (refuted.recruits, refuted.bound) == (None, number)


def test_that_a_bound_may_be_one_too_low() -> None:
    """Tests that where pockets force 16, 17 are proven, as by the programme without pockets."""
    need = max(needs(hamlets(5, 200, 0, 80.0))[0], key=lambda need: need.households)
    late = SearchLimits.lasting(60, nodes=None)
    master = lift_bound(need, first_cuts(need), late)
    assert decide_number(need, master, master.bound, late).recruits is None
    solved = solve_need(need, late)
    plain = solve_integer(recruit_program(need, FEWEST_RECRUITS, RecruitNumber(), 0), late)
    assert (master.bound, solved.bound, solved.value, plain.value) == (16, 17, 17, 17)


def test_that_a_number_once_refuted_stays_so() -> None:
    """Tests that where 16 were refuted and the time ends over 17, no bound below 17 is told."""
    need = max(needs(hamlets(5, 200, 0, 80.0))[0], key=lambda need: need.households)
    late = SearchLimits.lasting(60, nodes=None)
    master = lift_bound(need, first_cuts(need), late)
    refuted = decide_number(need, master, master.bound, late)
    assert (master.bound, refuted.bound) == (16, 17)
    solved = search_need(need, replace(master, bound=17), SearchLimits.lasting(0))
    assert solved.bound == 17
    assert not need_flow(need, solved.recruits).short.any()


def test_that_without_time_nothing_is_decided() -> None:
    """Tests that a question that is out of time has no answer and a bound of nothing."""
    (need, *_), _ = needs(sparse(0))
    master = lift_bound(need, first_cuts(need), SearchLimits.lasting(60))
    hasty = decide_number(need, master, master.bound, SearchLimits.lasting(0))
    assert (hasty.recruits, hasty.bound) == (None, 0)
