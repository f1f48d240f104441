"""What is to be decided of a village's teams, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import MICROMETRES
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.domain.teams import TeamRequests, TeamRules

NO_TEAM = -1
"""Team of a member who has none today."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TeamProblem:
    """Members to be put into teams.

    Parameters
    ----------
    rules
        Size window, target and distance.
    labels
        Teams of today, sorted.
    team
        Shape (members,): row of the team of today, or ``NO_TEAM``.
    leads
        Shape (members,): who leads it.
    fixed
        Shape (members,): who may not change team.
    keep
        Shape (labels,): teams that stay open.
    group
        Shape (members,): members with the same number stay together.
    apart
        Shape (n, 2): members who are not to be in one team.
    micrometres
        Shape (members, members): from a member (row) to a leader (column), 0 without a way.
    far
        Shape (members, members): whether that is beyond the distance, or there is no way.
    """

    rules: TeamRules
    labels: tuple[str, ...]
    team: Ints
    leads: Bools
    fixed: Bools
    keep: Bools
    group: Ints
    apart: Ints
    micrometres: Ints
    far: Bools

    def __len__(self) -> int:
        return len(self.team)

    @property
    def sizes(self) -> Ints:
        """Members of each team of today."""
        return np.bincount(self.team[self.team != NO_TEAM], minlength=len(self.labels))

    @property
    def wished(self) -> bool:
        """Whether anything is asked of who is with whom; else counts say all."""
        grouped = len(np.unique(self.group)) < len(self)
        return grouped or len(self.apart) > 0 or bool(self.fixed.any()) or bool(self.keep.any())


def team_problem(
    village: Village, rules: TeamRules, metres: Floats, team: Ints | None = None
) -> TeamProblem:
    """Make the problem of a village's members and, after them, its recruits.

    Parameters
    ----------
    metres
        Shape (persons, persons): from a person (row) to a leader (column), infinite without a way.
    team
        Shape (persons,): another team of today than the members' own, as rows of the sorted labels.
    """
    members, persons = village.members, len(metres)
    labels = sorted({name for name in members.team.tolist() if name})
    row = {name: number for number, name in enumerate(labels)}
    own = np.full(persons, NO_TEAM)
    own[: len(members)] = [row.get(name, NO_TEAM) for name in members.team.tolist()]
    leads = np.zeros(persons, np.bool_)
    leads[: len(members)] = members.leaders
    asked = TeamRequests() if village.teams is None else village.teams
    group = groups(persons, asked.together)
    team = own if team is None else team
    fixed = np.zeros(persons, np.bool_)
    # Whoever must stay with somebody who may not change has no choice either.
    fixed[asked.fixed[team[asked.fixed] != NO_TEAM]] = True
    keep = np.zeros(len(labels), np.bool_)
    keep[[row[name] for name in asked.keep_open if name in row]] = True
    keep[team[fixed]] = True
    limit_m = np.inf if rules.max_distance_m is None else rules.max_distance_m
    lost = ~np.isfinite(metres)
    far = lost | (metres > limit_m)
    whole = np.rint(np.where(lost, 0.0, metres) * MICROMETRES).astype(np.int64)
    # Who leads is at no distance from the leader, whatever anybody measured.
    np.fill_diagonal(far, val=False)
    np.fill_diagonal(whole, 0)
    return TeamProblem(
        rules, tuple(labels), team, leads, fixed, keep, group, asked.apart, whole, far
    )


def groups(persons: int, together: Ints) -> Ints:
    """Return the smallest row that each person has to be with, shape (persons,)."""
    first = np.arange(persons)
    for one, other in together.tolist():
        low, high = sorted((int(first[one]), int(first[other])))
        first[first == high] = low
    return first
