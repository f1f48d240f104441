"""A `Scenario` to a request document."""

from __future__ import annotations

from typing import Any

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Barriers, Members, Network, Points, Scenario, Village
from optimizer.input.checks.pairs import KINDS
from optimizer.input.checks.rule_overlay import own_rules


def request_from_scenario(scenario: Scenario) -> dict[str, Any]:
    """Make the request that `scenario_from_kept` reads back as the same scenario."""
    return {
        "coordinates": "lonlat" if scenario.lonlat else "metres",
        "rules": scenario.rules.model_dump(mode="json"),
        "villages": [_village(village, scenario.rules) for village in scenario.villages],
    }


def _village(village: Village, shared: Rules) -> dict[str, Any]:
    households, members = village.households.ids.tolist(), village.members.ids.tolist()
    pairs = {
        kind: [[households[h], members[m]] for h, m in getattr(village, kind).tolist()]
        for kind in KINDS
    }
    places = {} if village.places is None else {"places": _points(village.places)}
    return {
        "id": village.id,
        "name": village.name,
        "area": list(village.area),
        "rules": own_rules(village.rules, shared),
        "households": _points(village.households),
        "members": _members(village.members),
        **places,
        **{kind: rows for kind, rows in pairs.items() if rows},
        **({} if village.network is None else {"network": _network(village.network)}),
        **({} if village.barriers is None else {"barriers": _barriers(village.barriers)}),
    }


def _network(network: Network) -> dict[str, Any]:
    edges = zip(network.edges.tolist(), network.metres.tolist(), strict=True)
    return {
        "nodes": network.given.tolist(),
        "edges": [[start, end, metres] for (start, end), metres in edges],
    }


def _barriers(barriers: Barriers) -> dict[str, Any]:
    return {"lines": barriers.given.tolist(), "crossings": barriers.crossings_given.tolist()}


def _points(points: Points) -> list[dict[str, Any]]:
    rows = zip(points.ids.tolist(), points.given.tolist(), strict=True)
    return [{"id": name, "x": x, "y": y} for name, (x, y) in rows]


def _members(members: Members) -> list[dict[str, Any]]:
    windows = zip(
        members.minimum.tolist(), members.maximum.tolist(), members.team.tolist(), strict=True
    )
    return [
        {**point, "min": least, "max": most, **({"team": team} if team else {})}
        for point, (least, most, team) in zip(_points(members), windows, strict=True)
    ]
