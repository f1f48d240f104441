"""Budgets of kept scenarios over HTTP, and the curves behind them."""

from __future__ import annotations

import io
from typing import Any

import orjson
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, update

from api.db.models import ScenarioCurve
from api.db.scenario_curves import MadeCurve, keep_curves
from tests.api.client import TestClient
from tests.api.planned import REQUEST, keep, store_of


@pytest.fixture(name="scenario", scope="module")
def kept_scenario(service: TestClient) -> str:
    """A kept scenario of three villages."""
    return keep(service, REQUEST)


def asked(service: TestClient, scenario: str, action: str, **body: object) -> Any:  # noqa: ANN401 - a response
    return service.post(f"/v1/scenarios/{scenario}/{action}", json=body)


def faults(answer: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a response
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


def curves_kept(service: TestClient, scenario: str) -> int:
    """Return how many villages of a scenario have a curve."""
    with store_of(service).reading() as session:
        rows = select(func.count()).where(ScenarioCurve.scenario_id == scenario)
        return session.scalar(rows) or 0


def test_that_a_budget_serves_most(service: TestClient, scenario: str) -> None:
    """Tests that the frontier leads from nobody to the need, and the allocation is on it."""
    answer = asked(service, scenario, "budget", recruits=1)
    assert answer.status_code == 200, answer.text
    made = answer.json()
    points = {recruits: (served, bound) for recruits, served, bound in made["frontier"]}
    assert (made["served"], made["bound"]) == points[1]
    assert made["proven"]
    assert sum(taken for _, taken in made["villages"]) == made["spent"] == 1
    assert made["compared"]["nobody"] == points[0][0]
    none = asked(service, scenario, "budget", recruits=0).json()
    assert (none["served"], none["spent"]) == (points[0][0], 0)
    plenty = asked(service, scenario, "budget", recruits=1000).json()
    assert (plenty["spent"], plenty["waiting"]) == (plenty["need"], [])
    assert asked(service, scenario, "budget", recruits=1).json() == made


def test_that_floors_hold(service: TestClient, scenario: str) -> None:
    """Tests that an area gets its floor, and what cannot be is named by its place."""
    one = asked(service, scenario, "budget", recruits=2, floors={"hamlets": 1}, fairest=True)
    assert one.status_code == 200, one.text
    assert dict(one.json()["villages"])["hamlets"] >= 1
    bad = asked(service, scenario, "budget", recruits=2, floors={"a/b": 1, "Bác Ái": 1})
    assert (bad.status_code, faults(bad)) == (422, [("/floors/a~1b", "UNKNOWN_AREA")])
    bad = asked(service, scenario, "budget", recruits=0, floors={"hamlets": 1})
    assert (bad.status_code, faults(bad)) == (422, [("/recruits", "FLOORS_ABOVE_BUDGET")])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"recruits": -1},
        {"recruits": "1"},
        {"recruits": 1.5},
        {"recruits": True},
        {"recruits": 1, "floors": {"a": -1}},
        {"recruits": 1, "floors": []},
        {"recruits": 1, "fairest": 1},
        {"recruits": 1, "time_limit_s": -1},
        {"recruits": 1, "more": 1},
    ],
)
def test_that_other_budgets_are_refused(
    service: TestClient, scenario: str, body: dict[str, object]
) -> None:
    """Tests that what is no budget is a refusal and no fault of ours."""
    answer = asked(service, scenario, "budget", **body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_that_curves_are_made_ahead(service: TestClient) -> None:
    """Tests that curves are made and kept, and that a budget of them makes none itself."""
    scenario = keep(service, REQUEST)
    assert curves_kept(service, scenario) == 0
    answer = asked(service, scenario, "curves")
    assert answer.status_code == 200, answer.text
    course = answer.json()
    assert (course["villages"], course["done"]) == (3, 3)
    assert course["points"] == course["points_proven"] > 3
    assert curves_kept(service, scenario) == 3
    assert asked(service, scenario, "curves").json() == course
    made = asked(service, scenario, "budget", recruits=1).json()
    rows = {row["village"]: row for row in made["allocation"]}
    assert sum(row["recruits"] for row in rows.values()) == 1
    assert sum(row["served"] for row in rows.values()) == made["served"]
    assert sum(row["before"] for row in rows.values()) == made["compared"]["nobody"]
    assert [name for name, _ in made["villages"]] == [
        name for name, row in rows.items() if row["needed"]
    ]


def test_that_a_second_budget_reads_what_is_kept(service: TestClient) -> None:
    """Tests that a proven curve counts whatever the seed, an open one with as much time alone."""
    scenario = keep(service, REQUEST)
    first = asked(service, scenario, "budget", recruits=2).json()
    assert curves_kept(service, scenario) == 3
    spoilt = {"served": [1], "bound": [2], "servable": 2, "places": [[]]}

    def put(*, proven: bool) -> None:
        with store_of(service).writing() as session:
            session.execute(
                update(ScenarioCurve)
                .where(ScenarioCurve.scenario_id == scenario)
                .values(content=orjson.dumps(spoilt), proven=proven, time_limit_s=5.0)
            )

    put(proven=True)
    assert asked(service, scenario, "budget", recruits=2, seed=7).json()["served"] == 3
    put(proven=False)
    assert asked(service, scenario, "budget", recruits=2, time_limit_s=5).json()["served"] == 3
    assert asked(service, scenario, "budget", recruits=2, time_limit_s=6).json() == {
        **first,
        "time_limit_s": 6.0,
    }


def test_that_curves_go_with_their_scenario(service: TestClient) -> None:
    """Tests that nothing of a deleted scenario is left, and that there is none of another."""
    scenario = keep(service, REQUEST)
    assert asked(service, scenario, "curves").status_code == 200
    assert service.delete(f"/v1/scenarios/{scenario}").status_code == 204
    assert curves_kept(service, scenario) == 0
    with store_of(service).writing() as session:
        keep_curves(session, scenario, [MadeCurve(0, 0, 1.0, proven=True, content=b"{}")])
    assert curves_kept(service, scenario) == 0
    for action in ("curves", "budget", "budget/frontier.csv"):
        assert asked(service, scenario, action, recruits=1).status_code in {404, 422}


@pytest.mark.parametrize("body", [{"seed": -1}, {"time_limit_s": 0}, {"more": 1}, []])
def test_that_other_curves_are_refused(service: TestClient, scenario: str, body: object) -> None:
    """Tests that what asks for no curves is a refusal and no fault of ours."""
    answer = service.post(f"/v1/scenarios/{scenario}/curves", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_that_files_are_to_take_home(service: TestClient, scenario: str) -> None:
    """Tests that tables, workbook and picture say what the answer says, in two languages."""
    made = asked(service, scenario, "budget", recruits=1).json()
    table = asked(service, scenario, "budget/frontier.csv", recruits=1)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    lines = table.content.decode("utf-8-sig").split()
    assert lines[1:] == [",".join(map(str, point)) for point in made["frontier"]]
    picture = service.post(
        f"/v1/scenarios/{scenario}/budget/frontier.svg",
        json={"recruits": 1},
        headers={"Accept-Language": "vi"},
    )
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "số bổ sung" in picture.text
    content = asked(service, scenario, "budget/budget.xlsx", recruits=1).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Budget", "Villages", "Every number"]
    villages = book.get_sheet_by_name("Villages").to_python()[1:]
    assert sorted((row[0], row[3], row[6]) for row in villages) == sorted(
        (row["village"], row["recruits"], row["served"]) for row in made["allocation"]
    )
    assert ["households served", made["served"]] in book.get_sheet_by_name("Budget").to_python()
    assert asked(service, scenario, "budget/other.csv", recruits=1).status_code == 404
    bad = asked(service, scenario, "budget/budget.xlsx", recruits=0, floors={"hamlets": 1})
    assert (bad.status_code, faults(bad)) == (422, [("/recruits", "FLOORS_ABOVE_BUDGET")])
