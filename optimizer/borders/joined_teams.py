"""Teams and the plan in force of villages that become one, or of a part of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from optimizer.domain.scenario import Ids, Ints, Points, Village
from optimizer.domain.teams import TeamRequests


def team_names(parts: Sequence[Village]) -> list[Ids]:
    """Return the team of each member of each village, told apart where two have one name."""
    of = Counter(name for one in parts for name in set(one.members.team.tolist()) if name)
    return [
        np.array([_own(one.id, name, of) for name in one.members.team.tolist()], np.str_)
        for one in parts
    ]


def _own(village: str, name: str, of: Counter[str]) -> str:
    return f"{village}/{name}" if of[name] > 1 else name


def joined_teams(
    parts: Sequence[Village], teams: Sequence[Ids], rank: Ints, starts: Ints
) -> TeamRequests:
    """Return what all villages ask of their teams.

    Parameters
    ----------
    teams
        The new names of the members' teams, as `team_names` gives them.
    rank, starts
        The new row of every member, of the villages one after the other; where each begins.
    """
    wanted = [one.teams or TeamRequests() for one in parts]
    keep = [
        str(names[(one.members.team == name).argmax()])
        for one, names, asked in zip(parts, teams, wanted, strict=True)
        for name in asked.keep_open
    ]

    def moved(kind: str) -> Ints:
        rows = [rank[getattr(one, kind) + start] for one, start in zip(wanted, starts, strict=True)]
        return np.concatenate(rows)

    return TeamRequests(tuple(keep), moved("fixed"), moved("together"), moved("apart"))


def joined_former(parts: Sequence[Village], people: Points) -> Ids:
    """Return whom each household had who is gone, of the villages one after the other.

    An id that somebody of the new village has is told apart by the village it was of.
    """
    taken = set(people.ids.tolist())
    return np.array(
        [
            f"{one.id}/{name}" if name in taken else name
            for one in parts
            for name in _former(one).tolist()
        ],
        np.str_,
    )


def _former(village: Village) -> Ids:
    return np.full(len(village.households), "") if village.former is None else village.former


def teams_inside(village: Village, people: Ints) -> TeamRequests | None:
    """Return what a village asks of the teams of some of its members.

    Parameters
    ----------
    people
        Rows of the members, ascending. What is asked of one inside and one outside ends.
    """
    asked = village.teams
    if asked is None:
        return None
    here = set(village.members.team[people].tolist())
    row = np.full(len(village.members), -1)
    row[people] = np.arange(len(people))

    def inside(rows: Ints) -> Ints:
        found = row[rows]
        kept: Ints = found[(found >= 0).all(axis=1) if found.ndim > 1 else found >= 0]
        return kept

    return TeamRequests(
        tuple(name for name in asked.keep_open if name in here),
        inside(asked.fixed),
        inside(asked.together),
        inside(asked.apart),
    )
