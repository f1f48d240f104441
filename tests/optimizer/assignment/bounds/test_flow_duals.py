"""The prices at an optimal flow prove it optimal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.bounds.flow_duals import flow_duals
from optimizer.assignment.bounds.flow_relaxation import flow_relaxation
from optimizer.assignment.bounds.lagrangian import evaluate_bound, make_cost_table
from optimizer.assignment.problem import AssignmentProblem
from optimizer.domain.goals import Stage
from tests.optimizer.assignment.bounds.test_flow_relaxation import lenient
from tests.optimizer.assignment.every_plan import goals, served

SEEDS = st.integers(0, 2**32 - 1)
SLACK = 1e-9
"""What a bound takes off for rounding, of prices below 1,000."""


def unpinned(seed: int) -> AssignmentProblem:
    """Return a problem with windows from 0 and nobody pinned.

    Prices do not know of pins: they are valid with them, and the bound climbs from there.
    """
    problem = lenient(seed)
    return replace(problem, pinned=np.zeros(problem.households, bool))


@settings(deadline=None, derandomize=True, max_examples=150)
@given(SEEDS, st.sampled_from([Stage.WALK, Stage.KEEP]))
def test_that_the_bound_at_a_flows_prices_is_its_value(seed: int, stage: Stage) -> None:
    """Tests that flow and bound meet where every load from 0 is allowed (strong duality)."""
    problem = served(unpinned(seed))
    goal = goals(problem, seed)[stage]
    plan = flow_relaxation(problem, goal)
    assert plan is not None
    bound = evaluate_bound(make_cost_table(problem, goal), flow_duals(problem, goal, plan))
    assert bound.value == pytest.approx(goal.value(problem, plan), abs=SLACK)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(SEEDS)
def test_that_the_bound_counts_whom_a_flow_leaves_out(seed: int) -> None:
    """Tests that they meet for the number served as well, with nothing settled."""
    problem = unpinned(seed)
    goal = goals(problem, seed)[Stage.SERVE]
    plan = flow_relaxation(problem, goal)
    assert plan is not None
    bound = evaluate_bound(make_cost_table(problem, goal), flow_duals(problem, goal, plan))
    assert bound.value == pytest.approx(goal.value(problem, plan), abs=SLACK)
