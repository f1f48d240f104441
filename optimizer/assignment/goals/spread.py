"""The smallest sum of squared loads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.goals.even_loads import even_plan, served_in, squared_shares
from optimizer.assignment.goals.protocol import NearestPersons, SumGoal
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.problem import AssignmentProblem, Goal, zero_goal
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints


class Spread(SumGoal):
    """The most even loads."""

    stage = Stage.SPREAD
    sited = False

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Add up the squared loads."""
        del current
        return replace(zero_goal(problem), rising=1)

    def bound_anywhere(self, free: LexicographicProblem, served: int) -> float:
        """Return the squares of the most even flow.

        Whoever serves more has more squares: such a flow bounds no plan that serves fewer.
        """
        plan = even_plan(free, int(free.maximum.max(initial=0)))
        if plan is None:
            return float(squared_shares(served, len(free.persons)))
        if served_in(plan) != served:
            return 0.0
        loads = np.bincount(plan[plan != UNSERVED], minlength=len(free.maximum))
        return float((loads**2).sum())

    def bound_by_nearest(self, nearest: NearestPersons) -> float:
        """Even shares have the fewest squares."""
        return float(squared_shares(len(nearest.metres), nearest.persons))
