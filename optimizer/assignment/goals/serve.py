"""The goal that comes first: fewest unserved households."""

from __future__ import annotations

from dataclasses import replace

from optimizer.assignment.goals.protocol import SumGoal
from optimizer.assignment.problem import AssignmentProblem, Goal, zero_goal
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints


class Serve(SumGoal):
    """Fewest households without anybody."""

    stage = Stage.SERVE

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Count the households that are left out."""
        del current
        nothing = zero_goal(problem)
        return replace(nothing, skip=nothing.skip + 1)

    def settle(self, problem: AssignmentProblem, goal: Goal, value: int) -> AssignmentProblem:
        """So many stay unserved from now on, exactly."""
        del goal
        return replace(problem, unserved=value)

    def unreached(self, current: Ints) -> int:
        """Whom nobody reaches is unserved."""
        return len(current)
