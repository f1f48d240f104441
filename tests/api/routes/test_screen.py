"""Screening by counts over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import TestClient


def screened(service: TestClient, *rows: object, **more: object) -> Any:  # noqa: ANN401 - JSON
    return service.post("/v1/screen", json={"villages": list(rows), **more})


def row(households: int, members: int) -> dict[str, object]:
    return {"id": "a", "households": households, "members": members}


@pytest.mark.parametrize(("households", "recruits"), [(40, 0), (41, 1), (50, 1), (51, 2)])
def test_that_the_least_number_of_recruits_is_counted(
    service: TestClient, households: int, recruits: int
) -> None:
    """Tests that both sides of where four members, and one more, just suffice are told apart."""
    answer = screened(service, row(households, 4))
    assert answer.status_code == 200
    assert answer.json()["villages"][0]["recruits_at_least"] == recruits
    assert answer.json()["summary"]["recruits_at_least"] == recruits


def test_that_the_window_may_be_another(service: TestClient) -> None:
    """Tests that the request's rules, 8.0 for 8 too, count where a village has none of its own."""
    own = {**row(41, 4), "id": "b", "max_households": 20}
    answer = screened(service, row(41, 4), own, rules={"max_households": 8.0})
    assert [one["recruits_at_least"] for one in answer.json()["villages"]] == [2, 0]


def test_that_every_fault_is_named_with_its_place(service: TestClient) -> None:
    """Tests that problems of several rows come at once, each with a pointer."""
    answer = screened(service, row(-1, 4), {**row(1, 4), "id": "b", "members": "x"})
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/villages/0/households", "/villages/1/members"} <= pointers


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"villages": 3},
        {"villages": [3]},
        {"villages": [], "points": []},
        {"villages": [], "rules": 3},
        {"villages": [], "rules": {"max_households": "x"}},
        {"villages": [], "rules": {"min_households": 11}},
    ],
)
def test_that_other_bodies_are_refused(service: TestClient, body: object) -> None:
    """Tests that what is no list of counts is a refusal and no fault of ours."""
    answer = service.post("/v1/screen", json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["errors"]
