"""Scenarios without a coordinate over HTTP: kept, planned, listed, exported and printed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.api.client import TestClient
from tests.api.planned import Results, keep, keep_plan, store_of

ALLEYS = ("Ngõ 1", "Ngõ 2")


def listed() -> dict[str, Any]:
    """Return a village of two hamlets and two alleys each, in houses of order 1 to 6."""
    homes = [
        {"id": f"{hamlet[0]}{alley[-1]}{order}", "hamlet": hamlet, "alley": alley, "order": order}
        for hamlet in ("Đông", "Tây")
        for alley in ALLEYS
        for order in range(1, 7)
    ]
    members = [{"id": "m1", "hamlet": "Đông", "alley": "Ngõ 1", "order": 3}]
    return {
        "rules": {"metric": {"kind": "list"}},
        "villages": [{"id": "list", "households": homes, "members": members}],
    }


def named() -> dict[str, Any]:
    """Return a village of eight households and one member by named distances."""
    homes = [{"id": f"h{n}"} for n in range(8)]
    distances = {"members": [[f"h{n}", "m1", 100.0 + n] for n in range(6)]}
    return {
        "rules": {"metric": {"kind": "matrix"}},
        "villages": [
            {
                "id": "matrix",
                "households": homes,
                "members": [{"id": "m1"}],
                "distances": distances,
                "locked": [["h7", "m1"]],
            }
        ],
    }


@pytest.mark.parametrize("made", [listed, named], ids=["list", "matrix"])
def test_that_a_result_without_points_is_taken_home(planned: Results, made: Any) -> None:  # noqa: ANN401 - either of two functions
    """Tests that pages, tables, reports and lists are whole, and that a map says why it is none."""
    client, _, _ = planned
    request = made()
    result = keep_plan(store_of(client), keep(client, request))
    name = request["villages"][0]["id"]
    where = f"/v1/results/{result}"
    entry = client.get(f"{where}/villages/{name}").json()
    assert entry["today"]["assignments"]
    [row] = client.get(f"{where}/villages").json()["items"]
    assert (row["x"], row["y"]) == (None, None)
    assert (row["walk_m"] is None) == (name == "list")
    for file in ("villages.csv", "villages.xlsx", "recruits.csv", "unserved.csv"):
        assert client.get(f"{where}/tables/{file}").status_code == 200, file
    assert client.get(f"{where}/tables/assignments.parquet").status_code == 200
    for report in ("report.html", "report.xlsx"):
        assert client.get(f"{where}/{report}").status_code == 200, report
    drawn = client.get(f"{where}/plan.gpkg")
    assert drawn.status_code == 409, drawn.text
    text = pages(client, f"{where}/villages/{name}/sheets.pdf")
    if name == "list":
        assert "Đông, Ngõ 1, 1" in text
        assert " m " not in text.split("Chưa có")[0]
    else:
        assert "100" in text


def pages(client: TestClient, path: str) -> str:
    """Return the text of all pages."""
    answer = client.get(path, headers={"Accept-Language": "vi"})
    assert answer.status_code == 200, answer.text
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_that_a_matrix_is_planned_and_verified(service: TestClient) -> None:
    """Tests that a request without points is validated, planned, and its answer found clean."""
    request = named()
    assert service.post("/v1/validate", json=request).status_code == 200
    answer = service.post("/v1/optimize", json=request)
    assert answer.status_code == 200, answer.text
    checked = service.post("/v1/verify", json={"scenario": request, "plan": answer.json()})
    assert checked.json()["violations"] == []
    request["villages"][0]["distances"]["members"].append(["h0", "m9", -1])
    refused = service.post("/v1/validate", json=request)
    codes = {problem["code"] for problem in refused.json()["errors"]}
    assert codes == {"UNKNOWN_MEMBER", "NEGATIVE"}
