"""Jobs: planned beside the requests, told while they run, canceled at once."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest

from tests.api.client import TestClient, running

_WAIT_S = 120.0


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
        whole = client.get(f"/v1/results/{job['id']}/villages/v001").json()
        assert client.get(f"/v1/jobs/{job['id']}/villages/v001").json() == whole
        assert client.get(f"/v1/jobs/{job['id']}/villages/v9").status_code == 404


def test_that_a_closed_service_leaves_no_thread(database_url: str) -> None:
    """Tests that nobody looks for work any more once a service that planned a job has ended."""
    before = set(threading.enumerate())
    with running(database_url) as client:
        answer = client.post("/v1/optimize", json=request(1), headers={"Prefer": "respond-async"})
        ended(client, answer.json()["id"])
    left = set(threading.enumerate()) - before
    for thread in left:  # some end a moment after the event loop that they worked for
        thread.join(_WAIT_S)
    assert [thread.name for thread in left if thread.is_alive()] == []


def told(client: TestClient, job_id: str, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
    """Return id, kind and body of every event until the stream ends."""
    answer = client.get(f"/v1/jobs/{job_id}/events", headers={"Last-Event-ID": str(after)})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in answer.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if fields:
            events.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return events


def test_that_a_large_request_becomes_a_job_and_is_told(database_url: str) -> None:
    """Tests that 202 leads to a job, whose events come in order and again from any place on."""
    with running(database_url) as client:
        answer = client.post("/v1/optimize", json=request(), headers={"Prefer": "respond-async"})
        assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
        job_id = answer.headers["location"].removeprefix("/v1/jobs/")
        events = told(client, job_id)
        assert [number for number, _, _ in events] == list(range(1, len(events) + 1))
        villages = [body["id"] for _, kind, body in events if kind == "village"]
        assert sorted(villages) == ["v000", "v001", "v002"]
        assert events[-1][1:] == (
            "end",
            {
                "status": "succeeded",
                "progress": client.get(f"/v1/jobs/{job_id}").json()["progress"],
            },
        )
        assert told(client, job_id, after=2) == events[2:]
        over = {"Last-Event-ID": str(events[-1][0])}
        assert client.get(f"/v1/jobs/{job_id}/events", headers=over).status_code == 204


def test_that_a_job_is_canceled_at_once(database_url: str) -> None:
    """Tests that a job that waits or runs is stopped, once, and one that is over is not."""
    with running(database_url) as client:
        scenario = kept(client, request(villages=400))
        job = client.post("/v1/jobs", json={"scenario_id": scenario}).json()
        canceled = client.post(f"/v1/jobs/{job['id']}/cancel").json()
        assert canceled["status"] == "canceled"
        assert canceled["result"] is None
        again = client.post(f"/v1/jobs/{job['id']}/cancel")
        assert (again.status_code, again.json()["finished"]) == (200, canceled["finished"])
        assert told(client, job["id"])[-1][1] == "end"
        short = client.post("/v1/optimize", json=request(1), headers={"Prefer": "respond-async"})
        done = ended(client, short.json()["id"])
        assert client.get(f"/v1/jobs/{job['id']}").json() == canceled
        late = client.post(f"/v1/jobs/{done['id']}/cancel")
        assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "CONFLICT")


@pytest.mark.parametrize("path", ["", "/villages", "/events", "/cancel"])
def test_that_unknown_jobs_are_not_found(service: TestClient, path: str) -> None:
    """Tests that every address of a job that is not there answers 404."""
    method = "POST" if path == "/cancel" else "GET"
    assert service.request(method, f"/v1/jobs/job_0{path}").status_code == 404


def test_that_a_job_names_what_is_wrong(service: TestClient) -> None:
    """Tests that an unknown scenario, field and value are each named by a pointer."""
    for body, pointer in (
        ({"scenario_id": "scn_0"}, "/scenario_id"),
        ({"scenario_id": "scn_0", "colour": 1}, "/colour"),
        ({"scenario_id": "scn_0", "seed": -1}, "/seed"),
    ):
        answer = service.post("/v1/jobs", json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == pointer
