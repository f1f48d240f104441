"""A village from coordinates and from the households its members live in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance.projection import to_metres
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Ids, Ints, Members, Village, points
from scenarios.team_drawing import DrawnTeams


@dataclass(frozen=True, slots=True, eq=False)
class DrawnVillage:
    """Where people live.

    Parameters
    ----------
    given
        Shape (households, 2), metres or degrees.
    homes
        Shape (members,), the household each member lives in.
    teams
        Who of them is in which team.
    """

    given: Floats
    homes: Ints
    teams: DrawnTeams
    lonlat: bool


def assemble(
    drawn: DrawnVillage,
    *,
    village_id: str,
    name: str,
    area: tuple[str, ...],
    rules: Rules,
    letter: str,
) -> Village:
    """Name the rows and make the village; household ids begin with ``letter``."""
    xy = plane(drawn, drawn.given)
    none = np.empty((0, 2), np.int64)
    return Village(
        id=village_id,
        name=name,
        area=area,
        rules=rules,
        households=points(_ids(letter, len(xy), 4), xy, drawn.given),
        members=_members(drawn, xy, rules),
        places=None,
        locked=none,
        forbidden=none,
        current=none,
        lonlat=drawn.lonlat,
    )


def plane(drawn: DrawnVillage, given: Floats) -> Floats:
    """Return metres in the plane that a reader of the file will use.

    Its centre is the lower median of households and members, so that a scenario written and
    read back is the same to the last bit.
    """
    if not drawn.lonlat or not len(drawn.given):
        return given
    everybody = np.sort(np.concatenate((drawn.given, drawn.given[drawn.homes])), axis=0)
    centre = everybody[(len(everybody) - 1) // 2]
    return to_metres(given, np.broadcast_to(centre, given.shape))


def _members(drawn: DrawnVillage, xy: Floats, rules: Rules) -> Members:
    """Give everybody the village's window, a team, and who leads it."""
    number = len(drawn.homes)
    at = points(_ids("m", number, 3), xy[drawn.homes], drawn.given[drawn.homes])
    return Members(
        at.ids,
        at.xy,
        at.given,
        minimum=np.full(number, rules.min_households, np.int64),
        maximum=np.full(number, rules.max_households, np.int64),
        team=drawn.teams.names,
        leads=drawn.teams.leads if drawn.teams.leads.any() else None,
    )


def _ids(letter: str, number: int, least_width: int) -> Ids:
    """``h0001`` and so on: of one width, so that their order is their number's."""
    width = max(least_width, len(str(number)))
    return np.array([f"{letter}{count:0{width}d}" for count in range(1, number + 1)], np.str_)
