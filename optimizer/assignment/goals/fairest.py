"""The fairest walks: fewest households beyond the largest step, then beyond the next."""

from __future__ import annotations

from optimizer.assignment.goals.protocol import LeximaxGoal
from optimizer.assignment.problem import NO_LIMIT, AssignmentProblem
from optimizer.domain.goals import Stage
from optimizer.domain.plan import MICROMETRES
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Ints


class Fairest(LeximaxGoal):
    """Leximax of single walks, in whole micrometres."""

    stage = Stage.FAIREST

    def step(self, rules: Rules) -> int:
        """Return the planner's step."""
        return round(rules.fairest_step_m * MICROMETRES)

    def lengths(self, problem: AssignmentProblem) -> Ints:
        """Return the walks."""
        return problem.reach.micrometres

    def narrow(self, problem: AssignmentProblem, threshold: int) -> AssignmentProblem:
        """Drop the pairs that are longer."""
        return problem.within(threshold, NO_LIMIT)
