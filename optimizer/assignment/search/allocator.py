"""Allocation: the cheapest plan for given persons, by a flow over their pairs alone.

A local search asks for hundreds of such plans of one problem. What is the same for all of them
(pairs in the order of persons, the ranked goals, what each household costs at each person) is laid
out once, so that what remains is the flow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.bounds.flow_duals import FlowDuals, duals_of_flow, lowest_duals
from optimizer.assignment.bounds.flow_relaxation import combine_goals, dominating_weight
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.distance.reach import Reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints
from optimizer.solvers.flow import minimum_cost_flow


@dataclass(frozen=True, slots=True, eq=False)
class AllocatedPlan:
    """The best plan with so many of each person.

    Parameters
    ----------
    normal, short
        Shape (persons,): how many of each are used inside their window, and below it.
    person
        Shape (households,).
    value
        Of the ranked goals, with every household without anybody at the price ``Allocator.far``.
    """

    normal: Ints
    short: Ints
    person: Ints
    value: float


@dataclass(frozen=True, eq=False)
class Allocator:
    """Shares the households of a problem among given persons.

    Parameters
    ----------
    total
        The settled goals and the goal, ranked as one.
    """

    problem: AssignmentProblem
    goal: Goal
    total: Goal

    @cached_property
    def _by_person(self) -> tuple[Ints, Ints]:
        return self.problem.reach.by_person()

    @cached_property
    def holders(self) -> NDArray[np.bool_]:
        """Persons whom a pinned household cannot do without, shape (persons,)."""
        return self.problem.holders

    @cached_property
    def far(self) -> float:
        """What a household without anybody counts for: above all that one path can change."""
        return float(dominating_weight(self.total, self.problem))

    @cached_property
    def skip(self) -> Floats:
        """What each household costs without anybody, shape (households,).

        One that has to be served pays more for its seat than one that only would be.
        """
        return self.total.skip + self.far * (1 + self.problem.pinned)

    @cached_property
    def cost(self) -> Floats:
        """What each household costs at each person in ``total``, inf apart.

        Shape (persons, households).
        """
        reach = self.problem.reach
        cost = np.full((self.problem.persons, self.problem.households), np.inf)
        cost[reach.person, reach.household] = self.total.pair
        return cost

    def window(self, normal: Ints, short: Ints) -> tuple[Ints, Ints]:
        """Return the least and the largest load of each person, shape (persons,)."""
        lower = normal * self.problem.minimum
        upper = np.maximum(normal + short, self.holders) * self.problem.maximum
        return lower, upper

    def among(self, rows: Ints) -> tuple[AssignmentProblem, Goal]:
        """Return the problem and its ranked goals for some persons alone, in their order."""
        problem, reach = self.problem, self.problem.reach
        order, first = self._by_person
        pairs = np.sort(
            np.concatenate([order[:0], *(order[first[r] : first[r + 1]] for r in rows)])
        )
        row_of = np.full(problem.persons, UNSERVED)
        row_of[rows] = np.arange(len(rows))
        here = replace(
            problem,
            reach=Reach(
                reach.household[pairs],
                row_of[reach.person[pairs]],
                reach.metres[pairs],
                reach.micrometres[pairs],
                problem.households,
                len(rows),
            ),
            minimum=problem.minimum[rows],
            maximum=problem.maximum[rows],
            settled=(),
            recruit_limits=None,
            lenient=None,
        )
        return here, replace(self.total, pair=self.total.pair[pairs], exception=0)

    def allocate(self, normal: Ints, short: Ints) -> AllocatedPlan | None:
        """Return the best plan with so many of each person in their window, and below.

        It serves as many households as they can. None where the windows cannot be met.
        """
        lower, upper = self.window(normal, short)
        rows = np.flatnonzero(upper)
        here, goal = self.among(rows)
        plan = minimum_cost_flow(
            here.reach,
            goal.pair,
            lower[rows],
            upper[rows],
            skip=goal.skip,
            rising=goal.rising,
            pinned=here.pinned,
        )
        if plan is None:
            return None
        person = np.append(rows, UNSERVED)[plan]
        return AllocatedPlan(normal, short, person, self.value(person))

    def of_plan(self, person: Ints) -> AllocatedPlan:
        """Return a plan that is known, with the persons that it uses."""
        return AllocatedPlan(*self.problem.persons_in_use(person), person, self.value(person))

    def value(self, person: Ints) -> float:
        """Return what a plan is worth, with households without anybody at their price."""
        out = person == UNSERVED
        served = np.flatnonzero(~out)
        return float(self.cost[person[served], served].sum() + self.skip[out].sum())

    def duals(self, plan: AllocatedPlan) -> tuple[FlowDuals, ...]:
        """Return prices that prove a plan the best with so many of each person.

        The highest ones say what it costs to do without somebody, the lowest what somebody more
        is worth. Seats of persons who are not used have no price: infinite.
        """
        lower, upper = self.window(plan.normal, plan.short)
        rows = np.flatnonzero(upper)
        here, goal = self.among(rows)
        here = replace(here, maximum=upper[rows], unserved=None)
        goal = replace(goal, skip=self.skip.astype(np.int64))
        row_of = np.full(self.problem.persons + 1, UNSERVED)
        row_of[rows] = np.arange(len(rows))
        mine = row_of[plan.person]
        found = (duals_of_flow(here, goal, mine), lowest_duals(here, goal, mine, lower[rows]))
        return tuple(self._of_all(rows, duals) for duals in found if duals is not None)

    def _of_all(self, rows: Ints, duals: FlowDuals) -> FlowDuals:
        seat = np.full(self.problem.persons, np.inf)
        seat[rows] = duals.seat
        return FlowDuals(duals.price, seat)


def make_allocator(problem: AssignmentProblem, goal: Goal) -> Allocator | None:
    """Return the allocator of a problem; None where its goals are too many for whole numbers."""
    total = combine_goals((*(settled for _, settled, _ in problem.settled), goal), problem)
    return None if total is None else Allocator(problem, goal, replace(total, exception=0))
