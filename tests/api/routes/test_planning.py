"""Planning, checking and verifying over HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from optimizer.execution.province import plan_scenario
from optimizer.input.request import scenario_from_request
from optimizer.output.response import run_record
from scenarios.stored import stored_folder
from tests.api.client import TestClient
from tests.optimizer.input.notes.villages import points as measured
from tests.optimizer.input.notes.villages import request as doubtful
from tests.optimizer.input.notes.villages import village
from tests.optimizer.written_results import write_response

NOT_A_NUMBER = (
    b'{"villages": [{"id": "v", "households": [{"id": "h", "x": NaN, "y": 0}], "members": []}]}'
)
SECONDS = re.compile(rb'"seconds": [0-9.]+')


def request(name: str = "hamlets") -> bytes:
    return (stored_folder(name) / "request.json").read_bytes()


def points(prefix: str, count: int) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{n}", "x": 10.0 * n, "y": 0.0} for n in range(count)]


def test_that_the_answer_is_the_command_lines(service: TestClient, tmp_path: Path) -> None:
    """Tests that the response is what the command line writes, byte for byte but for seconds."""
    scenario = scenario_from_request(json.loads(request()))
    plans = list(plan_scenario(scenario, seed=3))
    file = tmp_path / "plan.json"
    write_response(scenario, plans, file, run=run_record(scenario, seed=3, seconds=0.0))
    answer = service.post("/v1/optimize?seed=3", content=request())
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert SECONDS.sub(b"", answer.content) == SECONDS.sub(b"", file.read_bytes())


def test_that_a_plan_verifies_until_it_is_changed(service: TestClient) -> None:
    """Tests that our own plan is clean, and one with a household struck from it is not."""
    scenario = json.loads(request())
    plan = service.post("/v1/optimize", content=request()).json()
    clean = service.post("/v1/verify", json={"scenario": scenario, "plan": plan}).json()
    plan["villages"][0]["today"]["assignments"].pop()
    broken = service.post("/v1/verify", json={"scenario": scenario, "plan": plan}).json()
    assert clean == {"clean": True, "violations": [], "unchecked_distances": 0}
    assert not broken["clean"]
    assert {"stage", "code", "size", "witness", "message", "where"} == broken["violations"][
        0
    ].keys()


def test_that_a_verifier_names_faults_of_the_scenario(service: TestClient) -> None:
    """Tests that pointers start where the scenario stands."""
    answer = service.post("/v1/verify", json={"scenario": {"villages": 3}, "plan": {}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/scenario/villages"


def test_that_validation_names_everything_at_once(service: TestClient) -> None:
    """Tests that two faults of one request are both named, beside its size."""
    village = {"id": "v", "households": [{"id": "h", "x": 0, "y": None}], "members": [], "no": 1}
    answer = service.post("/v1/validate", json={"villages": [village]})
    found = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert answer.status_code == 200
    assert found.keys() == {"/villages/0/no", "/villages/0/households/0/y"}
    assert [answer.json()[name] for name in ("valid", "villages", "households")] == [False, 1, 1]
    assert service.post("/v1/validate", content=request()).json()["valid"]


def test_that_validation_notes_paths_that_do_not_join(service: TestClient) -> None:
    """Tests that a gap in the paths is no fault, and is told in both languages."""
    nodes = [[0, 0], [50, 0], [52, 0], [90, 0]]
    village = {"id": "v", "name": "Xóm", "households": points("h", 2), "members": points("m", 1)}
    body = {
        "rules": {"metric": {"kind": "path"}},
        "network": {"nodes": nodes, "edges": [[0, 1], [2, 3]]},
        "villages": [village],
    }
    answer = service.post("/v1/validate", json=body).json()
    assert answer["valid"]
    (note,) = answer["notes"]
    assert (note["village"], sorted(note["message"])) == ("v", ["en", "vi"])
    assert note["message"]["en"].endswith("Gap of 2.0 m between two pieces at 50.0 0.0.")
    body["network"] = {"nodes": nodes, "edges": [[0, 1], [1, 2], [2, 3]]}
    body["barriers"] = {"lines": [[[0, 9], [90, 9]]], "crossings": [[50, 9], [50, 60]]}
    (note,) = service.post("/v1/validate", json=body).json()["notes"]
    assert "51.0 m from the nearest barrier at 50.0 60.0." in note["message"]["en"]
    assert "Cách vật cản gần nhất 51,0 m tại 50.0 60.0." in note["message"]["vi"]
    assert service.post("/v1/validate", content=request()).json()["notes"] == []


def far_off() -> dict[str, Any]:
    """Return a request in which one household lies 77 km from all others."""
    xy = measured(20)
    xy[7][1] -= 0.7
    return doubtful(village(xy=xy))


def test_that_validation_notes_what_looks_wrong(service: TestClient) -> None:
    """Tests that a point far off is no fault, and is told with its row in both languages."""
    answer = service.post("/v1/validate", json=far_off()).json()
    assert answer["valid"]
    (note,) = answer["notes"]
    assert (note["code"], note["rows"]) == ("OUTLIER", [7])
    assert note["pointer"] == "/villages/0/households"
    assert sorted(note["message"]) == ["en", "vi"]


def test_that_strict_requests_are_refused(service: TestClient) -> None:
    """Tests that what looks wrong is a fault where the request says so, and a note elsewhere."""
    planned = service.post("/v1/optimize", json=far_off())
    assert [note["code"] for note in planned.json()["notes"]] == ["OUTLIER"]
    refused = service.post("/v1/optimize", json={**far_off(), "strict": True})
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["code"], error["pointer"]) == ("OUTLIER", "/villages/0/households/7")


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        (b"", 400, "BAD_JSON", ""),
        (b'{"villages": [', 400, "BAD_JSON", ""),
        (b"\xff", 400, "BAD_JSON", ""),
        (b"[" * 100_000, 413, "TOO_MUCH_JSON", ""),
        (b"9" * 10_000, 400, "BAD_JSON", ""),
        (b'{"villages": [{"id": 1, "id": 2}]}', 400, "DUPLICATE_KEY", "/villages/0/id"),
        (b"[]", 422, "NOT_AN_OBJECT", ""),
        (b'{"villages": [], "phone": "1"}', 422, "UNKNOWN_FIELD", "/phone"),
        (NOT_A_NUMBER, 422, "NOT_FINITE", "/villages/0/households/0/x"),
    ],
)
def test_that_bad_input_is_refused_with_its_place(
    service: TestClient, body: bytes, status: int, code: str, pointer: str
) -> None:
    """Tests that what cannot be planned is a problem document that names code and pointer."""
    answer = service.post("/v1/optimize", content=body)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert (code, pointer) in {(one["code"], one["pointer"]) for one in problem["errors"]}


def test_that_sizes_are_limited_with_the_limit_named(service: TestClient) -> None:
    """Tests that 30 households are answered at once, 31 become a job, and bodies have an end."""
    village = {"id": "v", "households": points("h", 31), "members": points("m", 4)}
    over = service.post("/v1/optimize", json={"villages": [village]})
    assert (over.status_code, over.headers["location"]) == (202, f"/v1/jobs/{over.json()['id']}")
    village["households"] = points("h", 30)
    assert service.post("/v1/optimize", json={"villages": [village]}).status_code == 200
    for body in (b" " * 200_001, iter([b" " * 100_000] * 3)):
        huge = service.post("/v1/optimize", content=body)
        assert (huge.status_code, huge.json()["errors"][0]["code"]) == (413, "BODY_TOO_LARGE")


def test_that_presets_are_listed_with_their_sizes(service: TestClient) -> None:
    """Tests that the province is listed with the totals that it is known for."""
    items = {item["name"]: item for item in service.get("/v1/presets").json()["items"]}
    assert (items["hamlets"]["households"], items["hamlets"]["members"]) == (22, 3)
    assert items["ninh-thuan"]["villages"] > 100
