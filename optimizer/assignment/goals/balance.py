"""The smallest largest load."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.goals.even_loads import even_plan, largest_share, served_in
from optimizer.assignment.goals.protocol import BottleneckGoal, NearestPersons
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.problem import NO_LIMIT, AssignmentProblem
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints


class Balance(BottleneckGoal):
    """The largest load."""

    stage = Stage.BALANCE
    sited = False

    def choices(self, problem: AssignmentProblem) -> Ints:
        """Return the loads there may be."""
        return np.arange(int(problem.maximum.max(initial=0)) + 1)

    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return the largest load of a plan."""
        del current
        return int(problem.loads(person).max(initial=0))

    def narrow(self, problem: AssignmentProblem, value: int) -> AssignmentProblem:
        """Lower the maximum loads."""
        return problem.within(NO_LIMIT, value)

    def bound_anywhere(self, free: LexicographicProblem, served: int) -> float:
        """Return the smallest maximum with which a flow serves so many."""
        low, high = 0, int(free.maximum.max(initial=0))
        while low < high:
            middle = (low + high) // 2
            plan = even_plan(free, middle)
            if plan is None:
                return float(largest_share(served, len(free.persons)))
            if served_in(plan) >= served:
                high = middle
            else:
                low = middle + 1
        return float(low)

    def bound_by_nearest(self, nearest: NearestPersons) -> float:
        """Somebody has an even share, at least."""
        return float(largest_share(len(nearest.metres), nearest.persons))
