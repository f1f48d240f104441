"""The bound of the cheapest person, against every plan."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.bounds.nearest_person import nearest_bound
from optimizer.assignment.goal_solver import lower_bound, solve_goal
from optimizer.domain.goals import Stage
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.bounds.test_lagrangian import asked
from tests.optimizer.assignment.every_plan import every_plan

SEEDS = st.integers(0, 2**32 - 1)
STAGES = st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK, Stage.SPREAD])


@settings(deadline=None, derandomize=True, max_examples=300)
@given(SEEDS, STAGES)
def test_that_no_plan_costs_less(seed: int, stage: Stage) -> None:
    """Tests that the bound is at most the best value of all plans, and never below nothing."""
    problem, goal = asked(seed, stage)
    assert 0 <= nearest_bound(problem, goal) <= every_plan(problem).best(goal)


@settings(deadline=None, derandomize=True, max_examples=50)
@given(SEEDS)
def test_that_it_is_the_bound_when_all_time_is_over(seed: int) -> None:
    """Tests that the walk has this bound where neither a flow nor a search is allowed."""
    problem, goal = asked(seed, Stage.WALK)
    late = SearchLimits.lasting(-9.0)
    expected = nearest_bound(problem, goal)
    assert lower_bound(problem, goal, late) == expected
    assert solve_goal(problem, goal, late).bound == expected
