"""The answer to a problem, against every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.assignment.goal_solver import solve_goal
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, SettledGoal, Solution
from optimizer.distance.reach import make_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.bounds.test_lagrangian import asked
from tests.optimizer.assignment.every_plan import NOTHING, every_plan, goals, settled

SEEDS = st.integers(0, 2**32 - 1)
STAGES = st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK, Stage.SPREAD])


def answered(
    problem: AssignmentProblem,
    goal: Goal,
    *,
    room_s: float = 60.0,
    enough: int = -1,
    hint: Ints | None = None,
) -> Solution:
    """Answer with so much time."""
    return solve_goal(problem, goal, SearchLimits.lasting(room_s).aiming_at(enough), hint)


def check(problem: AssignmentProblem, goal: Goal, found: Solution) -> None:
    """Check that an answer is the best of all plans and proven, or that there is none."""
    best = every_plan(problem).best(goal)
    if best == NOTHING:
        assert found.person is None
        assert found.bound >= NOTHING_KNOWN
    else:
        assert found.person is not None
        assert problem.answered_by(found.person)
        assert goal.value(problem, found.person) == found.value
        assert (found.value, found.bound) == (best, best)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(SEEDS, STAGES)
def test_that_the_answer_is_the_best_plan(seed: int, stage: Stage) -> None:
    """Tests that value, bound and plan are the best, and that no answer is proven to be none."""
    problem, goal = asked(seed, stage)
    check(problem, goal, answered(problem, goal))


@settings(deadline=None, derandomize=True, max_examples=80)
@given(SEEDS, st.permutations([Stage.SPREAD, Stage.KEEP, Stage.WALK]))
def test_that_settled_goals_are_not_given_back(seed: int, order: list[Stage]) -> None:
    """Tests that goals settled one after the other, in every order, keep their values."""
    problem = asked(seed, Stage.WALK)[0]
    known = goals(problem, seed)
    for stage in order:
        check(problem, known[stage], answered(problem, known[stage]))
        problem = settled(problem, stage, known[stage])


@settings(deadline=None, derandomize=True, max_examples=80)
@given(SEEDS, STAGES)
def test_that_any_plan_may_be_the_hint(seed: int, stage: Stage) -> None:
    """Tests that a hint, answering the problem or not, changes no value."""
    problem, goal = asked(seed, stage)
    plans = every_plan(problem).person
    rng = np.random.default_rng(seed)
    nobody = np.full(problem.households, UNSERVED)
    hint = plans[rng.integers(0, len(plans))] if len(plans) and seed % 2 else nobody
    check(problem, goal, answered(problem, goal, hint=hint))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, STAGES)
def test_that_no_time_leaves_a_valid_bound(seed: int, stage: Stage) -> None:
    """Tests that a deadline in the past gives a bound below every plan, and no false proof."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    found = answered(problem, goal, room_s=-1.0)
    assert found.bound <= best
    if found.person is not None:
        assert problem.answered_by(found.person)
        assert found.value >= best
        assert found.proven == (found.bound == best)
    assert not found.proven or found.value == best


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK]))
def test_that_enough_is_enough_and_one_less_is_refuted(seed: int, stage: Stage) -> None:
    """Tests that a value some plan has is reached, and the one below it, which none has, is not."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    assume(best != NOTHING)
    reached = answered(problem, goal, enough=int(best))
    assert reached.person is not None
    assert problem.answered_by(reached.person)
    assert reached.value == best
    if best > 0:
        assert answered(problem, goal, enough=int(best) - 1).bound >= best


@settings(deadline=None, derandomize=True, max_examples=40)
@given(SEEDS, STAGES)
def test_that_the_seed_changes_no_value(seed: int, stage: Stage) -> None:
    """Tests that value and bound are those of any other seed."""
    problem, goal = asked(seed, stage)
    first, other = (
        solve_goal(problem, goal, SearchLimits.lasting(60, seed=s)) for s in (0, 2**40 + 7)
    )
    assert (first.value, first.bound) == (other.value, other.bound)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, st.integers(0, 2))
def test_that_values_settled_above_their_best_are_no_bound(seed: int, slack: int) -> None:
    """Tests that after a stage that ended early the next is not proven by a plan that beats it."""
    problem, walk = asked(seed, Stage.WALK)
    known = goals(problem, seed)
    best = every_plan(problem).best(known[Stage.KEEP])
    assume(best != NOTHING)
    kept = (Stage.KEEP, known[Stage.KEEP], int(best) + slack)
    loose = replace(problem, settled=(SettledGoal(*kept),), exceptions=0)
    found = answered(loose, walk)
    best = every_plan(loose).best(walk)
    assert best != NOTHING or found.person is None
    assert found.bound <= best or found.bound >= NOTHING_KNOWN
    assert not found.proven or found.value == best


def test_that_a_plan_that_serves_more_is_no_bound() -> None:
    """Tests that where one of two households stays out, 1 m would do: 6 m is not proven."""
    reach = make_reach(np.arange(2), np.zeros(2, np.int64), np.array([1.0, 5.0]), (2, 1))
    nobody, one = np.zeros(2, np.int64), np.ones(1, np.int64)
    problem = AssignmentProblem(reach, one, 2 * one, 0, 1, nobody > 0)
    found = answered(problem, Goal(reach.micrometres, nobody))
    assert (found.value, found.bound) == (6 * 10**6, 10**6)
