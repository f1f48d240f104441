"""The lowest prices at an optimal flow prove it optimal, and say what one person more is worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.bounds.flow_duals import duals_of_flow, lowest_duals
from optimizer.assignment.bounds.flow_relaxation import flow_relaxation
from optimizer.assignment.bounds.lagrangian import evaluate_bound, make_cost_table
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.distance.reach import make_reach
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints
from tests.optimizer.assignment.bounds.test_flow_duals import SEEDS, SLACK, unpinned
from tests.optimizer.assignment.every_plan import goals, served


@settings(deadline=None, derandomize=True, max_examples=150)
@given(SEEDS, st.sampled_from([Stage.WALK, Stage.KEEP]))
def test_that_the_bound_at_the_lowest_prices_is_the_flows_value(seed: int, stage: Stage) -> None:
    """Tests that flow and bound meet there too, and that no price is above the highest."""
    problem = served(unpinned(seed))
    goal = goals(problem, seed)[stage]
    plan = flow_relaxation(problem, goal)
    assert plan is not None
    low = lowest_duals(problem, goal, plan, np.zeros(problem.persons, np.int64))
    assert low is not None
    bound = evaluate_bound(make_cost_table(problem, goal), low.price)
    assert bound.value == pytest.approx(goal.value(problem, plan), abs=SLACK)
    high = duals_of_flow(problem, goal, plan)
    assert (low.price <= high.price + SLACK).all()


def full_pair() -> tuple[AssignmentProblem, Goal]:
    """Return two households 1 and 3 metres from a member who has room for both, and no other."""
    nobody = np.zeros(2, np.int64)
    reach = make_reach(np.arange(2), np.zeros(2, np.int64), np.array([1.0, 3.0]), (2, 1))
    problem = AssignmentProblem(
        reach, np.zeros(1, np.int64), np.full(1, 2), None, 0, np.zeros(2, bool)
    )
    return problem, Goal(reach.micrometres, nobody)


def test_that_a_seat_is_worth_what_it_saves() -> None:
    """Tests that households with nowhere else to go are worth their own walk, and no more."""
    problem, goal = full_pair()
    low = lowest_duals(problem, goal, np.zeros(2, np.int64), np.zeros(1, np.int64))
    assert low is not None
    assert low.price.tolist() == [1e6, 3e6]
    assert low.seat.tolist() == [0.0]


@pytest.mark.parametrize(("person", "proven"), [([0, 1], True), ([1, 0], False)])
def test_that_a_plan_which_is_no_best_flow_has_no_prices(
    person: list[int], *, proven: bool
) -> None:
    """Tests that two households at their own doors have prices, and crossed they have none."""
    household, members = np.repeat(np.arange(2), 2), np.tile(np.arange(2), 2)
    reach = make_reach(household, members, np.array([1.0, 9.0, 9.0, 1.0]), (2, 2))
    one: Ints = np.ones(2, np.int64)
    problem = AssignmentProblem(reach, 0 * one, one, None, 0, np.zeros(2, bool))
    goal = Goal(reach.micrometres, 0 * one)
    found = lowest_duals(problem, goal, np.array(person), 0 * one)
    assert (found is not None) is proven
    assert replace(problem, unserved=0).answered_by(np.array(person))
