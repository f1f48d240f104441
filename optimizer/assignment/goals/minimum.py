"""Fewest persons with a load below their minimum."""

from __future__ import annotations

from dataclasses import replace

from optimizer.assignment.goals.protocol import SumGoal
from optimizer.assignment.problem import AssignmentProblem, Goal, zero_goal
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints


class Minimum(SumGoal):
    """Fewest exceptions."""

    stage = Stage.MINIMUM

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Count the persons with a load from 1 to below their minimum."""
        del current
        return replace(zero_goal(problem), exception=1)

    def settle(self, problem: AssignmentProblem, goal: Goal, value: int) -> AssignmentProblem:
        """So many may be exceptions from now on."""
        del goal
        return replace(problem, exceptions=value)
