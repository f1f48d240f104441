"""Three villages of two units whose teams want supervisors, and the response to them."""

from __future__ import annotations

import json
from typing import Any

from optimizer.execution.supervision_watch import supervise
from optimizer.execution.workers import JobSpec
from optimizer.input.request import scenario_from_request
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village

Row = dict[str, Any]


def asked_villages(**more: object) -> Row:
    """Return three villages of two units with a leader and a follower in each team."""

    def village(name: str, area: str, places: list[int]) -> Row:
        people = [
            {"id": f"m{row}", "x": float(x + side), "y": 0.0, "team": f"T{row // 2}"}
            | ({"leader": True} if side == 0 else {})
            for nth, x in enumerate(places)
            for side, row in ((0, 2 * nth), (1, 2 * nth + 1))
        ]
        homes = [{"id": f"h{one['id']}", "x": one["x"], "y": one["y"]} for one in people]
        return {"id": name, "area": [area], "households": homes, "members": people}

    return {
        "rules": {"min_households": 0, "teams": {"min": 1, "max": 2, "target": 2}},
        "villages": [
            village("v1", "A", [0, 100, 1000]),
            village("v2", "A", [1100, 2000]),
            village("v3", "B", [0]),
        ],
        **more,
    }


ASKED: Row = {"supervision": {"min": 2, "max": 3, "level": 1}}


def answered(document: Row) -> Row:
    """Return the response as a program reads it."""
    scenario = scenario_from_request(document)
    plans = [plan_village(village) for village in scenario.villages]
    run = run_record(scenario, seed=0, seconds=0.0)
    supervised = supervise(scenario, plans, JobSpec(time_limit_s=5.0))
    found: Row = json.loads(json.dumps(response(scenario, plans, run, supervised=supervised)))
    return found
