"""Results are what was planned: whole, in rows, added up, compared, approved, and gone."""

from __future__ import annotations

import copy
import json
from typing import Any

from api.auth.keys import create_key
from api.db.models import Job
from optimizer.execution.province import plan_scenario
from optimizer.input.request import scenario_from_request
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from tests.api.client import TestClient, running
from tests.api.planned import REQUEST, Results, keep, keep_plan, store_of
from tests.optimizer.input.notes.villages import points, request, village


def test_that_a_result_is_the_command_lines(planned: Results) -> None:
    """Tests that the whole result equals the response of the library, and verifies."""
    client, name, _ = planned
    scenario = scenario_from_request(REQUEST)
    own = response(scenario, list(plan_scenario(scenario)), run_record(scenario, seed=0, seconds=0))
    kept = client.get(f"/v1/results/{name}").json()
    assert kept.pop("approved") is None
    assert kept.pop("current_from") is None
    assert kept.pop("id") == name
    assert kept == json.loads(json.dumps(own))
    assert verify_response(scenario, kept) == ()


def test_that_a_result_without_villages_is_short(planned: Results) -> None:
    """Tests that summary and run are told without the villages."""
    client, name, _ = planned
    whole = client.get(f"/v1/results/{name}").json()
    short = client.get(f"/v1/results/{name}?villages=false").json()
    assert short == {key: value for key, value in whole.items() if key != "villages"}


def test_that_a_result_keeps_its_notes(service: TestClient) -> None:
    """Tests that what looked wrong is kept with the scenario; ids only for who sees households."""
    xy = points(20)
    xy[7][1] -= 0.7
    name = keep_plan(store_of(service), keep(service, request(village(xy=xy))))
    (note,) = service.get(f"/v1/results/{name}").json()["notes"]
    assert (note["code"], note["rows"], note["params"]["ids"]) == ("OUTLIER", [7], "h7")
    (bare,) = service.get(f"/v1/results/{name}?villages=false").json()["notes"]
    assert bare == {key: note[key] for key in ("code", "pointer", "rows")}


def test_that_rows_come_in_pages_and_as_points(planned: Results) -> None:
    """Tests that each village has a row, and a point for who asks for one."""
    client, name, failed = planned
    where = f"/v1/results/{name}/villages"
    first = client.get(f"{where}?limit=2").json()
    last = client.get(f"{where}?limit=2&cursor={first['next']}").json()
    rows = first["items"] + last["items"]
    assert [row["id"] for row in rows] == ["hamlets", "one-recruit", "surplus"]
    assert last["next"] is None
    whole = client.get(f"/v1/results/{name}").json()
    assert [row["verdict"] for row in rows] == [one["verdict"] for one in whole["villages"]]
    answer = client.get(where, headers={"Accept": "application/geo+json"})
    assert answer.headers["content-type"] == "application/geo+json"
    points = answer.json()["features"]
    assert [one["geometry"]["coordinates"] for one in points] == [[r["x"], r["y"]] for r in rows]
    bad = client.get(f"/v1/results/{failed}/villages").json()["items"][2]
    assert (bad["verdict"], bad["failure"]) == (None, "ended")


def test_that_areas_are_added_up(planned: Results) -> None:
    """Tests that every unit of the tree is the sum that the summary has too."""
    client, name, _ = planned
    areas = client.get(f"/v1/results/{name}/areas").json()["items"]
    assert areas == client.get(f"/v1/results/{name}").json()["summary"]["areas"]
    assert areas[0]["villages"] == areas[1]["villages"] == 3


def test_that_a_village_is_read_alone(planned: Results) -> None:
    """Tests that one village's entry is the one of the whole, and an unknown one is not there."""
    client, name, _ = planned
    entry = client.get(f"/v1/results/{name}/villages/hamlets")
    assert entry.json() == client.get(f"/v1/results/{name}").json()["villages"][0]
    tag = {"If-None-Match": entry.headers["etag"]}
    assert client.get(f"/v1/results/{name}/villages/hamlets", headers=tag).status_code == 304
    assert client.get(f"/v1/results/{name}/villages/none").status_code == 404


def test_that_a_plan_is_approved_once(planned: Results) -> None:
    """Tests that a proposed plan gets a name and a time, and no other name later."""
    client, _, name = planned
    where = f"/v1/results/{name}"
    before = client.get(f"{where}?villages=false")
    for by in ("", " \n", 5, None):
        assert client.post(f"{where}/approve", json={"by": by}).status_code == 422
    made = client.post(f"{where}/approve", json={"by": "Chủ tịch xã"}).json()
    assert made["by"] == "Chủ tịch xã"
    after = client.get(f"{where}?villages=false", headers={"If-None-Match": before.headers["etag"]})
    assert after.json()["approved"] == made
    assert client.post(f"{where}/approve", json={"by": "Chủ tịch xã"}).json() == made
    assert client.post(f"{where}/approve", json={"by": "Ai khác"}).status_code == 409
    back = client.post(f"{where}/withdraw", json={"by": "Chủ tịch xã", "reason": "Chưa họp"})
    assert back.json()["withdrawn"]["reason"] == "Chưa họp"
    assert client.get(f"{where}?villages=false").content == before.content


PATHS = ("", "/villages", "/areas", "/villages/hamlets")


def test_that_an_unfinished_job_has_no_result(planned: Results) -> None:
    """Tests that a job that was canceled is told apart from one that never was."""
    client, name, _ = planned
    store = store_of(client)
    with store.writing() as session:
        job = session.get_one(Job, name)
        other = {c.key: getattr(job, c.key) for c in Job.__table__.columns}
        session.add(Job(**other | {"id": "job_canceled", "status": "canceled", "run": None}))
    for path in PATHS:
        answer = client.get(f"/v1/results/job_canceled{path}")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "NOT_READY")
        assert client.get(f"/v1/results/job_never{path}").status_code == 404
    assert client.post("/v1/results/job_canceled/approve", json={"by": "a"}).status_code == 409


def test_that_results_are_guarded(database_url: str) -> None:
    """Tests that tenants see their own results, and aggregates need no more than their scope."""
    with running(database_url) as client:
        request = copy.deepcopy(REQUEST) | {"villages": REQUEST["villages"][:1]}
        store = store_of(client)
        name = keep_plan(store, keep(client, request))
        all_scopes = ["optimize", "read", "households"]
        theirs = create_key(store, name="k", tenant="other", scopes=all_scopes)
        sums = create_key(store, name="k", tenant="default", scopes=["read"])
        here: Any = client.app
        here.state.here.keys.forget()
        for path in (*PATHS, "?villages=false"):
            headers = {"Authorization": f"Bearer {theirs}"}
            assert client.get(f"/v1/results/{name}{path}", headers=headers).status_code == 404
            assert client.get(f"/v1/results/{name}{path}").status_code == 401
        headers = {"Authorization": f"Bearer {sums}"}
        found = [
            client.get(f"/v1/results/{name}{path}", headers=headers).status_code
            for path in (*PATHS, "?villages=false")
        ]
        assert found == [403, 200, 200, 403, 200]
        body = {"by": "a"}
        answer = client.post(f"/v1/results/{name}/approve", json=body, headers=headers)
        assert answer.status_code == 403
