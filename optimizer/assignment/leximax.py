"""Leximax goals (the fairest walks): settled step by step, each on what the steps above leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.bottleneck import smallest_threshold
from optimizer.assignment.bounds.flow_relaxation import lexicographic_flow
from optimizer.assignment.component import Component
from optimizer.assignment.goal_solver import LATE, solve_goal
from optimizer.assignment.goals import LeximaxGoal
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, SettledGoal, zero_goal
from optimizer.assignment.search.flow_solution import everybody_needed
from optimizer.domain.plan import METRE_DECIMALS
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError


@dataclass(frozen=True, slots=True, eq=False)
class SteppedValue:
    """Households beyond each step, and a bound: no plan comes before it, the last step first.

    Parameters
    ----------
    values, bounds
        Shape (steps,): households beyond 1, 2, ... steps, until nobody is. Below the last step at
        which they differ a bound says nothing.
    """

    values: Ints
    bounds: Ints

    def proof(self, step_m: float) -> Proof:
        """Return the proof at the step that decides: the first that is open, else the smallest."""
        if not len(self.values):
            return Proof(0, 0, step_m)
        bounds = _padded(self.bounds, len(self.values))
        differ = np.flatnonzero(self.values != bounds)
        at = int(differ[-1]) if len(differ) else 0
        value = int(self.values[at])
        return Proof(value, min(int(bounds[at]), value), round((at + 1) * step_m, METRE_DECIMALS))


@dataclass(frozen=True, slots=True, eq=False)
class SteppedPart:
    """A part after a leximax goal, and the result."""

    part: Component
    result: SteppedValue


@dataclass(frozen=True, slots=True)
class LargestStep:
    """The largest step that somebody is in, as a threshold."""

    goal: LeximaxGoal
    step: int

    def choices(self, problem: AssignmentProblem) -> Ints:
        """Return the ends of the first step and of those in which there are pairs."""
        return _steps_of(np.append(self.goal.lengths(problem), 0), self.step) * self.step

    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return the end of the last step of a plan."""
        del current
        steps = _steps_of(self.goal.values(problem, person), self.step)
        return int(steps.max(initial=1)) * self.step

    def narrow(self, problem: AssignmentProblem, value: int) -> AssignmentProblem:
        """Drop what is beyond the step."""
        return self.goal.narrow(problem, value)


