"""Splitting: a village becomes several; pairs across the new border end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.borders.joined_teams import teams_inside
from optimizer.borders.merge import can_move_borders, placed_anew
from optimizer.distance.hamlets import places_hamlets, village_hamlets
from optimizer.domain.scenario import Ints, Points, Scenario, Village
from optimizer.errors import Problem, ScenarioError


@dataclass(frozen=True, slots=True)
class Split:
    """The new village of every household, member and place of a village, by id."""

    households: Mapping[str, str]
    members: Mapping[str, str]
    places: Mapping[str, str]


def split_village(scenario: Scenario, name: str, split: Split) -> Scenario:
    """Return the scenario with a village in parts; a place of no part is left out.

    Rules and area stay, and pairs of a household and a member of the same part, and what is asked
    of teams whose members are of the same part.

    Raises
    ------
    ScenarioError
        Where the village is unknown, a household or member has no new village or is not there, the
        parts are fewer than two, or one has the id of another village.
    """
    village = next((one for one in scenario.villages if one.id == name), None)
    if village is None:
        message = "there is no such village"
        raise ScenarioError([Problem("UNKNOWN_VILLAGE", "villages", "id", name[:60], message)])
    parts = sorted({*split.households.values(), *split.members.values()})
    problems = _problems(scenario, village, split, parts)
    if problems:
        raise ScenarioError(problems)
    others = [one for one in scenario.villages if one.id != name]
    made = [_part(village, split, part) for part in parts]
    villages = tuple(sorted([*others, *made], key=lambda one: one.id))
    return placed_anew(replace(scenario, villages=villages, lending=None))


def split_by_hamlet(village: Village) -> Split:
    """Return the hamlets of a village as new villages: ``v1/Xóm Trên``.

    Households have the hamlets that they name, else those that are found; members and places
    belong to the hamlet of the nearest household.
    """
    found = village_hamlets(village)
    homes = village.households

    def named(table: Points, of: Ints) -> dict[str, str]:
        names = [f"{village.id}/{found.names[row]}" for row in of.tolist()]
        return dict(zip(table.ids.tolist(), names, strict=True))

    people, sites = (
        places_hamlets(found, homes.xy, table.xy) for table in (village.members, village.sites)
    )
    return Split(
        named(homes, found.of), named(village.members, people), named(village.sites, sites)
    )


def _problems(
    scenario: Scenario, village: Village, split: Split, parts: list[str]
) -> list[Problem]:
    found = _unknown(village, split)
    for kind, table, given in (
        ("households", village.households, split.households),
        ("members", village.members, split.members),
    ):
        found += [
            Problem("MISSING", kind, "village", str(one)[:60], "say which new village it is of")
            for one in table.ids.tolist()
            if one not in given
        ]
    if len(parts) <= 1:
        message = "a split makes two villages or more; all are of one"
        found.append(Problem("BAD_SPLIT", "villages", "id", village.id[:60], message))
    taken = {one.id for one in scenario.villages} - {village.id}
    message = "another village has this id; choose a new one"
    found += [
        Problem("DUPLICATE_ID", "villages", "id", part[:60], message)
        for part in parts
        if part in taken or not part
    ]
    if not can_move_borders(village):
        message = "distances or paths of its own cannot be divided; give them for the new villages"
        found.append(Problem("BAD_SPLIT", "villages", "id", village.id[:60], message))
    return found


def _unknown(village: Village, split: Split) -> list[Problem]:
    """Name whoever has a new village and is not of the old one."""
    return [
        Problem(f"UNKNOWN_{kind.upper()}", f"{kind}s", "id", name[:60], f"there is no such {kind}")
        for kind, table, given in (
            ("household", village.households, split.households),
            ("member", village.members, split.members),
            ("place", village.sites, split.places),
        )
        for name in sorted(given.keys() - set(table.ids.tolist()))
    ]


def _part(village: Village, split: Split, part: str) -> Village:
    homes = _rows(village.households, split.households, part)
    people = _rows(village.members, split.members, part)
    members = village.members
    placed = _chosen(members, people)
    sites = None
    if village.places is not None:
        sites = _chosen(village.places, _rows(village.places, split.places, part))
    return replace(
        village,
        id=part,
        name=part,
        households=_chosen(village.households, homes),
        members=replace(
            members,
            ids=placed.ids,
            xy=placed.xy,
            given=placed.given,
            minimum=members.minimum[people],
            maximum=members.maximum[people],
            team=members.team[people],
            leads=None if members.leads is None else members.leads[people],
        ),
        addresses=None,
        places=sites,
        locked=_kept(village.locked, homes, people),
        forbidden=_kept(village.forbidden, homes, people),
        current=_kept(village.current, homes, people),
        former=None if village.former is None else village.former[homes],
        teams=teams_inside(village, people),
    )


def _rows(table: Points, given: Mapping[str, str], part: str) -> Ints:
    return np.flatnonzero([given.get(str(name)) == part for name in table.ids.tolist()])


def _chosen(table: Points, rows: Ints) -> Points:
    return Points(table.ids[rows], table.xy[rows], table.given[rows])


def _kept(pairs: Ints, homes: Ints, people: Ints) -> Ints:
    """Return the pairs inside a part, as its rows."""
    inside = np.isin(pairs[:, 0], homes) & np.isin(pairs[:, 1], people)
    mine = pairs[inside]
    return np.column_stack(
        (np.searchsorted(homes, mine[:, 0]), np.searchsorted(people, mine[:, 1]))
    ).reshape(-1, 2)
