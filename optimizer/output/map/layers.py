"""What is drawn of a village: areas, points and lines in the coordinates in which it came."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from optimizer.domain.persons import person_ids
from optimizer.domain.plan import UNSERVED, Assignment, VillagePlan
from optimizer.domain.scenario import Floats, Village
from optimizer.output.map.layer import SHADES, Layer, points
from optimizer.output.map.team_layers import team_layers
from optimizer.output.map.territories import hull, territories
from optimizer.output.map.tints import tints
from optimizer.output.metres import shown_metres


def layers(village: Village, plan: VillagePlan) -> Iterator[Layer]:
    """Return everything that is drawn of one village; layers without features are left out.

    Nothing is drawn of a village in which somebody has no point.
    """
    if not village.has_points:
        return iter(())
    drawn = (
        _village(village, plan),
        _territories(village, plan, plan.today, "today"),
        *(() if plan.after is None else (_territories(village, plan, plan.after, "after"),)),
        _households(village, plan),
        _members(village, plan),
        _recruits(village, plan),
        _lines(village, plan, plan.today, "today"),
        *(() if plan.after is None else (_lines(village, plan, plan.after, "after"),)),
        *_teams(village, plan, plan.today, "today"),
        *(() if plan.after is None else _teams(village, plan, plan.after, "after")),
    )
    return (layer for layer in drawn if len(layer.shapes))


def _village(village: Village, plan: VillagePlan) -> Layer:
    """Draw the village with its verdict, as the hull of its households."""
    drawn = [village.households.given] if len(village.households) else []
    count = len(drawn)
    needed = 0 if plan.recruitment is None else len(plan.recruitment.places)
    columns: dict[str, list[object]] = {
        "id": [village.id] * count,
        "name": [village.name] * count,
        "verdict": [plan.verdict.value] * count,
        "households": [len(village.households)] * count,
        "members": [len(village.members)] * count,
        "unserved": [len(plan.today.unserved)] * count,
        "recruits": [needed] * count,
    }
    hulls = [hull(given, lonlat=village.lonlat) for given in drawn]
    return Layer("villages", np.array(hulls, np.object_), columns)


def _territories(village: Village, plan: VillagePlan, made: Assignment, label: str) -> Layer:
    """Draw the land of everybody who looks after somebody."""
    land = territories(village.households.given, made.person, lonlat=village.lonlat)
    persons = land.owners
    columns: dict[str, list[object]] = {
        "village": [village.id] * len(persons),
        "person": person_ids(village, plan)[persons].tolist(),
        "households": made.loads[persons].tolist(),
        "shade": tints(land.shapes, SHADES).tolist(),
        "plan": [label] * len(persons),
    }
    return Layer("territories", land.shapes, columns)


def _households(village: Village, plan: VillagePlan) -> Layer:
    """Draw every household with the person who looks after it."""
    rows = village.households
    columns: dict[str, list[object]] = {
        "village": [village.id] * len(rows),
        "id": rows.ids.tolist(),
        **_persons(village, plan, plan.today, "today"),
        **_persons(village, plan, plan.after or plan.today, "after"),
    }
    return Layer("households", points(rows.given), columns)


def _persons(
    village: Village, plan: VillagePlan, made: Assignment, label: str
) -> dict[str, list[object]]:
    """Return the columns of households that one plan fills; empty where nobody comes."""
    # Row -1, nobody, must find an empty name, also in a village without members.
    names = np.append(person_ids(village, plan), "")
    return {
        f"{label}_person": names[made.person].tolist(),
        f"{label}_metres": shown_metres(village, made).tolist(),
        f"{label}_reason": made.reasons.tolist(),
    }


def _members(village: Village, plan: VillagePlan) -> Layer:
    """Draw every member with window and loads."""
    rows, count = village.members, len(village.members)
    columns: dict[str, list[object]] = {
        "village": [village.id] * count,
        "id": rows.ids.tolist(),
        "min": rows.minimum.tolist(),
        "max": rows.maximum.tolist(),
        "team": rows.team.tolist(),
        "today_households": plan.today.loads[:count].tolist(),
        "after_households": (plan.after or plan.today).loads[:count].tolist(),
    }
    return Layer("members", points(rows.given), columns)


def _recruits(village: Village, plan: VillagePlan) -> Layer:
    """Draw the suggested recruits."""
    known = len(village.members)
    places = np.empty(0, np.int64) if plan.recruitment is None else plan.recruitment.places
    loads = np.zeros(len(places), np.int64) if plan.after is None else plan.after.loads[known:]
    columns: dict[str, list[object]] = {
        "village": [village.id] * len(places),
        "id": person_ids(village, plan)[known:].tolist(),
        "place": village.sites.ids[places].tolist(),
        "households": loads.tolist(),
    }
    return Layer("recruits", points(village.sites.given[places]), columns)


def _teams(village: Village, plan: VillagePlan, made: Assignment, label: str) -> Iterator[Layer]:
    """Draw the teams of a plan, where they are asked for."""
    return team_layers(village, made, person_ids(village, plan), _homes(village, plan), label)


def _lines(village: Village, plan: VillagePlan, made: Assignment, label: str) -> Layer:
    """Draw a line from every served household to its person."""
    served = np.flatnonzero(made.person != UNSERVED)
    persons = made.person[served]
    ends: Floats = np.stack([village.households.given[served], _homes(village, plan)[persons]], 1)
    columns: dict[str, list[object]] = {
        "village": [village.id] * len(served),
        "household": village.households.ids[served].tolist(),
        "person": person_ids(village, plan)[persons].tolist(),
        "metres": shown_metres(village, made)[served].tolist(),
        "plan": [label] * len(served),
    }
    return Layer("lines", np.asarray(shapely.linestrings(ends), np.object_), columns)


def _homes(village: Village, plan: VillagePlan) -> Floats:
    """Return the points of members, and of recruits behind them."""
    if plan.recruitment is None:
        return village.members.given
    return np.concatenate([village.members.given, village.sites.given[plan.recruitment.places]])
