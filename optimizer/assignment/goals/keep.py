"""Fewest households that lose the person they have today."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.goals.protocol import SumGoal
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints


class Keep(SumGoal):
    """Fewest changes."""

    stage = Stage.KEEP

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Count the households of the current plan with another person, or with nobody."""
        now = current[problem.reach.household]
        moved = (now != UNSERVED) & (now != problem.reach.person)
        return Goal(moved.astype(np.int64), (current != UNSERVED).astype(np.int64))

    def unreached(self, current: Ints) -> int:
        """Whom nobody reaches loses the person it has."""
        return int((current != UNSERVED).sum())
