"""Workbooks that are made: of a request, and the empty one of a list by alleys."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from api.http.errors import ServiceError
from api.tasks.planner_task import Sizes
from api.tasks.uploads.scenario_workbook import workbook_of
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, scenario_of_files
from api.tasks.uploads.workbook_template import template
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.request import scenario_from_request
from tests.api.client import TestClient

SIZES = Sizes(100, 1_000, 100)
BOUNDS = UnpackLimits(SIZES, 200_000, 20)


def points() -> dict[str, Any]:
    """Return two households whose ids a spreadsheet would spoil, and a member."""
    village = {
        "id": "Thôn 1",
        "households": [{"id": "001", "x": 1.5, "y": 2}, {"id": "=1+1", "x": 11.5, "y": 2}],
        "members": [{"id": "m1", "x": 3, "y": 3, "max": 8}],
        "locked": [["001", "m1"]],
    }
    return {"coordinates": "metres", "villages": [village]}


def listed() -> dict[str, Any]:
    """Return a village of two hamlets."""
    village = {
        "id": "v2",
        "rules": {"metric": {"kind": "list", "house_m": 20}},
        "households": [{"id": "a", "hamlet": "X", "alley": "N", "order": 1}],
        "members": [{"id": "b", "hamlet": "Y", "order": 3}],
        "hamlets": [["X", "Y", 100]],
    }
    return {"villages": [village]}


@pytest.mark.parametrize("made", [points, listed])
def test_that_a_workbook_reads_back(made: Any) -> None:  # noqa: ANN401 - either of two functions
    """Tests that ids with zeros or an equals sign, addresses, pairs and rules come back."""
    book = workbook_of(json.dumps(made()).encode(), SIZES)
    read = scenario_of_files([Sent("a.xlsx", book)], BOUNDS, "")
    [village], [meant] = read.villages, scenario_from_request(made()).villages
    assert village.rules == meant.rules
    assert village.households.ids.tolist() == meant.households.ids.tolist()
    np.testing.assert_array_equal(village.households.xy, meant.households.xy)
    assert village.members.maximum.tolist() == meant.members.maximum.tolist()
    assert village.locked.tolist() == meant.locked.tolist()
    assert (village.addresses is None) == (meant.addresses is None)


def test_that_what_no_sheet_holds_is_refused() -> None:
    """Tests that paths are not dropped without a word."""
    document = points()
    document["villages"][0]["network"] = {"nodes": [[0, 0], [9, 9]], "edges": [[0, 1]]}
    with pytest.raises(ServiceError) as refused:
        workbook_of(json.dumps(document).encode(), SIZES)
    assert "paths" in str(refused.value.params)


def test_that_the_list_template_is_a_scenario() -> None:
    """Tests that the empty list reads back as two hamlets without asking what x and y are."""
    read = scenario_of_files([Sent("list.xlsx", template("list"))], BOUNDS, "")
    [village] = read.villages
    assert village.rules.metric.kind == "list"
    assert village.addresses is not None
    assert village.addresses.hamlets == ("Xóm Đoài", "Xóm Đông")


def test_that_a_caller_names_the_metric_of_bare_tables() -> None:
    """Tests that a list without settings is one where its caller says so, and refused elsewhere."""
    files = [
        Sent("households.csv", b"village,id,hamlet,order\nv,h1,A,1\n"),
        Sent("members.csv", b"village,id,hamlet,order\nv,m1,A,2\n"),
    ]
    with pytest.raises(ScenarioError):
        scenario_of_files(files, BOUNDS, "")
    read = scenario_of_files(files, BOUNDS, "", ReadingChoices(metric="list"))
    assert read.rules.metric.kind == "list"
    said = [*files, Sent("scenario.yaml", b"rules: {metric: {kind: list, house_m: 20}}\n")]
    kept = scenario_of_files(said, BOUNDS, "", ReadingChoices(metric="matrix"))
    assert scenario_sha256(kept) == scenario_sha256(scenario_of_files(said, BOUNDS, ""))


def test_that_the_service_makes_workbooks(service: TestClient) -> None:
    """Tests that both addresses answer with Excel, and a metric that there is not is refused."""
    made = service.post("/v1/workbook", json=points())
    assert made.content.startswith(b"PK")
    assert service.get("/v1/template.xlsx?metric=list").content.startswith(b"PK")
    table = ("file", ("households.csv", b"id\n1\n"))
    refused = service.post("/v1/validate", files=[table], data={"metric": "feet"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/metric"
