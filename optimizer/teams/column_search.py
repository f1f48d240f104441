"""One goal over columns: a known plan, the Lagrangian bound, and the exact search of what is left.

What the bound shows to be in no better plan is left out (reduced-cost fixing), so the exact search
is small: of 2,209 pairs of a village of 47 members mostly fewer than 400 are left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.teams.leader_bound import LeaderBound, Question, lagrangian_bound
from optimizer.teams.leader_model import search_columns
from optimizer.teams.leader_search import improve
from optimizer.teams.team_problem import Bools, TeamProblem
from optimizer.teams.team_solution import TeamSizes, TeamSolution, keeps_requests

CELLS_A_UNIT = 5_000_000
"""Columns times members that the bound looks at in all its rounds, to a unit of effort."""
ROUNDS, LEAST_ROUNDS = 300, 10


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """The best teams found for a goal, their value, and a bound on it."""

    found: TeamSolution
    value: int
    bound: int


@dataclass(slots=True)
class _Best:
    """The best plan so far, and how it is made from chosen columns."""

    problem: TeamProblem
    asked: Question
    sizes: TeamSizes
    value_of: Callable[[TeamSolution], int | None]
    found: TeamSolution | None = None
    value: int | None = None

    def take(self, found: TeamSolution | None) -> None:
        """Keep a plan that is better."""
        if found is None or not keeps_requests(self.problem, found, self.sizes):
            return
        value = self.value_of(found)
        if value is not None and (self.value is None or value < self.value):
            self.found, self.value = found, value

    def after(self, chosen: Ints) -> float:
        """Make a plan of chosen columns, and return the best value known."""
        self.take(improve(self.problem, self.asked, chosen))
        return self.known

    @property
    def known(self) -> float:
        """The best value known; where there is none, what no plan costs."""
        dearest = float(np.where(self.asked.columns.allowed, self.asked.cost, 0).max())
        return dearest * len(self.problem) if self.value is None else self.value


def settle_columns(
    problem: TeamProblem,
    asked: Question,
    sizes: TeamSizes,
    known: TeamSolution | None,
    value_of: Callable[[TeamSolution], int | None],
    limits: SearchLimits,
) -> Settled | None:
    """Return the best teams and a bound; None where none were found in the time.

    Parameters
    ----------
    known
        Teams to begin with.
    value_of
        The goal's value of teams, None for those that give back what is settled.
    """
    best = _Best(problem, asked, sizes, value_of)
    best.take(known)
    rounds = int(np.clip(limits.effort * CELLS_A_UNIT / asked.cost.size, LEAST_ROUNDS, ROUNDS))
    bound = lagrangian_bound(asked, best.known, best.after, rounds, lambda: limits.over)
    least = int(np.ceil(bound.value))
    if best.value is not None and least >= best.value:
        return _settled(best, best.value)
    result = search_columns(
        problem, asked, _possible(asked, bound, best.value), sizes, best.found, limits
    )
    best.take(result.found)
    if best.value is None:
        return None
    if result.finished:
        return _settled(best, best.value)
    return _settled(best, min(best.value, max(least, result.bound or least)))


def _possible(asked: Question, bound: LeaderBound, value: int | None) -> Bools:
    """Return who may be where in a plan that is better than the one known."""
    allowed = asked.columns.allowed
    return allowed if value is None else allowed & (bound.rises <= value - 1)


def _settled(best: _Best, bound: int) -> Settled:
    assert best.found is not None
    assert best.value is not None
    return Settled(best.found, best.value, bound)
