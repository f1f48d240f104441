"""Pilot teams of a result over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import TestClient
from tests.api.planned import Results, keep, keep_plan, store_of


def village(name: str, x: float) -> dict[str, Any]:
    """Return eight households with four members, two of whom make a team."""
    homes = [{"id": f"h{at}", "x": x + 10.0 * at, "y": 0.0} for at in range(8)]
    members = [{"id": f"m{at}", "x": x + 20.0 * at, "y": 5.0} for at in range(4)]
    return {"id": name, "households": homes, "members": members}


@pytest.fixture(name="result", scope="module")
def planned_teams(service: TestClient) -> str:
    """A result of two villages with two teams each."""
    teams = {"min": 2, "max": 2, "target": 2}
    rules = {"min_households": 1, "max_households": 3, "teams": teams}
    villages = [village("a", 0.0), village("b", 500.0)]
    request = {"coordinates": "metres", "rules": rules, "villages": villages}
    return keep_plan(store_of(service), keep(service, request))


def asked(service: TestClient, result: str, **body: object) -> Any:  # noqa: ANN401 - a response
    return service.post(f"/v1/results/{result}/pilots", json=body)


@pytest.mark.parametrize("by", ["served", "walk", "need"])
def test_that_every_village_has_a_pilot(service: TestClient, result: str, by: str) -> None:
    """Tests that the first of each village come, then the best of the rest, with their reasons."""
    answer = asked(service, result, teams=3, by=by)
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert (made["teams"], made["villages"], made["by"]) == (3, 2, by)
    assert sorted(one["why"] for one in made["pilots"]) == ["SCORE", "VILLAGE", "VILLAGE"]
    scores = [one["score"] for one in made["pilots"]]
    assert scores == sorted(scores, reverse=True)
    assert made["total"] == pytest.approx(sum(scores))


@pytest.mark.parametrize("number", [1, 5])
def test_that_a_number_must_be_possible(service: TestClient, result: str, number: int) -> None:
    """Tests that fewer pilots than villages, or more than teams, are refused."""
    answer = asked(service, result, teams=number)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/teams", "PILOTS")


@pytest.mark.parametrize(
    "body", [{}, {"teams": 0}, {"teams": "2"}, {"teams": 2, "by": "luck"}, {"teams": 2, "more": 1}]
)
def test_that_other_bodies_are_refused(
    service: TestClient, result: str, body: dict[str, object]
) -> None:
    """Tests that what asks for no pilots is a refusal and no fault of ours."""
    answer = asked(service, result, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_that_a_result_without_teams_says_so(planned: Results) -> None:
    """Tests that a plan that was made without teams is told apart."""
    client, name, _ = planned
    answer = client.post(f"/v1/results/{name}/pilots", json={"teams": 1})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "NO_TEAMS")
