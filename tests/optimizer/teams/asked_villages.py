"""Requests for teams of a few members on a line, and what becomes of them."""

from __future__ import annotations

from typing import Any

from optimizer.domain.scenario import Scenario
from optimizer.input.request import scenario_from_request
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village

Member = dict[str, Any]


def members(*teams: str, apart_m: float = 100.0) -> list[Member]:
    """Return members m00, m01, ... on a line; a star behind a team's name makes a leader."""
    return [
        {
            "id": f"m{row:02}",
            "x": apart_m * row,
            "y": 0.0,
            **({"team": team.rstrip("*")} if team else {}),
            **({"leader": True} if team.endswith("*") else {}),
        }
        for row, team in enumerate(teams)
    ]


def asked(people: list[Member], rules: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return a request of one village with a household at each member's door."""
    homes = [{"id": f"h{one['id']}", "x": one["x"], "y": one["y"]} for one in people]
    village = {"id": "v", "households": homes, "members": people, **more}
    return {"rules": {"min_households": 0, "teams": rules}, "villages": [village]}


def answered(request: dict[str, Any]) -> tuple[Scenario, dict[str, Any]]:
    """Return the scenario and its response."""
    scenario = scenario_from_request(request)
    plans = [plan_village(village) for village in scenario.villages]
    run = run_record(scenario, seed=0, seconds=0.0)
    return scenario, response(scenario, plans, run)


def today(request: dict[str, Any]) -> dict[str, Any]:
    """Return today's plan of the only village."""
    found: dict[str, Any] = answered(request)[1]["villages"][0]["today"]
    return found
