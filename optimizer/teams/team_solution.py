"""Teams as a solver has them, and what they cost, counted in whole numbers from themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.teams.team_problem import NO_TEAM, TeamProblem

NEW = -1
"""Label of a team that there is not today."""


@dataclass(frozen=True, slots=True)
class TeamSizes:
    """What sizes teams may have.

    Parameters
    ----------
    low, high
        Of every team.
    slack
        By how many members in all the sizes are off the window of the rules; None where ``low``
        and ``high`` say all.
    """

    low: int
    high: int
    slack: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TeamSolution:
    """Who is in which team.

    Parameters
    ----------
    team
        Shape (members,): row of the team.
    leader
        Shape (teams,): row of the member who leads.
    label
        Shape (teams,): row of the team of today that goes on in it, or ``NEW``.
    """

    team: Ints
    leader: Ints
    label: Ints


def team_sizes(problem: TeamProblem, teams: int, violation: int) -> TeamSizes:
    """Return what sizes are allowed when they must be off the window by so many in all.

    Where counts say all and every team is too small together, no team is above the minimum, and
    where all are too large, none is below the maximum.
    """
    rules, members = problem.rules, len(problem)
    if violation == 0:
        return TeamSizes(rules.min, rules.max)
    if problem.wished:
        return TeamSizes(1, members, violation)
    small = members < teams * rules.min
    return TeamSizes(1, rules.min) if small else TeamSizes(rules.max, members)


def far_members(problem: TeamProblem, found: TeamSolution) -> Ints:
    """Return the rows of members beyond the distance from their leader."""
    return np.flatnonzero(problem.far[np.arange(len(problem)), found.leader[found.team]])


def changes(problem: TeamProblem, found: TeamSolution) -> int:
    """Count the members who had a team and are in another one."""
    goes_on = found.label[found.team] == problem.team
    return int(((problem.team != NO_TEAM) & ~goes_on).sum())


def leaders_lost(problem: TeamProblem, found: TeamSolution) -> int:
    """Count today's leaders who no longer lead."""
    return int(problem.leads.sum() - problem.leads[found.leader].sum())


def gathered(problem: TeamProblem, found: TeamSolution) -> int:
    """Return the micrometres from all members to their leaders."""
    return int(problem.micrometres[np.arange(len(problem)), found.leader[found.team]].sum())


def keeps_requests(problem: TeamProblem, found: TeamSolution, sizes: TeamSizes) -> bool:
    """Return whether teams keep everything that must be: sizes, leaders, and what is asked for."""
    count = np.bincount(found.team, minlength=len(found.leader))
    rules = problem.rules
    off = np.maximum(rules.min - count, 0) + np.maximum(count - rules.max, 0)
    label = found.label[found.team]
    one, other = problem.apart.T
    old = found.label[found.label != NEW]
    return bool(
        (count >= sizes.low).all()
        and (count <= sizes.high).all()
        and (sizes.slack is None or off.sum() <= sizes.slack)
        and (found.team[found.leader] == np.arange(len(found.leader))).all()
        and (label[problem.fixed] == problem.team[problem.fixed]).all()
        and np.isin(np.flatnonzero(problem.keep), old).all()
        and len(np.unique(old)) == len(old)
        and (found.team == found.team[problem.group]).all()
        and (found.team[one] != found.team[other]).all()
    )
