"""What is drawn of teams: their land in a colour each, and their members with the leader."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.plan import UNSERVED, Assignment
from optimizer.domain.scenario import Floats, Ids, Ints, Village
from optimizer.domain.team_plan import TeamPlan
from optimizer.output.map.layer import SHADES, Layer, points
from optimizer.output.map.territories import territories
from optimizer.output.map.tints import tints


def team_layers(
    village: Village, made: Assignment, persons: Ids, homes: Floats, label: str
) -> Iterator[Layer]:
    """Yield the teams of one plan; nothing where none are asked for.

    Parameters
    ----------
    persons
        Shape (persons,): ids, members first and recruits after them.
    homes
        Shape (persons, 2): their points in the coordinates given.
    """
    plan = made.teams
    if plan is None or not plan.names:
        return
    team = plan.team[made.person]
    team[made.person == UNSERVED] = UNSERVED
    land = territories(village.households.given, team, lonlat=village.lonlat)
    shade = _shades(len(plan.names), land.owners, tints(land.shapes, SHADES))
    names = np.array(plan.names, np.str_)
    count = len(land.owners)
    columns: dict[str, list[object]] = {
        "village": [village.id] * count,
        "team": names[land.owners].tolist(),
        "leader": persons[plan.leader[land.owners]].tolist(),
        "members": plan.sizes[land.owners].tolist(),
        "households": _households(plan, made)[land.owners].tolist(),
        "shade": shade[land.owners].tolist(),
        "plan": [label] * count,
    }
    yield Layer("team_territories", land.shapes, columns)
    yield _members(village, plan, persons, homes, label, shade)


def _shades(teams: int, owners: Ints, found: Ints) -> Ints:
    """Return a tint a team; a team without land has that of its row."""
    shade = np.arange(teams) % SHADES
    shade[owners] = found
    return shade


def _households(plan: TeamPlan, made: Assignment) -> Ints:
    weights = made.loads[: len(plan.team)].astype(np.float64)
    return np.bincount(plan.team, weights=weights, minlength=len(plan.names)).astype(np.int64)


def _members(
    village: Village, plan: TeamPlan, persons: Ids, homes: Floats, label: str, shade: Ints
) -> Layer:
    count = len(plan.team)
    leads = np.zeros(count, np.bool_)
    leads[plan.leader] = True
    columns: dict[str, list[object]] = {
        "village": [village.id] * count,
        "member": persons[:count].tolist(),
        "team": np.array(plan.names, np.str_)[plan.team].tolist(),
        "leads": leads.tolist(),
        "shade": shade[plan.team].tolist(),
        "plan": [label] * count,
    }
    return Layer("team_members", points(homes[:count]), columns)
