"""A `Scenario` to a request document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import numpy as np

from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Barriers, Network, Points, Scenario, Village
from optimizer.domain.supervision import Supervision
from optimizer.domain.teams import TeamRequests
from optimizer.input.checks.pair_checks import KINDS
from optimizer.input.checks.rule_overlay import own_rules


def request_from_scenario(scenario: Scenario) -> dict[str, Any]:
    """Make the request that `scenario_from_kept` reads back as the same scenario."""
    return {
        "coordinates": "lonlat" if scenario.lonlat else "metres",
        "rules": scenario.rules.model_dump(mode="json"),
        "villages": [_village(village, scenario.rules) for village in scenario.villages],
        **({} if scenario.lending is None else {"lending": scenario.lending.document()}),
        **_supervision(scenario.supervision),
    }


def request_of_village(village: Village) -> dict[str, Any]:
    """Return the entry of one village, with all rules that are not the defaults."""
    return _village(village, Rules())


def _supervision(asked: Supervision | None) -> dict[str, Any]:
    return {} if asked is None else {"supervision": asked.document()}


def _village(village: Village, shared: Rules) -> dict[str, Any]:
    households, members = village.households.ids.tolist(), village.members.ids.tolist()
    pairs = {
        kind: [[households[h], members[m]] for h, m in getattr(village, kind).tolist()]
        for kind in KINDS
    }
    places = {}
    if village.places is not None:
        doors = _doors(village.addresses, "sites", len(village.places))
        places = {"places": _points(village.places, doors)}
    return {
        "id": village.id,
        "name": village.name,
        "area": list(village.area),
        "rules": own_rules(village.rules, shared),
        "households": _points(
            village.households, _doors(village.addresses, "households", len(village.households))
        ),
        "members": _members(village),
        **places,
        **{kind: rows for kind, rows in pairs.items() if rows},
        **_former(village),
        **({} if village.network is None else {"network": _network(village.network)}),
        **({} if village.barriers is None else {"barriers": _barriers(village.barriers)}),
        **({} if village.distances is None else {"distances": _distances(village)}),
        **_hamlets(village.addresses),
        **({} if village.teams is None else {"teams": _teams(village.teams, members)}),
    }


def _teams(asked: TeamRequests, members: list[str]) -> dict[str, Any]:
    return {
        "keep_open": list(asked.keep_open),
        "fixed": [members[row] for row in asked.fixed.tolist()],
        "together": [[members[one], members[other]] for one, other in asked.together.tolist()],
        "apart": [[members[one], members[other]] for one, other in asked.apart.tolist()],
    }


def _former(village: Village) -> dict[str, Any]:
    """Return the households whose person of the plan in force is gone, with that person."""
    if village.former is None:
        return {}
    pairs = zip(village.households.ids.tolist(), village.former.tolist(), strict=True)
    return {"former": [[household, person] for household, person in pairs if person]}


def _network(network: Network) -> dict[str, Any]:
    edges = zip(network.edges.tolist(), network.metres.tolist(), strict=True)
    return {
        "nodes": network.given.tolist(),
        "edges": [[start, end, metres] for (start, end), metres in edges],
    }


def _barriers(barriers: Barriers) -> dict[str, Any]:
    return {"lines": barriers.given.tolist(), "crossings": barriers.crossings_given.tolist()}


def _distances(village: Village) -> dict[str, Any]:
    """Return the named distances; a kind of which there are none is left out."""
    named, homes, members = village.distances, village.households.ids, village.members.ids
    if named is None:
        return {}
    tables = {
        "members": (named.members, homes, members),
        "places": (named.sites, homes, village.sites.ids),
        "teams": (named.teams, members, members),
    }
    return {
        name: [
            list(row)
            for row in zip(
                start[pairs.rows].tolist(),
                end[pairs.columns].tolist(),
                pairs.metres.tolist(),
                strict=True,
            )
        ]
        for name, (pairs, start, end) in tables.items()
        if len(pairs)
    }


def _hamlets(addresses: Addresses | None) -> dict[str, Any]:
    """Return the metres between hamlets, each two once; nothing where there are none."""
    if addresses is None:
        return {}
    names = addresses.hamlets
    one, other = np.nonzero(np.triu(~np.isnan(addresses.between_m)))
    rows = [
        [names[row], names[column], float(addresses.between_m[row, column])]
        for row, column in zip(one.tolist(), other.tolist(), strict=True)
    ]
    return {"hamlets": rows} if rows else {}


def _points(points: Points, doors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rows = zip(points.ids.tolist(), points.given.tolist(), doors, strict=True)
    return [{"id": name, **_at(x, y), **door} for name, (x, y), door in rows]


def _at(x: float, y: float) -> dict[str, float]:
    return {} if isnan(x) else {"x": x, "y": y}


def _doors(addresses: Addresses | None, table: str, count: int) -> list[dict[str, Any]]:
    """Return what is known of each row's address, by the fields of a request."""
    if addresses is None:
        return [{}] * count
    doors: Doors = getattr(addresses, table)
    rows = zip(doors.hamlet.tolist(), doors.alley.tolist(), doors.order.tolist(), strict=True)
    return [_door(addresses, *row) for row in rows]


def _door(addresses: Addresses, hamlet: int, alley: int, order: int) -> dict[str, Any]:
    name = addresses.alleys[alley][1] if alley >= 0 else ""
    return {
        **({"hamlet": addresses.hamlets[hamlet]} if hamlet >= 0 else {}),
        **({"alley": name} if name else {}),
        "order": order,
    }


def _members(village: Village) -> list[dict[str, Any]]:
    members = village.members
    windows = zip(
        members.minimum.tolist(),
        members.maximum.tolist(),
        members.team.tolist(),
        members.leaders.tolist(),
        strict=True,
    )
    rows = _points(members, _doors(village.addresses, "members", len(members)))
    return [
        {
            **point,
            "min": least,
            "max": most,
            **({"team": team} if team else {}),
            **({"leader": True} if leads else {}),
        }
        for point, (least, most, team, leads) in zip(rows, windows, strict=True)
    ]
