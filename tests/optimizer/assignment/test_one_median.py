"""One recruit for everybody, against every place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.goal_solver import lower_bound, solve_goal
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.one_median import is_one_median, solve_one_median
from optimizer.assignment.problem import AssignmentProblem, SettledGoal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.domain.goals import Stage
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.every_plan import every_plan, goals, problems

SEEDS = st.integers(0, 2**32 - 1)
STAGES = st.sampled_from([Stage.MINIMUM, Stage.KEEP, Stage.WALK, Stage.SPREAD])


def one_recruit(seed: int) -> AssignmentProblem:
    """Return a problem whose persons are places for one recruit, who serves everybody."""
    problem = problems(seed)
    groups = np.empty((0, problem.persons), bool)
    none = np.empty(0, np.int64)
    recruit_limits = RecruitLimits(np.ones(problem.persons, np.int64), 1, groups, none, none)
    return replace(problem, recruit_limits=recruit_limits, unserved=0)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(SEEDS, STAGES, STAGES)
def test_that_the_best_place_is_the_best_of_all_plans(seed: int, first: Stage, then: Stage) -> None:
    """Tests that value and plan are those of every plan with one recruit, goal after goal."""
    problem = one_recruit(seed)
    known = goals(problem, seed)
    for stage in (first, then):
        goal = known[stage]
        plans = every_plan(problem)
        together = plans.where((plans.person == plans.person[:, :1]).all(axis=1))
        found = solve_one_median(problem, goal)
        if not len(together.person):
            assert (found.person, found.bound) == (None, NOTHING_KNOWN)
            return
        best = together.best(goal)
        assert (found.value, found.bound) == (best, best)
        assert found.person is not None
        assert problem.answered_by(found.person)
        assert goal.value(problem, found.person) == best
        problem = replace(problem, settled=(SettledGoal(stage, goal, int(best)),))


def test_that_it_is_asked_whatever_the_time() -> None:
    """Tests that the nearest place is proven though no time is left, and bounds the walk."""
    problem = replace(one_recruit(3), exceptions=None)
    goal = goals(problem, 3)[Stage.WALK]
    late = SearchLimits.lasting(-9.0)
    assert is_one_median(problem)
    expected = solve_one_median(problem, goal)
    found = solve_goal(problem, goal, late)
    assert (found.value, found.bound) == (expected.value, expected.bound)
    assert lower_bound(problem, goal, late) == expected.bound


def test_that_it_is_no_median_with_a_member_or_a_second_recruit() -> None:
    """Tests that members, two recruits, and households that may stay out are other problems."""
    problem = one_recruit(1)
    assert problem.recruit_limits is not None
    members = replace(problem.recruit_limits, copies=problem.recruit_limits.copies - 1)
    assert not is_one_median(replace(problem, recruit_limits=None))
    assert not is_one_median(replace(problem, recruit_limits=members))
    assert not is_one_median(
        replace(problem, recruit_limits=replace(problem.recruit_limits, number=2))
    )
    assert not is_one_median(replace(problem, unserved=None))
