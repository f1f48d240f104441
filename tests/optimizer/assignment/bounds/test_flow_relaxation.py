"""The problem without its minimum, against every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.bounds.flow_relaxation import (
    combine_goals,
    flow_relaxation,
    lexicographic_flow,
    solve_flow,
)
from optimizer.assignment.problem import AssignmentProblem, Goal, SettledGoal
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints
from optimizer.solvers.flow import LARGEST_COST
from tests.optimizer.assignment.every_plan import Plans, every_plan, goals, problems

SEEDS = st.integers(0, 2**32 - 1)
SUMS = (Stage.KEEP, Stage.WALK, Stage.SPREAD)


def lenient(seed: int) -> AssignmentProblem:
    """Return a problem whose windows begin at 0."""
    problem = problems(seed)
    return replace(problem, minimum=np.zeros(problem.persons, np.int64), exceptions=None)


def ranks(plans: Plans, order: tuple[Goal, ...], problem: AssignmentProblem, plan: Ints) -> None:
    """Check that a plan is the best of all plans in every goal of an order."""
    for goal in order:
        best = plans.best(goal)
        assert goal.value(problem, plan) == best
        plans = plans.where(plans.values(goal) == best)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, st.permutations(SUMS))
def test_that_goals_are_ranked_exactly(seed: int, order: list[Stage]) -> None:
    """Tests that one flow serves most, then keeps each goal as small as those before allow."""
    problem = lenient(seed)
    known = goals(problem, seed)
    wanted = tuple(known[stage] for stage in order)
    total = combine_goals(wanted, problem)
    assert total is not None
    plan = solve_flow(problem, total, problem.minimum, problem.maximum)
    plans = every_plan(problem)
    assert (plan is None) == (not len(plans.person))
    if plan is not None:
        ranks(plans, (known[Stage.SERVE], *wanted), problem, plan)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(SEEDS, st.permutations((Stage.KEEP, Stage.WALK, Stage.SPREAD)), st.booleans())
def test_that_goals_too_large_to_be_ranked_are_settled_on_faces(
    seed: int,
    order: list[Stage],
    alone: bool,  # noqa: FBT001
) -> None:
    """Tests that flows one after the other, each on the last one's optimal face, rank exactly."""
    problem, scale = lenient(seed), 1 << 40
    known = goals(problem, seed)
    wanted = tuple(
        Goal(one.pair * scale, one.skip * scale, one.rising * (scale if alone else 1))
        for one in (known[stage] for stage in order)
    )
    plan = lexicographic_flow(problem, wanted, problem.minimum, problem.maximum)
    plans = every_plan(problem)
    assert (plan is None) == (not len(plans.person))
    if plan is not None:
        ranks(plans, (known[Stage.SERVE], *wanted), problem, plan)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(SEEDS)
def test_that_the_relaxed_plan_bounds_the_question(seed: int) -> None:
    """Tests that no plan in the windows walks less, served as many, and that fitting is best."""
    problem = problems(seed)
    known = goals(problem, seed)
    plan = flow_relaxation(problem, known[Stage.WALK])
    within = every_plan(problem)
    if plan is None:
        assert not len(within.person)
        return
    missing = known[Stage.SERVE].value(problem, plan)
    assert missing <= within.best(known[Stage.SERVE])
    as_many = within.where(within.values(known[Stage.SERVE]) == missing)
    assert known[Stage.WALK].value(problem, plan) <= as_many.best(known[Stage.WALK])


def test_that_goals_too_large_to_be_ranked_are_not_ranked() -> None:
    """Tests that None says that a weight would leave 64 bits, and that one goal needs none."""
    problem = lenient(1)
    huge = Goal(
        np.full(len(problem.reach), LARGEST_COST // 2), np.zeros(problem.households, np.int64)
    )
    assert combine_goals((huge, huge), problem) is None
    assert combine_goals((huge,), problem) is huge
    settled = replace(problem, settled=(SettledGoal(Stage.KEEP, huge, 0),))
    assert flow_relaxation(settled, huge) is None
