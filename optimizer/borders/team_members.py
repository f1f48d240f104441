"""Who leads, who is gone, and what is asked of teams, where villages are merged or split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.domain.teams import TeamRequests

Pairs = Callable[[Sequence[Ints]], Ints]
"""From pairs of members of each village, as its rows, to those of the new one."""


def team_names(parts: Sequence[Village]) -> list[dict[str, str]]:
    """Return, for each village, its teams' names in the merged one.

    A name that two of them have becomes ``village/name`` in each: two teams stay two.
    """
    names = [_names(village) for village in parts]
    count = Counter(name for found in names for name in found)
    return [
        {name: f"{village.id}/{name}" if count[name] > 1 else name for name in found}
        for village, found in zip(parts, names, strict=True)
    ]


def merged_teams(parts: Sequence[Village], order: Ints) -> Ids:
    """Return the team of every member, in the new order of the members."""
    teams = [
        "" if not team else known[team]
        for village, known in zip(parts, team_names(parts), strict=True)
        for team in village.members.team.tolist()
    ]
    return np.array(teams, np.str_)[order]


def merged_leads(parts: Sequence[Village], order: Ints) -> NDArray[np.bool_] | None:
    """Return who leads, in the new order of the members; None where nobody is said to."""
    if all(village.members.leads is None for village in parts):
        return None
    leads: NDArray[np.bool_] = np.concatenate([village.members.leaders for village in parts])
    return leads[order]


def merged_former(parts: Sequence[Village], order: Ints) -> Ids | None:
    """Return who is gone, in the new order of the households; None where nobody is."""
    known = [
        [""] * len(village.households) if village.former is None else village.former.tolist()
        for village in parts
    ]
    return _former(np.array([name for names in known for name in names], np.str_)[order])


def merged_requests(parts: Sequence[Village], pairs: Pairs) -> TeamRequests | None:
    """Return what all of them ask of their teams; None where nothing is asked."""
    asked = [village.teams or TeamRequests() for village in parts]
    fixed = pairs([np.column_stack((one.fixed, one.fixed)) for one in asked])
    keep_open = [
        known[name]
        for one, known in zip(asked, team_names(parts), strict=True)
        for name in one.keep_open
    ]
    return _asked(
        TeamRequests(
            tuple(sorted(keep_open)),
            fixed[:, 0],
            pairs([one.together for one in asked]),
            pairs([one.apart for one in asked]),
        )
    )


def part_leads(village: Village, people: Ints) -> NDArray[np.bool_] | None:
    """Return who leads among some members of a village."""
    leads = village.members.leads
    return None if leads is None else leads[people]


def part_former(village: Village, homes: Ints) -> Ids | None:
    """Return who is gone from some households of a village."""
    return None if village.former is None else _former(village.former[homes])


def part_requests(village: Village, people: Ints) -> TeamRequests | None:
    """Return what a village asks of teams, as far as it is about some of its members."""
    asked = village.teams
    if asked is None:
        return None
    teams = set(village.members.team[people].tolist())
    fixed = np.searchsorted(people, asked.fixed[np.isin(asked.fixed, people)])
    both = [rows[np.isin(rows, people).all(axis=1)] for rows in (asked.together, asked.apart)]
    together, apart = (np.searchsorted(people, rows).reshape(-1, 2) for rows in both)
    keep_open = tuple(name for name in asked.keep_open if name in teams)
    return _asked(TeamRequests(keep_open, fixed, together, apart))


def _names(village: Village) -> set[str]:
    return {str(name) for name in village.members.team.tolist() if name}


def _former(names: Ids) -> Ids | None:
    return names if bool((names != "").any()) else None


def _asked(requests: TeamRequests) -> TeamRequests | None:
    return requests if len(requests) else None
