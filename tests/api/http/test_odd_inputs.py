"""What looks like an attack and is only text: kept, planned and shown as the text it is."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import load_workbook

from tests.api.client import TestClient
from tests.api.planned import keep_plan, store_of

SCRIPT = "<script>alert(1)</script>"
ODD = (
    "'; DROP TABLE scenarios; --",
    '" OR ""="',
    SCRIPT,
    "{{7*7}} ${7*7} #{7*7}",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "%00%0a\\n\\u0000",
    "🏠" * 50,
    "constructor",
)


def village(odd: str) -> dict[str, Any]:
    point = {"id": odd, "x": 0.0, "y": 0.0}
    named = {"id": odd, "name": odd, "area": [odd]}
    return {**named, "households": [point], "members": [point], "current": [[odd, odd]]}


def test_that_odd_text_is_text(service: TestClient) -> None:
    """Tests that odd ids and names come back as they were sent, and run nowhere."""
    body = {"name": SCRIPT, "request": {"villages": list(map(village, ODD))}}
    made = service.post("/v1/scenarios", json=body)
    assert made.status_code == 201, made.text
    kept = made.json()
    assert kept["name"] == SCRIPT
    at = f"/v1/scenarios/{kept['id']}"
    sites = service.get(f"{at}/villages").json()["items"]
    assert [site["id"] for site in sites] == sorted(ODD)
    assert all(site["name"] == site["id"] == site["area"][0] for site in sites)
    result = f"/v1/results/{keep_plan(store_of(service), kept['id'])}"
    for planned in service.get(result).json()["villages"]:
        assert planned["today"]["assignments"] == [[planned["id"], planned["id"], 0.0]]
    report = service.get(f"{result}/report.html")
    assert report.status_code == 200
    assert SCRIPT not in report.text
    table = service.get(f"{result}/tables/assignments.xlsx")
    rows = load_workbook(io.BytesIO(table.content)).get_sheet_by_index(0).to_python()[1:]
    assert sorted(str(row[0]) for row in rows) == sorted(ODD)
    assert service.delete(at).status_code == 204


def test_that_odd_headers_are_left_unheard(service: TestClient) -> None:
    """Tests that tags, ranges, languages and types that mean nothing are as if they were not."""
    for name, value in (
        ("If-None-Match", '"'),
        ("If-None-Match", "W/" + "a" * 5000),
        ("Range", "bytes=99999999999-"),
        ("Range", "lines=1"),
        ("Range", "bytes=" + "0-1," * 500),
        ("Accept", "nothing/at-all;q=x"),
        ("Accept-Language", "tlh;q=2,*"),
        ("Prefer", "respond-never"),
        ("X-Request-ID", "a b\tc"),
        ("Authorization", "Basic Og=="),
    ):
        for address in ("/v1/presets", "/v1/template.xlsx", "/docs/docs.js", "/"):
            answer = service.get(address, headers={name: value})
            assert answer.status_code == 200, (name, value, address)
            assert answer.headers.get("accept-ranges", "none") == "none"
