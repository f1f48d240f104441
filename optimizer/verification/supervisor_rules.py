"""Rules of supervisors: each team once, inside its unit, sizes, leaders, and metres recounted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from pyproj import Geod

from optimizer.domain.scenario import Village
from optimizer.domain.supervision import Supervision, SupervisionFlag, flags_of
from optimizer.verification.violation import Violation

Team = tuple[str, str]
"""Ids of a village and of one of its teams."""
Point = tuple[float, float]
PLANE_SHARE = 1e-4
"""By what share a unit's plane may be longer than the ellipsoid: 4.2e-5 over 200 km."""
_EARTH = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class StatedSupervisor:
    """A supervisor as a document states it.

    Parameters
    ----------
    metres
        From the leaders of the teams to the supervisor in all; None where none are stated.
    """

    name: str
    area: tuple[str, ...]
    village: str
    leader: str
    teams: tuple[Team, ...]
    metres: float | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupervisedTeam:
    """A team as the plan of its village has it.

    Parameters
    ----------
    leader
        Id of the member who leads it today.
    area
        Codes of its unit.
    point
        Where the leader lives, as it was given; None where the metric needs no points.
    """

    leader: str
    area: tuple[str, ...]
    point: tuple[float, float] | None
    lonlat: bool


@dataclass(frozen=True, slots=True)
class Supervised:
    """What there is to supervise: what is asked, and every team of today."""

    asked: Supervision
    teams: Mapping[Team, SupervisedTeam]


def supervised_team(village: Village, leader: str, asked: Supervision) -> SupervisedTeam:
    """Return a team that a member of a village leads."""
    members, point = village.members, None
    if village.rules.metric.needs_points:
        x, y = members.given[int(np.searchsorted(members.ids, leader))].tolist()
        point = x, y
    return SupervisedTeam(leader, village.area[: asked.level], point, village.lonlat)


def check_supervisors(
    supervised: Supervised, stated: Sequence[StatedSupervisor], rounding_m: float
) -> list[Violation]:
    """Return what is wrong with the supervisors of a scenario."""
    found = [*_teams(supervised, stated), *_ids(stated)]
    if found:
        return found
    return [
        *(broken for one in stated for broken in _one(supervised, one, rounding_m)),
        *_sizes(supervised, stated),
    ]


def expected_number(teams: int, asked: Supervision) -> int:
    """Return how many supervisors the rule gives: nearest to the middle of the window, rounded up.

    Among the numbers whose sizes are off the window by the fewest teams; of two as near the fewer.
    """
    wanted = Fraction(teams, (asked.min + asked.max + 1) // 2)
    return min(
        range(1, teams + 1),
        key=lambda number: (_off(teams, number, asked), abs(number - wanted), number),
    )


def _off(teams: int, number: int, asked: Supervision) -> int:
    return max(0, number * asked.min - teams, teams - number * asked.max)


def _broken(code: str, size: float, witness: tuple[str, ...], message: str) -> Violation:
    return Violation("supervision", code, size, witness, message, "supervisors")


def _ids(stated: Sequence[StatedSupervisor]) -> list[Violation]:
    names = [one.name for one in stated]
    if len(set(names)) == len(names):
        return []
    return [_broken("SUPERVISOR_TWICE", 1, tuple(names[:3]), "two supervisors have one id")]


def _teams(supervised: Supervised, stated: Sequence[StatedSupervisor]) -> list[Violation]:
    """Return teams that are unknown, under two supervisors or under none."""
    seen: set[Team] = set()
    found = []
    for one in stated:
        for team in one.teams:
            if team not in supervised.teams:
                message = f"village {team[0]} has no team {team[1]}"
                found.append(_broken("UNKNOWN_TEAM", 1, team, message))
            elif team in seen:
                message = f"team {team[1]} of village {team[0]} has two supervisors"
                found.append(_broken("TEAM_SUPERVISED_TWICE", 1, team, message))
            seen.add(team)
    for team in supervised.teams:
        if team not in seen:
            message = f"team {team[1]} of village {team[0]} has no supervisor"
            found.append(_broken("TEAM_UNSUPERVISED", 1, team, message))
    return found


def _one(supervised: Supervised, one: StatedSupervisor, rounding_m: float) -> list[Violation]:
    """Return what is wrong with one supervisor by itself."""
    teams = {team: supervised.teams[team] for team in one.teams}
    outside = [key for key, team in teams.items() if team.area != one.area]
    if outside:
        message = f"{one.name} is of {' / '.join(one.area)}; team {outside[0][1]} is not"
        return [_broken("OUTSIDE_UNIT", len(outside), outside[0], message)]
    own = [
        team
        for (village, _), team in teams.items()
        if (village, team.leader) == (one.village, one.leader)
    ]
    if not own:
        message = f"{one.leader} of village {one.village} leads none of the teams of {one.name}"
        return [_broken("SUPERVISOR_NO_LEADER", 1, (one.village, one.leader), message)]
    points = [team.point for team in teams.values() if team.point is not None]
    pointed = len(points) == len(teams)
    found = _flags(supervised.asked, one, pointed=pointed)
    if pointed and own[0].point is not None and one.metres is not None:
        metres = _metres(points, own[0].point, lonlat=own[0].lonlat)
        slack = rounding_m + 1e-6 + (PLANE_SHARE if own[0].lonlat else 1e-12) * metres
        if (apart := abs(metres - one.metres)) > slack:
            message = f"{one.metres} m to {one.name} are stated; the recount is {metres:.3f} m"
            found.append(_broken("SUPERVISOR_METRES", apart, (one.name,), message))
    return found


def _flags(asked: Supervision, one: StatedSupervisor, *, pointed: bool) -> list[Violation]:
    """Return flags that do not fit the number of teams; where all have points there is a way."""
    told = {flag for flag in one.flags if flag != SupervisionFlag.NO_WAY or pointed}
    own = set(map(str, flags_of(len(one.teams), asked)))
    if told == own:
        return []
    message = f"{one.name} is flagged {sorted(told)}; the recount is {sorted(own)}"
    return [_broken("SUPERVISOR_FLAGS", 1, (one.name,), message)]


def _metres(points: Sequence[Point], to: Point, *, lonlat: bool) -> float:
    """Return the metres from all points to one, on the ellipsoid where they are degrees."""
    (x, y), (east, north) = np.array(points).T, to
    if not lonlat:
        return float(np.hypot(x - east, y - north).sum())
    _, _, lengths = _EARTH.inv(x, y, np.full(len(x), east), np.full(len(x), north))
    return float(np.sum(lengths))


def _sizes(supervised: Supervised, stated: Sequence[StatedSupervisor]) -> list[Violation]:
    """Return units with another number of supervisors than the rule's, or with needless sizes."""
    asked, found = supervised.asked, []
    for area in sorted({team.area for team in supervised.teams.values()}):
        mine = [one for one in stated if one.area == area]
        sizes = [len(one.teams) for one in mine]
        teams, number, place = sum(sizes), len(mine), " / ".join(area)
        if (own := expected_number(teams, asked)) != number:
            message = f"{place} has {number} supervisors of {teams} teams; the rule gives {own}"
            found.append(_broken("SUPERVISOR_NUMBER", abs(own - number), area, message))
            continue
        off = sum(max(asked.min - size, size - asked.max, 0) for size in sizes)
        if off > (least := _off(teams, number, asked)):
            message = (
                f"the supervisors of {place} have {sizes} teams, off {asked.min} to {asked.max} by "
                f"{off} in all; {least} would do"
            )
            found.append(_broken("SUPERVISOR_SIZE", off - least, area, message))
    return found
