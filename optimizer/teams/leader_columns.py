"""Columns of the programme of teams: a leader, and the team of today that goes on under them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.teams.team_problem import NO_TEAM, Bools, TeamProblem
from optimizer.teams.team_solution import (
    NEW,
    TeamSolution,
    changes,
    far_members,
    leaders_lost,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How far, changed and lost leaders are one number, in which the first decides first.

    None of them can outweigh one of those before it: there are no more leaders lost than there
    are leaders, and no more changes than members.
    """

    far: int
    change: int
    lost: int = 1

    @classmethod
    def of(cls, problem: TeamProblem) -> Weights:
        """Return the weights of a problem."""
        change = int(problem.leads.sum()) + 1
        return cls(far=(len(problem) + 1) * change, change=change)

    def value(self, problem: TeamProblem, found: TeamSolution) -> int:
        """Return the number for teams."""
        return (
            self.far * len(far_members(problem, found))
            + self.change * changes(problem, found)
            + self.lost * leaders_lost(problem, found)
        )


@dataclass(frozen=True, slots=True, eq=False)
class LeaderColumns:
    """All teams that there may be, but for who else is in them.

    Parameters
    ----------
    leader, label
        Shape (columns,): rows of members, and of teams of today or ``NEW``.
    order
        Shape (columns, members): far, changes and, for the leader, leaders lost, as one number;
        what a leader of today saves stands at the leader's own place.
    allowed
        Shape (columns, members): who may be in the team.
    offset
        What ``order`` leaves out: the leaders of today.
    change
        What one change of team is in ``order``.
    """

    leader: Ints
    label: Ints
    order: Ints
    allowed: Bools
    offset: int
    change: int

    def __len__(self) -> int:
        return len(self.leader)

    def going_on(self, team: Ints, kept: Ints, *, fresh: bool, put: bool) -> LeaderColumns:
        """Return the columns where these teams of today go on and no others.

        Parameters
        ----------
        team
            Shape (members,): the team of today.
        fresh
            Whether there are new teams too.
        put
            Whether the members of those that go on stay in them.
        """
        some = np.isin(self.label, kept) | ((self.label == NEW) & fresh)
        allowed = self.allowed & some[:, None]
        if put:
            allowed &= ~np.isin(team, kept) | (self.label[:, None] == team)
        return replace(self, allowed=allowed)

    def large_enough(self, low: int) -> LeaderColumns:
        """Return the columns whose leader may be in them, with so many members at least."""
        own = self.allowed[np.arange(len(self)), self.leader]
        rows = np.flatnonzero(own & (self.allowed.sum(axis=1) >= low))
        return replace(
            self,
            leader=self.leader[rows],
            label=self.label[rows],
            order=self.order[rows],
            allowed=self.allowed[rows],
        )

    def suffice(self, teams: int, keep: Bools) -> bool:
        """Tell whether so many teams can be among them, with those that stay open."""
        old = np.unique(self.label[self.label != NEW])
        fresh = len(np.unique(self.leader[self.label == NEW]))
        return len(old) + fresh >= teams and bool(np.isin(np.flatnonzero(keep), old).all())

    def leaders_alone(self, leads: Bools) -> LeaderColumns:
        """Return the same columns, with the leaders of today as all that is still open."""
        order = np.zeros_like(self.order)
        order[np.arange(len(self)), self.leader] = -leads[self.leader].astype(np.int64)
        return replace(self, order=order, change=1)


def leader_columns(
    problem: TeamProblem, teams: int, settled: int | None, lost: int | None
) -> LeaderColumns:
    """Return the columns that teams may have.

    Parameters
    ----------
    settled
        The number of `Weights` that is settled: whatever is above it alone is left out.
    lost
        Leaders of today who are lost in all, where that is settled and nobody is far.
    """
    members, old = len(problem), len(problem.labels)
    weights, leaders = Weights.of(problem), int(problem.leads.sum())
    rows = np.arange(members)
    if lost is not None and leaders - lost == teams:
        rows = np.flatnonzero(problem.leads)
    options = np.arange(old) if int(problem.keep.sum()) >= teams else np.arange(-1, old)
    leader, label = np.repeat(rows, len(options)), np.tile(options, len(rows))
    label = np.where(label < 0, NEW, label)
    changed = (problem.team != NO_TEAM) & (problem.team != label[:, None])
    far = problem.far.T[leader]
    order = weights.far * far + weights.change * changed
    own = (np.arange(len(leader)), leader)
    allowed = ~(problem.fixed & changed)
    if settled is not None:
        # A leader of today who leads on saves one, wherever else.
        allowed &= order <= settled
    order[own] -= weights.lost * problem.leads[leader]
    kept = allowed[own]
    return LeaderColumns(
        leader[kept], label[kept], order[kept], allowed[kept], leaders, weights.change
    )
