"""Scenarios with a border moved, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.keys import create_key
from api.auth.scopes import Scope
from optimizer.borders.merge import merge_villages
from optimizer.borders.split import split_by_hamlet, split_village
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.input.request import scenario_from_request
from tests.api.client import TestClient, running
from tests.api.planned import REQUEST, keep, store_of

SCENARIO = scenario_from_request(REQUEST)


@pytest.fixture(name="scenario", scope="module")
def kept_scenario(service: TestClient) -> str:
    """A kept scenario of three villages."""
    return keep(service, REQUEST)


def asked(service: TestClient, scenario: str, action: str, **body: object) -> Any:  # noqa: ANN401 - a response
    return service.post(f"/v1/scenarios/{scenario}/{action}", json=body)


def faults(answer: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a response
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


def test_that_villages_are_merged(service: TestClient, scenario: str) -> None:
    """Tests that a new scenario is kept, the same as the library's, and the old one stays."""
    answer = asked(service, scenario, "merge", villages=["surplus", "hamlets"], id="one")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    own = merge_villages(SCENARIO, ["surplus", "hamlets"], "one")
    assert (made["sha256"], made["villages"]) == (scenario_sha256(own), 2)
    assert answer.headers["location"] == f"/v1/scenarios/{made['id']}"
    assert made["name"] == "xã"
    kept = service.get(answer.headers["location"]).json()
    assert kept == {key: made[key] for key in kept}
    assert service.get(f"/v1/scenarios/{scenario}").json()["villages"] == 3


def test_that_a_village_is_split(service: TestClient, scenario: str) -> None:
    """Tests that hamlets become villages, the same as the library's, under a name of one's own."""
    answer = asked(service, scenario, "split", village="hamlets", by="hamlet", name="Mới")
    assert answer.status_code == 201, answer.text
    village = next(one for one in SCENARIO.villages if one.id == "hamlets")
    own = split_village(SCENARIO, "hamlets", split_by_hamlet(village))
    made = answer.json()
    assert (made["sha256"], made["name"]) == (scenario_sha256(own), "Mới")
    assert made["villages"] == len(own.villages) > 3


HOMES = [{"id": f"h{at}", "x": 10.0 * at, "y": 0.0} for at in range(4)]
MEMBERS = [{"id": f"m{at}", "x": 10.0 * at, "y": 5.0} for at in (0, 3)]
CURRENT = [["h0", "m0"], ["h1", "m0"], ["h2", "m0"], ["h3", "m3"]]
VILLAGE = {"id": "v", "households": HOMES, "members": MEMBERS, "current": CURRENT}
PARTS = {
    "households": {"h0": "a", "h1": "a", "h2": "b", "h3": "b"},
    "members": {"m0": "a", "m3": "b"},
}


def test_that_the_plan_in_force_ends_at_the_border(service: TestClient) -> None:
    """Tests that pairs inside a part stay, and those across the border are counted."""
    scenario = keep(service, {"coordinates": "metres", "villages": [VILLAGE]})
    made = asked(service, scenario, "split", village="v", parts=PARTS).json()
    assert (made["current_kept"], made["current_ended"]) == (3, 1)
    village = service.get(f"/v1/scenarios/{made['id']}/villages/a").json()
    assert village["current"] == [["h0", "m0"], ["h1", "m0"]]
    back = asked(service, made["id"], "merge", villages=["a", "b"], id="v").json()
    assert (back["current_kept"], back["current_ended"]) == (3, 0)


