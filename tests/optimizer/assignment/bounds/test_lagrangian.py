"""The Lagrangian bound and what it proves about single pairs, against every plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.assignment.bounds.lagrangian import evaluate_bound, make_cost_table
from optimizer.assignment.bounds.reduced_costs import reduced_cost_bounds
from optimizer.assignment.bounds.subgradient import ascend
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.every_plan import NOTHING, every_plan, goals, problems, served

SEEDS = st.integers(0, 2**32 - 1)
STAGES = st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK])
SLACK = 1e-9


def asked(seed: int, stage: Stage) -> tuple[AssignmentProblem, Goal]:
    """Return a problem with a goal; whom it serves is settled unless that is the goal."""
    problem = problems(seed)
    goal = goals(problem, seed)[stage]
    return (problem if stage is Stage.SERVE else served(problem)), goal


@settings(deadline=None, derandomize=True, max_examples=150)
@given(SEEDS, STAGES, st.floats(0, 30))
def test_that_no_plan_goes_below_the_bound(seed: int, stage: Stage, spread: float) -> None:
    """Tests that the relaxation at any prices, good or bad, is below every plan."""
    problem, goal = asked(seed, stage)
    price = np.random.default_rng(seed).normal(0, spread, problem.households)
    bound = evaluate_bound(make_cost_table(problem, goal), price)
    assert bound.value <= every_plan(problem).best(goal) + SLACK


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, STAGES, st.sampled_from([1e9, 1e12, 1e15]))
def test_that_rounding_lifts_no_bound(seed: int, stage: Stage, size: float) -> None:
    """Tests that prices far larger than any plan's value, whose sums lose digits, prove nothing."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    assume(best < NOTHING)
    price = size * np.random.default_rng(seed).integers(-1, 2, problem.households)
    assert evaluate_bound(make_cost_table(problem, goal), price / 3).value <= best + SLACK


@settings(deadline=None, derandomize=True, max_examples=80)
@given(SEEDS, STAGES)
def test_that_climbing_loses_nothing_and_stays_below(seed: int, stage: Stage) -> None:
    """Tests that a raised bound is at least the first one, and still below every plan."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    assume(best < NOTHING)
    table = make_cost_table(problem, goal)
    start = np.zeros(problem.households)
    raised = ascend(table, start, best, 60, SearchLimits.lasting(60)).bound
    assert raised.value >= evaluate_bound(table, start).value
    assert raised.value <= best + SLACK
    assert raised.value == pytest.approx(evaluate_bound(table, raised.price).value)


def test_that_climbing_stops_at_the_deadline() -> None:
    """Tests that a deadline in the past leaves the bound at the first prices."""
    problem, goal = asked(5, Stage.WALK)
    table, start = make_cost_table(problem, goal), np.zeros(problem.households)
    late = ascend(table, start, 1e3, 60, SearchLimits.lasting(-1)).bound
    assert late.value == evaluate_bound(table, start).value


@settings(deadline=None, derandomize=True, max_examples=150)
@given(SEEDS, STAGES, st.sampled_from([0, 40]))
def test_that_what_is_forced_costs_at_least_its_price(seed: int, stage: Stage, steps: int) -> None:
    """Tests that no plan is cheaper with the pair, the person used or idle, the household out."""
    problem, goal = asked(seed, stage)
    plans = every_plan(problem)
    table = make_cost_table(problem, goal)
    price = np.random.default_rng(seed).normal(5, 5, problem.households)
    target = min(plans.best(goal), 100.0)
    top = ascend(table, price, target, steps, SearchLimits.lasting(60))
    found = reduced_cost_bounds(table, top.bound, len(problem.reach))
    loads = (plans.person[:, :, None] == np.arange(problem.persons)).sum(axis=1)
    for row in range(len(problem.reach)):
        household, person = problem.reach.household[row], problem.reach.person[row]
        using = plans.where(plans.person[:, household] == person)
        assert found.pair[row] <= using.best(goal) + SLACK
    for person in range(problem.persons):
        assert found.used[person] <= plans.where(loads[:, person] > 0).best(goal) + SLACK
        assert found.idle[person] <= plans.where(loads[:, person] == 0).best(goal) + SLACK
    for household in range(problem.households):
        without = plans.where(plans.person[:, household] == UNSERVED)
        assert found.skip[household] <= without.best(goal) + SLACK
