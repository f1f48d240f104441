"""The check of a plan in a planning process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.tasks import planner_task
from api.tasks.planner_task import Sizes
from optimizer.execution.province import plan_scenario
from optimizer.input.request import scenario_from_request
from optimizer.output.response import run_record
from tests.optimizer.written_results import write_response

SCENARIO = {
    "coordinates": "metres",
    "villages": [
        {
            "id": "v",
            "households": [{"id": f"h{x}", "x": x, "y": 0} for x in range(6)],
            "members": [{"id": "m", "x": 3, "y": 9}],
            "barriers": {"lines": [[[2, 5], [4, 5]]]},
        }
    ],
}


def test_that_distances_that_nobody_measured_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a plan is not called clean where its six walks round a barrier are unchecked."""
    scenario = scenario_from_request(SCENARIO)
    plans = list(plan_scenario(scenario, seed=0))
    file = tmp_path / "plan.json"
    write_response(scenario, plans, file, run=run_record(scenario, seed=0, seconds=0.0))
    body = json.dumps({"scenario": SCENARIO, "plan": json.loads(file.read_text())}).encode()
    sizes = Sizes(1, 10, 10)
    whole = json.loads(planner_task.verify(body, sizes))
    assert whole == {"clean": True, "violations": [], "unchecked_distances": 0}
    monkeypatch.setattr("api.tasks.planner_task.VERIFYING_S", -1.0)
    late = json.loads(planner_task.verify(body, sizes))
    assert late == {"clean": False, "violations": [], "unchecked_distances": 6}
