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
class Supervised:
    """What there is to supervise.

    Parameters
    ----------
    villages
        By id.
    leaders
        Leader of each team that the plans have today.
    """

    asked: Supervision
    villages: Mapping[str, Village]
    leaders: Mapping[Team, str]

    def unit(self, team: Team) -> tuple[str, ...]:
        """Return the unit that a team belongs to."""
        return self.villages[team[0]].area[: self.asked.level]


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
            if team not in supervised.leaders:
                message = f"village {team[0]} has no team {team[1]}"
                found.append(_broken("UNKNOWN_TEAM", 1, team, message))
            elif team in seen:
                message = f"team {team[1]} of village {team[0]} has two supervisors"
                found.append(_broken("TEAM_SUPERVISED_TWICE", 1, team, message))
            seen.add(team)
    for team in supervised.leaders:
        if team not in seen:
            message = f"team {team[1]} of village {team[0]} has no supervisor"
            found.append(_broken("TEAM_UNSUPERVISED", 1, team, message))
    return found


def _one(supervised: Supervised, one: StatedSupervisor, rounding_m: float) -> list[Violation]:
    """Return what is wrong with one supervisor by itself."""
    outside = [team for team in one.teams if supervised.unit(team) != one.area]
    if outside:
        message = f"{one.name} is of {' / '.join(one.area)}; team {outside[0][1]} is not"
        return [_broken("OUTSIDE_UNIT", len(outside), outside[0], message)]
    own = (one.village, one.leader)
    if own not in {(team[0], supervised.leaders[team]) for team in one.teams}:
        message = f"{one.leader} of village {one.village} leads none of the teams of {one.name}"
        return [_broken("SUPERVISOR_NO_LEADER", 1, own, message)]
    return [*_flags(supervised, one), *_metres(supervised, one, rounding_m)]


def _flags(supervised: Supervised, one: StatedSupervisor) -> list[Violation]:
    """Return flags that do not fit the number of teams; where all have points there is a way."""
    metrics = [supervised.villages[village].rules.metric for village, _ in one.teams]
    pointed = all(metric.needs_points for metric in metrics)
    told = {flag for flag in one.flags if flag != SupervisionFlag.NO_WAY or pointed}
    own = set(map(str, flags_of(len(one.teams), supervised.asked)))
    if told == own:
        return []
    message = f"{one.name} is flagged {sorted(told)}; the recount is {sorted(own)}"
    return [_broken("SUPERVISOR_FLAGS", 1, (one.name,), message)]


def _metres(supervised: Supervised, one: StatedSupervisor, rounding_m: float) -> list[Violation]:
    """Return a sum of metres that is not the recount; without points there is none."""
    leaders = [(team[0], supervised.leaders[team]) for team in one.teams]
    villages = [supervised.villages[village] for village, _ in leaders]
    if one.metres is None or not all(each.rules.metric.needs_points for each in villages):
        return []
    points = np.array([_point(supervised, *leader) for leader in leaders])
    x, y = _point(supervised, one.village, one.leader)
    if villages[0].lonlat:
        count = len(points)
        _, _, lengths = _EARTH.inv(points[:, 0], points[:, 1], [x] * count, [y] * count)
        own, share = float(np.sum(lengths)), PLANE_SHARE
    else:
        own, share = float(np.hypot(points[:, 0] - x, points[:, 1] - y).sum()), 1e-12
    apart = abs(own - one.metres)
    if apart <= rounding_m + 1e-6 + share * own:
        return []
    message = f"{one.metres} m to {one.name} are stated; the recount is {own:.3f} m"
    return [_broken("SUPERVISOR_METRES", apart, (one.name,), message)]


def _point(supervised: Supervised, village: str, member: str) -> tuple[float, float]:
    members = supervised.villages[village].members
    x, y = members.given[int(np.searchsorted(members.ids, member))].tolist()
    return x, y


def _sizes(supervised: Supervised, stated: Sequence[StatedSupervisor]) -> list[Violation]:
    """Return units with another number of supervisors than the rule's, or with needless sizes."""
    asked, found = supervised.asked, []
    for area in sorted({supervised.unit(team) for team in supervised.leaders}):
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
