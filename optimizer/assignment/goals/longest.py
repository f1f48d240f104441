"""The shortest longest walk."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.goals.protocol import BottleneckGoal, NearestPersons
from optimizer.assignment.problem import NO_LIMIT, AssignmentProblem
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints


class Longest(BottleneckGoal):
    """The longest single walk, in whole micrometres."""

    stage = Stage.LONGEST

    def choices(self, problem: AssignmentProblem) -> Ints:
        """Return the lengths of the pairs, and none."""
        return np.unique(np.append(problem.reach.micrometres, 0))

    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return the longest walk of a plan."""
        del current
        used = person[problem.reach.household] == problem.reach.person
        return int(problem.reach.micrometres[used].max(initial=0))

    def narrow(self, problem: AssignmentProblem, value: int) -> AssignmentProblem:
        """Drop the pairs that are longer."""
        return problem.within(value, NO_LIMIT)

    def bound_by_nearest(self, nearest: NearestPersons) -> float:
        """Somebody walks as far as the last of the nearest."""
        return float(nearest.metres.max(initial=0.0))
