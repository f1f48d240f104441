"""One connected component of the village, settled stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.goal_solver import lower_bound, solve_goal
from optimizer.assignment.goals import is_sum, sum_goal
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.problem import AssignmentProblem, BoundedValue, Goal, Solution
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """A part with what is settled, the best plan so far, and value and bound of each stage.

    Parameters
    ----------
    price
        Of the walk, as in `Solution`.
    """

    task: LexicographicProblem
    problem: AssignmentProblem
    person: Ints
    values: dict[Stage, BoundedValue]
    price: Floats | None = None

    def settle(self, stage: Stage, found: Solution) -> Component:
        """Return the part with ``stage`` settled at what was found, or at the plan it has."""
        kind = sum_goal(stage)
        goal = kind.coefficients(self.problem, self.task.current)
        if found.person is None and found.bound >= NOTHING_KNOWN:
            raise SolverError(f"stage {stage} was refuted although a plan is known")
        person = self.person if found.person is None else found.person
        value = goal.value(self.problem, person)
        bound = max(min(found.bound, value), 0)
        problem = kind.settle(self.problem, goal, value)
        values = {**self.values, stage: BoundedValue(value, bound)}
        price = found.price if stage is Stage.WALK else self.price
        return Component(self.task, problem, person, values, price)


def start_component(task: LexicographicProblem, first: Ints, known: Ints | None) -> Component:
    """Return a part before its first stage, with a plan that keeps its rules.

    Under an enforced minimum that is the first plan without those who would hold too few, unless
    locks force them to, or the known one where it serves more.
    """
    problem = task.problem
    if not task.enforced:
        return Component(task, problem, first if known is None else known, {})
    few = problem.below(first)
    lawful = np.where(np.isin(first, few[~task.forced[few]]), UNSERVED, first)
    if known is not None and (known == UNSERVED).sum() < (lawful == UNSERVED).sum():
        lawful = known
    return Component(task, problem, lawful, {})


def settle_served_and_exceptions(
    part: Component, most: int, following: Stage, limits: SearchLimits
) -> Component:
    """Settle who is served and with how few exceptions.

    First the ideal: everybody whom a flow serves, and no exception. Where a plan does that, both
    stages are proven by it, and it is the answer to the following stage too.

    Parameters
    ----------
    most
        Households that a flow without minimum leaves unserved: no plan leaves fewer.
    """
    ideal = replace(part.problem, unserved=most, exceptions=0)
    aim, enough = (following, -1) if is_sum(following) else (Stage.WALK, NOTHING_KNOWN)
    found = _ask(ideal, aim, part, limits, enough)
    if found.person is None:
        return _short_of_ideal(part, most, limits)
    done = replace(part, person=found.person)
    done = done.settle(Stage.SERVE, Solution(found.person, most, most))
    done = done.settle(Stage.MINIMUM, Solution(found.person, 0, 0))
    return done.settle(following, found) if is_sum(following) else done


def _short_of_ideal(part: Component, most: int, limits: SearchLimits) -> Component:
    """Settle who is served, of whom ``most`` at least stay out, and then the exceptions."""
    if part.task.enforced:
        found = _ask(part.problem, Stage.SERVE, part, limits)
        served = part.settle(Stage.SERVE, replace(found, bound=max(found.bound, most)))
        if part.problem.exceptions == 0:
            return served.settle(Stage.MINIMUM, Solution(None, 0, 0))
    else:
        served = part.settle(Stage.SERVE, Solution(None, 0, most))
    if part.task.recruit_limits is not None:
        return _with_recruits(served, limits)
    found = _ask(served.problem, Stage.MINIMUM, part, limits)
    return served.settle(Stage.MINIMUM, found)


def _with_recruits(part: Component, limits: SearchLimits) -> Component:
    """Settle the fewest exceptions by trying one more at a time, from a bound on.

    With every place open the exact programme is too large, but the bound is cheap, and the walk
    leads the search to a plan with so few exceptions soon where there is one.
    """
    goal = sum_goal(Stage.MINIMUM).coefficients(part.problem, part.task.current)
    known = goal.value(part.problem, part.person)
    least = min(lower_bound(part.problem, goal, limits), known)
    sure = least
    for number in range(least, known):
        if limits.over:
            break
        tried = replace(part.problem, exceptions=number)
        found = _ask(tried, Stage.WALK, part, limits, NOTHING_KNOWN)
        if found.person is not None:
            value = goal.value(part.problem, found.person)
            return part.settle(Stage.MINIMUM, Solution(found.person, value, sure))
        if found.bound >= NOTHING_KNOWN and sure == number:
            sure = number + 1
    return part.settle(Stage.MINIMUM, Solution(None, 0, sure))


def settle_sum(part: Component, stage: Stage, limits: SearchLimits) -> Component:
    """Settle a stage that is a sum."""
    return part.settle(stage, _ask(part.problem, stage, part, limits))


def is_attainable(part: Component, narrowed: AssignmentProblem, limits: SearchLimits) -> Solution:
    """Ask whether a narrower problem still has a plan with every settled value."""
    if not narrowed.settled:
        return _ask(narrowed, Stage.WALK, part, limits, NOTHING_KNOWN)
    last = narrowed.settled[-1]
    probe = replace(narrowed, settled=narrowed.settled[:-1])
    return _answered(probe, last.goal, part, limits.until_proven(), last.value)


def _ask(
    problem: AssignmentProblem,
    stage: Stage,
    part: Component,
    limits: SearchLimits,
    enough: int = -1,
) -> Solution:
    goal = sum_goal(stage).coefficients(problem, part.task.current)
    mine = limits if stage is Stage.WALK else limits.until_proven()
    return _answered(problem, goal, part, mine, enough)


def _answered(
    problem: AssignmentProblem, goal: Goal, part: Component, limits: SearchLimits, enough: int
) -> Solution:
    return solve_goal(problem, goal, limits.aiming_at(enough), part.person)


def sum_proofs(parts: Sequence[Component], stage: Stage) -> BoundedValue:
    """Return value and bound of a sum over all parts."""
    found = [part.values[stage] for part in parts]
    return BoundedValue(sum(one.value for one in found), sum(one.bound for one in found))
