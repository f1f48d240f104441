"""Finished results, planned by the library and stored as a job would have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson

from api.db import Database
from api.db.column_types import now
from api.db.job_progress import count
from api.db.job_states import Status
from api.db.models import Job, ScenarioRecord, new_id
from api.db.result_rows import village_result
from api.db.scenario_queries import contents_of
from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.workers import Failed, Planned
from optimizer.input.request import scenario_from_request
from optimizer.output.response import run_record
from optimizer.pipeline import plan_village
from tests.api.client import TestClient

Results = tuple[TestClient, str, str]
"""A service, a whole result in it, and one in which a village has failed."""

STORED = Path(__file__).parents[2] / "scenarios" / "stored"


def request_of(*names: str) -> dict[str, Any]:
    """Put stored villages into one request, with areas."""
    villages = []
    for name in names:
        document = json.loads((STORED / name / "request.json").read_text(encoding="utf-8"))
        for village in document["villages"]:
            village["id"], village["area"] = name, ["Bác Ái", name]
            village["rules"] = {**document.get("rules", {}), **village.get("rules", {})}
            villages.append(village)
    return {"coordinates": "metres", "villages": villages}


REQUEST = request_of("hamlets", "one-recruit", "surplus")


def store_of(client: TestClient) -> Database:
    app: Any = client.app
    store: Database = app.state.here.store
    return store


def keep(client: TestClient, request: dict[str, Any]) -> str:
    answer = client.post("/v1/scenarios", json={"name": "xã", "request": request})
    assert answer.status_code == 201, answer.text
    name: str = answer.json()["id"]
    return name


def keep_plan(store: Database, scenario_id: str, failed: str = "") -> str:
    """Plan a kept scenario and store the result; one village may be said to have failed."""
    with store.reading() as session:
        record = session.get_one(ScenarioRecord, scenario_id)
    request = {
        "coordinates": record.coordinates,
        "rules": record.rules,
        "villages": [orjson.loads(content) for content in contents_of(store, scenario_id)],
    }
    scenario = scenario_from_request(request)
    job = Job(
        id=new_id("job"),
        tenant=record.tenant,
        scenario_id=scenario_id,
        status=Status.SUCCEEDED,
        time_limit_s=20.0,
        villages=len(scenario.villages),
        done=0,
        failed=0,
        verdicts={},
        finished=now(),
        expires=record.expires,
        run=run_record(scenario, seed=0, seconds=0.0),
    )
    made = [
        village_result(
            job.id,
            number,
            Failed(village, Failure(FailureCode.LOST, "ended"))
            if village.id == failed
            else Planned(village, plan_village(village)),
        )
        for number, village in enumerate(scenario.villages)
    ]
    with store.writing() as session:
        session.add(job)
        session.flush()
        session.add_all(made)
        count(job, made)
        return job.id
