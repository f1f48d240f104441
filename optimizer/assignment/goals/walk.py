"""The smallest sum of walks."""

from __future__ import annotations

from dataclasses import replace

from optimizer.assignment.goals.protocol import NearestPersons, SumGoal
from optimizer.assignment.problem import AssignmentProblem, Goal, zero_goal
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints


class Walk(SumGoal):
    """Fewest metres in all, in whole micrometres."""

    stage = Stage.WALK

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Add up the micrometres of the pairs in use."""
        del current
        return replace(zero_goal(problem), pair=problem.reach.micrometres)

    def bound_by_nearest(self, nearest: NearestPersons) -> float:
        """Everybody walks to the nearest person, at least."""
        return float(nearest.metres.sum())