def test_that_a_wrong_split_names_every_place(service: TestClient) -> None:
    """Tests that who has no new village, and who there is not, come back with their places."""
    scenario = keep(service, {"coordinates": "metres", "villages": [VILLAGE]})
    homes = {"h0": "a", "h1": "a", "h2": "b", "h9": "b"}
    parts = {"households": homes, "members": {**PARTS["members"], "x/y": "a"}, "places": {"p": "a"}}
    answer = asked(service, scenario, "split", village="v", parts=parts)
    assert answer.status_code == 422
    assert sorted(faults(answer)) == [
        ("/parts/households/h3", "MISSING"),
        ("/parts/households/h9", "UNKNOWN_HOUSEHOLD"),
        ("/parts/members/x~1y", "UNKNOWN_MEMBER"),
        ("/parts/places/p", "UNKNOWN_PLACE"),
    ]
    answer = asked(service, scenario, "split", village="no", by="hamlet")
    assert faults(answer) == [("/village", "UNKNOWN_VILLAGE")]
    one = {key: dict.fromkeys(ids, "a") for key, ids in PARTS.items()}
    assert faults(asked(service, scenario, "split", village="v", parts=one)) == [
        ("/village", "BAD_SPLIT")
    ]


def test_that_a_wrong_merge_names_its_places(service: TestClient, scenario: str) -> None:
    """Tests that unknown villages and ids that are taken come back with their places."""
    answer = asked(service, scenario, "merge", villages=["surplus", "no"], id="hamlets")
    assert answer.status_code == 422
    assert faults(answer) == [("/villages/1", "UNKNOWN_VILLAGE"), ("/id", "DUPLICATE_ID")]
    answer = asked(service, scenario, "merge", villages=["surplus", "surplus"], id="one")
    assert faults(answer) == [("/villages", "BAD_MERGE")]


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("merge", {}),
        ("merge", {"villages": ["surplus"], "id": "one"}),
        ("merge", {"villages": ["surplus", "hamlets"], "id": ""}),
        ("merge", {"villages": ["surplus", "hamlets"], "id": "one", "more": 1}),
        ("split", {"village": "hamlets"}),
        ("split", {"village": "hamlets", "by": "size"}),
        ("split", {"village": "hamlets", "by": "hamlet", "parts": PARTS}),
        ("split", {"village": "hamlets", "parts": {"households": {}}}),
        ("split", {"village": "hamlets", "parts": {"households": {"h": 1}, "members": {}}}),
    ],
)
def test_that_other_bodies_are_refused(
    service: TestClient, scenario: str, action: str, body: dict[str, object]
) -> None:
    """Tests that what moves no border is a refusal and no fault of ours."""
    answer = asked(service, scenario, action, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_that_a_repeat_keeps_nothing_twice(service: TestClient, scenario: str) -> None:
    """Tests that a merge that is sent again with its key is answered by the first scenario."""
    body = {"villages": ["surplus", "hamlets"], "id": "one"}
    first, again = (
        service.post(
            f"/v1/scenarios/{scenario}/merge", json=body, headers={"Idempotency-Key": "merge-once"}
        )
        for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


def test_that_scenarios_are_guarded(database_url: str) -> None:
    """Tests that another tenant finds nothing, and that a key needs the scope to plan."""
    with running(database_url) as client:
        store, name = store_of(client), keep(client, REQUEST)
        scopes = [Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS]
        theirs = create_key(store, name="k", tenant="other", scopes=scopes)
        reads = create_key(store, name="k", tenant="default", scopes=scopes[1:])
        here: Any = client.app
        here.state.here.keys.forget()
        bodies: dict[str, object] = {
            "budget": {"recruits": 1},
            "merge": {"villages": ["surplus", "hamlets"], "id": "one"},
            "split": {"village": "hamlets", "by": "hamlet"},
        }
        for action, body in bodies.items():
            where = f"/v1/scenarios/{name}/{action}"
            assert client.post(where, json=body).status_code == 401
            headers = {"Authorization": f"Bearer {theirs}"}
            assert client.post(where, json=body, headers=headers).status_code == 404
            headers = {"Authorization": f"Bearer {reads}"}
            assert client.post(where, json=body, headers=headers).status_code == 403


def test_that_nothing_is_kept_where_nothing_may_be(database_url: str) -> None:
    """Tests that a service that keeps nothing keeps no scenario with another border either."""
    with running(database_url, retention_days=0) as client:
        body = {"villages": ["surplus", "hamlets"], "id": "one"}
        answer = client.post("/v1/scenarios/scn_0/merge", json=body)
        assert (answer.status_code, faults(answer)) == (403, [("", "KEEPS_NOTHING")])
