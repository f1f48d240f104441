"""The smallest sum of squared walks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.goals.protocol import NearestPersons, SumGoal
from optimizer.assignment.problem import AssignmentProblem, Goal, zero_goal
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Floats, Ints

PER_SQUARE_METRE = 100.0
"""Square decimetres: squares of micrometres would leave 64 bits."""


class Compact(SumGoal):
    """Fewest square decimetres in all, each pair a whole number."""

    stage = Stage.COMPACT

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Add up the squares of the pairs in use."""
        del current
        return replace(zero_goal(problem), pair=_squares(problem.reach.metres))

    def bound_by_nearest(self, nearest: NearestPersons) -> float:
        """Everybody walks to the nearest person, at least."""
        return float(_squares(nearest.metres).sum())


def _squares(metres: Floats) -> Ints:
    """Return squares in whole square decimetres."""
    return np.rint(metres * metres * PER_SQUARE_METRE).astype(np.int64)
