"""Teams to begin with, without any search: those of today, the smallest closed."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.teams.partition import best_leaders
from optimizer.teams.team_problem import NO_TEAM, TeamProblem
from optimizer.teams.team_solution import NEW, TeamSizes, TeamSolution, keeps_requests


def start_teams(problem: TeamProblem, teams: int, sizes: TeamSizes) -> TeamSolution | None:
    """Return teams that keep all sizes and requests; None where these are none.

    Where nothing is asked for beside sizes, there always are some: the largest teams go on, who is
    too many leaves, and whoever has no team goes where fewest are.
    """
    size = problem.sizes
    kept = np.sort(np.lexsort((np.arange(len(size)), -size))[:teams])
    slot = np.full(len(size) + 1, NO_TEAM)
    slot[kept] = np.arange(len(kept))
    team = slot[problem.team]
    label = np.full(teams, NEW)
    label[: len(kept)] = kept
    count = np.bincount(team[team != NO_TEAM], minlength=teams)
    for one in np.flatnonzero(count > sizes.high).tolist():
        _leave(team, one, int(count[one]) - sizes.high)
    for member in np.flatnonzero(team == NO_TEAM).tolist():
        _join(team, member, teams)
    count = np.bincount(team, minlength=teams)
    while (few := int(count.argmin())) != (many := int(count.argmax())):
        if count[few] >= sizes.low:
            break
        team[np.flatnonzero(team == many)[-1]] = few
        count[[few, many]] += [1, -1]
    if (count == 0).any():
        return None
    found = TeamSolution(team, best_leaders(problem, team, teams), label)
    return found if keeps_requests(problem, found, sizes) else None


def _leave(team: Ints, one: int, number: int) -> None:
    team[np.flatnonzero(team == one)[-number:]] = NO_TEAM


def _join(team: Ints, member: int, teams: int) -> None:
    team[member] = np.bincount(team[team != NO_TEAM], minlength=teams).argmin()
