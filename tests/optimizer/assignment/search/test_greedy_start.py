"""Recruits placed by greed: where prices are highest, within every limit, and the plan then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search import sequence
from optimizer.assignment.search.allocator import make_allocator
from optimizer.assignment.search.greedy_plan import greedy_plan
from optimizer.assignment.search.greedy_start import place_greedily
from optimizer.distance.reach import make_reach
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.assignment.search.placed_recruits import placing, settled_at, somewhere
from tests.optimizer.assignment.test_recruit_limits import drawn
from tests.optimizer.locked_villages import locked_village
from tests.optimizer.random_villages import under
from tests.optimizer.recruit_oracle import settle_after

CHUNK = 20


def placed(problem: AssignmentProblem, effort: float = 20.0) -> list[int]:
    """Return the places of the recruits, with repeats."""
    allocator = make_allocator(problem, Goal(problem.reach.micrometres, nothing(problem)))
    assert allocator is not None
    hired = place_greedily(allocator, SearchLimits.lasting(60, effort=effort))
    assert hired is not None
    return np.repeat(np.arange(len(hired)), hired).tolist()


def nothing(problem: AssignmentProblem) -> Ints:
    return np.zeros(problem.households, np.int64)


def hamlets(
    sizes: tuple[int, ...],
    number: int,
    *,
    copies: int = 9,
    groups: tuple[tuple[int, ...], ...] = (),
    seats: int = 5,
) -> AssignmentProblem:
    """Return hamlets that reach no other; each has a place 10 m and one 20 m from its households.

    Parameters
    ----------
    groups
        Places, of which each group has a recruit at least.
    """
    home = np.repeat(np.arange(len(sizes)), sizes)
    household = np.repeat(np.arange(len(home)), 2)
    place = np.stack([2 * home, 2 * home + 1], axis=1).ravel()
    metres = np.tile([10.0, 20.0], len(home))
    persons = 2 * len(sizes)
    inside = np.array([np.isin(np.arange(persons), group) for group in groups], bool)
    recruit_limits = RecruitLimits(
        np.full(persons, copies),
        number,
        inside.reshape(-1, persons),
        np.ones(len(groups), np.int64),
        np.full(len(groups), number),
    )
    return AssignmentProblem(
        make_reach(household, place, metres, (len(home), persons)),
        np.ones(persons, np.int64),
        np.full(persons, seats),
        exceptions=None,
        unserved=0,
        pinned=np.zeros(len(home), bool),
        recruit_limits=recruit_limits,
    )


@pytest.mark.parametrize("effort", [20.0, 0.01])
def test_that_recruits_go_where_the_households_are(effort: float) -> None:
    """Tests that each hamlet has its nearer place, with a flow for each recruit and one for all."""
    assert placed(hamlets((5, 10, 0), 3), effort) == [0, 2, 2]


def test_that_a_place_has_no_more_recruits_than_it_may() -> None:
    """Tests that the second recruit goes next door where a place may have but one."""
    assert placed(hamlets((10,), 2, copies=1)) == [0, 1]
    assert placed(hamlets((10,), 2, copies=2)) == [0, 0]


def test_that_a_pocket_has_its_recruit() -> None:
    """Tests that a lone household which needs somebody is not passed over for a hamlet."""
    assert placed(hamlets((1, 10), 2)) == [2, 2]
    assert placed(hamlets((1, 10), 2, groups=((0, 1),))) == [0, 2]


def test_that_nobody_is_placed_where_nobody_is_served() -> None:
    """Tests that recruits beyond those who help anybody are not placed."""
    assert placed(hamlets((5,), 3)) == [0]


@pytest.mark.parametrize("seed", range(60))
def test_that_every_limit_on_recruits_is_kept(seed: int) -> None:
    """Tests that copies, the number, and the least and most of groups inside groups hold."""
    recruit_limits, _ = drawn(seed)
    rng = np.random.default_rng(seed)
    persons, households = len(recruit_limits.copies), 20
    near = rng.random((households, persons)) < 0.8
    household, person = np.nonzero(near)
    metres = rng.integers(0, 500, len(household)).astype(float)
    problem = AssignmentProblem(
        make_reach(household, person, metres, (households, persons)),
        np.zeros(persons, np.int64),
        np.full(persons, 3),
        exceptions=None,
        unserved=None,
        pinned=np.zeros(households, bool),
        recruit_limits=recruit_limits,
    )
    for effort in (20.0, 0.01):
        hired = np.bincount(placed(problem, effort), minlength=persons)
        assert (hired <= recruit_limits.copies).all()
        assert hired.sum() <= recruit_limits.number
        counts = recruit_limits.inside @ hired
        assert (counts >= recruit_limits.least).all()
        assert (counts <= recruit_limits.most).all()


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_that_a_first_plan_is_a_plan_and_no_worse_than_the_known(first: int) -> None:
    """Tests that what greed finds answers the problem, beside members with locks and windows."""
    limits, found, better = SearchLimits.lasting(60), 0, 0
    for seed in range(first, first + CHUNK):
        problem, goal = placing(seed)
        allocator = make_allocator(problem, goal)
        assert allocator is not None
        assert problem.recruit_limits is not None
        members = (~problem.recruit_limits.places).astype(np.int64)
        known = allocator.allocate(np.zeros_like(members), members + somewhere(problem, seed))
        if known is None:
            continue
        asked = settled_at(problem, known.person)
        value = goal.value(asked, known.person)
        start = Solution(known.person, value, 0)
        answer = greedy_plan(asked, goal, start, limits)
        assert answer.person is not None
        assert asked.answered_by(answer.person), seed
        assert answer.value == goal.value(asked, answer.person) <= value, seed
        found, better = found + 1, better + (answer.value < value)
    assert better > found / 4, "places drawn at random can be bettered"


def test_that_nothing_is_made_up_where_there_is_no_plan() -> None:
    """Tests that a problem that no plan answers stays without one."""
    problem = replace(hamlets((11,), 2), exceptions=0)
    unknown = Solution(None, NOTHING_KNOWN, 0)
    goal = Goal(problem.reach.micrometres, nothing(problem))
    assert greedy_plan(problem, goal, unknown, SearchLimits.lasting(60)) is unknown


def locked_and_short(seed: int) -> Village:
    """Return a village with locks, forbidden pairs and few members, sometimes with caps."""
    return under(
        locked_village(seed, most_households=9, most_members=2),
        max_recruits=seed % 3 if seed % 5 == 0 else None,
        recruits_per_place=1 if seed % 4 == 0 else None,
    )


@pytest.mark.parametrize("first", range(0, 80, CHUNK))
def test_that_plans_that_begin_with_greed_are_the_best(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that every stage is a plain model's, with locks, caps, current plans, either minimum.

    The problems are small; they go the way of large ones.
    """
    monkeypatch.setattr(sequence, "SMALL", -1)
    for seed in range(first, first + CHUNK):
        village = locked_and_short(seed)
        plan = plan_village(village)
        assert verify_plan(village, plan) == (), seed
        if plan.after is None:
            continue
        best, proofs = settle_after(village), plan.after.proofs
        assert {stage: proofs[stage].value for stage in proofs} == pytest.approx(best), seed
        assert all(proof.proven for proof in proofs.values()), seed
