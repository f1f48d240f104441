"""Jobs: planned beside the requests, told while they run, canceled at once."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.api.client import TestClient, running

_WAIT_S = 20.0


def request(villages: int = 3, households: int = 6) -> dict[str, Any]:
    """Return a request whose villages are planned in a moment."""
    return {
        "villages": [
            {
                "id": f"v{number:03}",
                "households": [{"id": f"h{n}", "x": 10.0 * n, "y": 0.0} for n in range(households)],
                "members": [{"id": "m", "x": 0.0, "y": 0.0}],
            }
            for number in range(villages)
        ]
    }


def kept(client: TestClient, document: dict[str, Any]) -> str:
    """Keep a scenario and return its id."""
    answer = client.post("/v1/scenarios", json={"name": "three", "request": document})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    """Wait until a job has ended."""
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(f"/v1/jobs/{job_id}").json()
        if job["finished"] is not None:
            return job
        time.sleep(0.2)
    raise TimeoutError(job)


def test_that_a_job_plans_a_kept_scenario(database_url: str) -> None:
    """Tests that a job is accepted, told about, and leaves a row for every village."""
    with running(database_url) as client:
        scenario = kept(client, request())
        answer = client.post("/v1/jobs", json={"scenario_id": scenario, "seed": 4})
        assert answer.status_code == 202
        job = answer.json()
        assert answer.headers["location"] == f"/v1/jobs/{job['id']}"
        assert int(answer.headers["retry-after"]) > 0
        done = ended(client, job["id"])
        assert done["status"] == "succeeded"
        assert done["result"] == f"/v1/results/{job['id']}"
        assert done["progress"] == {
            "villages": 3,
            "done": 3,
            "failed": 0,
            "percent": 100.0,
            "verdicts": {"OK": 3},
        }
        page = client.get(f"/v1/jobs/{job['id']}/villages?limit=2").json()
        rest = client.get(f"/v1/jobs/{job['id']}/villages?cursor={page['next']}").json()
        assert [row["id"] for row in page["items"] + rest["items"]] == ["v000", "v001", "v002"]
        assert rest["next"] is None
        assert [item["id"] for item in client.get("/v1/jobs").json()["items"]] == [job["id"]]
