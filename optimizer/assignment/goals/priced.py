"""The walk, with a price in metres on each household that changes person."""

from __future__ import annotations

from optimizer.assignment.goals.keep import Keep
from optimizer.assignment.goals.protocol import SumGoal
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Ints


class Priced(SumGoal):
    """Fewest metres, a change counting as many as the rules say, in whole micrometres."""

    stage = Stage.PRICED

    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Add up the micrometres of the pairs in use and the price of the changes."""
        changes, price = Keep().coefficients(problem, current), problem.change_price
        return Goal(problem.reach.micrometres + price * changes.pair, price * changes.skip)