def settle_leximax(
    goal: LeximaxGoal, step: int, part: Component, limits: SearchLimits
) -> SteppedPart:
    """Settle a leximax goal of one part.

    Flows without minimum settle all steps at once where their plan keeps every rule. Else the
    largest step is a threshold, and each step below it a sum.
    """
    at_once = _plan_by_flows(goal, step, part, limits)
    if at_once is not None:
        values = count_beyond(goal.values(part.problem, at_once), step)
        return _settled(goal, step, replace(part, person=at_once), values)
    largest = LargestStep(goal, step)
    found = smallest_threshold(part, largest, limits)
    plan, low = found.plan, found.bound
    high = largest.value(part.problem, part.task.current, plan)
    bounds = np.zeros(max(high // step - 1, 0), np.int64)
    if low > step:
        bounds[low // step - 2] = 1  # somebody is in that step or in one above
    searched = replace(part, problem=goal.narrow(part.problem, high), person=plan)
    if low == high:
        searched = replace(searched, person=_fill_bounds(goal, step, searched, bounds, limits))
    else:
        bounds[: max(low // step - 2, 0)] = 0
    kept = replace(searched, problem=goal.narrow(part.problem, high))
    return _settled(goal, step, kept, bounds)


def _plan_by_flows(
    goal: LeximaxGoal, step: int, part: Component, limits: SearchLimits
) -> Ints | None:
    """Return the plan of flows, where it keeps every rule: then no plan is better at any step."""
    problem = part.problem
    if problem.recruit_limits is not None or (limits.over and len(problem.reach) > LATE):
        return None
    needed = everybody_needed(problem)
    lower = problem.minimum if needed else np.zeros_like(problem.minimum)
    steps = _steps_of(goal.lengths(problem), step)[::-1] - 1
    goals = (
        *(settled for _, settled, _ in problem.settled),
        *(goal.beyond(problem, nth * step) for nth in steps[steps > 0].tolist()),
    )
    try:
        plan = lexicographic_flow(problem, goals or (zero_goal(problem),), lower, problem.maximum)
    except SolverError:
        return None
    return plan if plan is not None and problem.answered_exactly_by(plan) else None


def _fill_bounds(
    goal: LeximaxGoal, step: int, part: Component, bounds: Ints, limits: SearchLimits
) -> Ints:
    """Settle the steps below the largest until one is not proven; return the plan.

    Parameters
    ----------
    bounds
        Shape (steps,): filled in, from the last on.
    """
    problem, person, before = part.problem, part.person, part.problem.settled
    inhabited = frozenset(_steps_of(goal.lengths(problem), step).tolist())
    counted: tuple[SettledGoal, ...] = ()
    for nth in range(len(bounds), 0, -1):
        if nth + 1 not in inhabited:
            bounds[nth - 1] = bounds[nth]  # nobody can be in the step between them
            continue
        beyond = goal.beyond(problem, nth * step)
        found = solve_goal(replace(problem, settled=(*before, *counted)), beyond, limits, person)
        if found.person is None and found.bound >= NOTHING_KNOWN:
            raise SolverError(f"step {nth} of {goal.stage} was refuted although a plan is known")
        person = person if found.person is None else found.person
        value = beyond.value(problem, person)
        bounds[nth - 1] = max(min(found.bound, value), 0)
        if bounds[nth - 1] < value:
            break
        # So many beyond this step are so many at most beyond the one above.
        counted = counted[:-1] if counted and counted[-1].value == value else counted
        counted = (*counted, SettledGoal(goal.stage, beyond, value))
    return person


def _settled(goal: LeximaxGoal, step: int, part: Component, bounds: Ints) -> SteppedPart:
    """Settle every step at the plan's own count; of steps with one count the smallest says all."""
    values = count_beyond(goal.values(part.problem, part.person), step)
    problem = goal.narrow(part.problem, (len(values) + 1) * step)
    smallest = np.append(-1, values[:-1]) != values if len(values) else np.zeros(0, bool)
    counted = tuple(
        SettledGoal(goal.stage, goal.beyond(problem, (nth + 1) * step), int(values[nth]))
        for nth in np.flatnonzero(smallest)[::-1].tolist()
    )
    settled = replace(part, problem=replace(problem, settled=(*problem.settled, *counted)))
    return SteppedPart(settled, SteppedValue(values, bounds))


def count_beyond(lengths: Ints, step: int) -> Ints:
    """Return how many are beyond 1, 2, ... steps, until nobody is."""
    steps = np.maximum(-(-lengths // step), 1)
    last = int(steps.max(initial=1))
    at_most = np.bincount(steps, minlength=last + 1).cumsum()
    return np.asarray(len(lengths) - at_most[1:last], np.int64)


def sum_steps(found: Sequence[SteppedValue]) -> SteppedValue:
    """Return the steps of all parts together: each part is at its own best."""
    most = max((len(row) for one in found for row in (one.values, one.bounds)), default=0)
    values, bounds = np.zeros(most, np.int64), np.zeros(most, np.int64)
    for one in found:
        values += _padded(one.values, most)
        bounds += _padded(one.bounds, most)
    return SteppedValue(values, bounds)


def _padded(counts: Ints, most: int) -> Ints:
    padded = np.zeros(most, np.int64)
    padded[: len(counts)] = counts[:most]
    return padded


def _steps_of(lengths: Ints, step: int) -> Ints:
    """Return the steps in which there is somebody, from 1 on, sorted; at home is in the first."""
    return np.unique(np.maximum(-(-lengths // step), 1))
