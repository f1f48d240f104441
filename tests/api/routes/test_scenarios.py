"""Scenarios are kept as they were sent, changed into others, listed and deleted."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from api.auth.keys import create_key
from api.db.models import ScenarioRecord, ScenarioVillage
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.input.request import scenario_from_request
from tests.api.client import TestClient, running

REQUEST: dict[str, Any] = {
    "coordinates": "metres",
    "rules": {"min_households": 1, "max_households": 2},
    "villages": [
        {
            "id": "b/1",
            "name": "Thôn Hai",
            "area": ["Bác Ái", "Phước Bình"],
            "rules": {"max_distance_m": 50},
            "households": [{"id": "h1", "x": 0, "y": 0}, {"id": "h2", "x": 10, "y": 4}],
            "members": [{"id": "m1", "x": 1, "y": 0}, {"id": "m2", "x": 0, "y": 0, "max": 1}],
            "locked": [["h1", "m1"]],
        },
        {"id": "a", "households": [{"id": "h1", "x": 0, "y": 0}], "members": []},
    ],
}


def make(client: TestClient, **body: object) -> dict[str, Any]:
    answer = client.post("/v1/scenarios", json=body or {"name": "xã", "request": REQUEST})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/v1/scenarios/{made['id']}"
    return made


def errors(answer: Response) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


def test_that_a_scenario_is_kept_as_it_was_sent(service: TestClient) -> None:
    """Tests that record, villages and request of a kept scenario are those that were sent."""
    made = make(service)
    where = f"/v1/scenarios/{made['id']}"
    assert service.get(where).json() == made
    assert (made["villages"], made["households"], made["members"]) == (2, 3, 2)
    assert made["sha256"] == scenario_sha256(scenario_from_request(REQUEST))
    sites = service.get(f"{where}/villages").json()["items"]
    assert [(site["id"], site["households"], site["x"], site["y"]) for site in sites] == [
        ("a", 1, 0.0, 0.0),
        ("b/1", 2, 5.0, 2.0),
    ]
    request = service.get(f"{where}/request").json()
    assert scenario_sha256(scenario_from_request(request)) == made["sha256"]
    village = service.get(f"{where}/villages/b%2F1").json()
    assert village == request["villages"][1]
    assert village["members"] == [
        {"id": "m1", "x": 1.0, "y": 0.0},
        {"id": "m2", "x": 0.0, "y": 0.0, "min": 1, "max": 1},
    ]


def test_that_what_never_changes_is_fetched_once(service: TestClient) -> None:
    """Tests that a caller who has this version gets no body."""
    where = f"/v1/scenarios/{make(service)['id']}"
    for path in (where, f"{where}/request", f"{where}/villages/a"):
        tag = service.get(path).headers["etag"]
        again = service.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"")


def test_that_lists_come_in_pages(service: TestClient) -> None:
    """Tests that every scenario and village is shown once, the newest scenario first."""
    made = [make(service, name=name, request=REQUEST)["id"] for name in ("1", "2", "3")]
    seen: list[str] = []
    cursor = ""
    while cursor is not None and len(seen) < 3:
        page = service.get(f"/v1/scenarios?limit=1{cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert seen == made[::-1]
    first = service.get(f"/v1/scenarios/{made[0]}/villages?limit=1").json()
    last = service.get(f"/v1/scenarios/{made[0]}/villages?limit=1&cursor={first['next']}").json()
    assert [page["items"][0]["id"] for page in (first, last)] == ["a", "b/1"]
    assert last["next"] is None


def test_that_a_what_if_is_its_base_with_other_rules(service: TestClient) -> None:
    """Tests that rules of all and of one village change, and nothing else does."""
    base = make(service)
    rules = {"max_households": 12}
    made = make(
        service, parent_id=base["id"], rules=rules, village_rules={"b/1": {"max_distance_m": 7}}
    )
    assert (made["parent_id"], made["name"]) == (base["id"], "xã")
    assert made["rules"]["max_households"] == 12
    request = service.get(f"/v1/scenarios/{made['id']}/request").json()
    assert request["villages"][1]["rules"] == {"max_distance_m": 7}
    read = scenario_from_request(request)
    assert scenario_sha256(read) == made["sha256"]
    # A member with the village's window follows it, one with a window of its own does not.
    assert read.villages[1].members.maximum.tolist() == [12, 1]
    assert service.get(f"/v1/scenarios/{base['id']}").json() == base


def test_that_bad_changes_are_named(service: TestClient) -> None:
    """Tests that every rule and village that cannot be meant is pointed at."""
    base = make(service)["id"]
    body = {"parent_id": base, "rules": {"max_households": "x"}, "village_rules": {"zz": {}}}
    answer = service.post("/v1/scenarios", json=body)
    assert answer.status_code == 422
    assert errors(answer) == [
        ("/rules/max_households", "BAD_RULE"),
        ("/village_rules/zz", "UNKNOWN_VILLAGE"),
    ]
    body = {"parent_id": base, "village_rules": {"b/1": {"min_households": 99}}}
    answer = service.post("/v1/scenarios", json=body)
    assert errors(answer) == [("/village_rules/b~11", "BAD_RULE")]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b"{", 400, ""),
        (b'{"name": "x"}', 422, ""),
        (b'{"parent_id": "scn_no"}', 422, "/parent_id"),
        (b'{"parent_id": "scn_no", "request": {}}', 422, ""),
        (b'{"nam": "x", "request": {}}', 422, "/nam"),
        (b'{"name": "a\\u0000b", "request": {"villages": []}}', 422, "/name"),
        (b'{"name": "\\ud800", "request": {"villages": []}}', 422, "/name"),
        (b'{"request": {"villages": [{"id": "v"}]}}', 422, "/request/villages/0/households"),
        (b'{"request": {"villages": []}, "rules": {"minimum": "flag"}}', 422, "/rules"),
        (b"[]", 422, ""),
    ],
)
def test_that_bad_bodies_are_refused(
    service: TestClient, body: bytes, status: int, pointer: str
) -> None:
    """Tests that what is no scenario is refused with its place, and nothing is kept."""
    answer = service.post(
        "/v1/scenarios", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == status, answer.text
    assert pointer in [place for place, _ in errors(answer)]


@pytest.mark.parametrize(("language", "word"), [("en", "under the field"), ("vi", "trong mục")])
def test_that_a_bare_request_is_told_what_is_missing(
    service: TestClient, language: str, word: str
) -> None:
    """Tests that a request that is not wrapped is told so, and that wrapped it is taken."""
    answer = service.post("/v1/scenarios", json=REQUEST, headers={"Accept-Language": language})
    assert (answer.status_code, errors(answer)) == (422, [("/request", "NOT_WRAPPED")])
    assert word in answer.json()["detail"]
    both = service.post("/v1/scenarios", json={**REQUEST, "request": REQUEST})
    assert ("/villages", "EXTRA_FORBIDDEN") in errors(both)


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzFd", "WyJhIiwiYiJd", "%00", "WyIyMDI2LTAxLTAxIiwiXHUwMDAwIl0"]
)
def test_that_a_foreign_cursor_is_refused(service: TestClient, cursor: str) -> None:
    """Tests that a cursor that is none of ours is a 422."""
    answer = service.get(f"/v1/scenarios?cursor={cursor}")
    assert (answer.status_code, errors(answer)) == (422, [("", "BAD_CURSOR")])


def test_that_a_preset_is_copied(service: TestClient) -> None:
    """Tests that a preset becomes a scenario with its counts, and an unknown one does not."""
    answer = service.post("/v1/presets/tiny/copy", json={}, headers={"Accept-Language": "vi"})
    assert answer.status_code == 201
    made = answer.json()
    [row] = [one for one in service.get("/v1/presets").json()["items"] if one["name"] == "tiny"]
    assert [made[name] for name in ("villages", "households", "members")] == [
        row[name] for name in ("villages", "households", "members")
    ]
    assert made["name"] == row["title"]["vi"]
    assert service.post("/v1/presets/none/copy").status_code == 404


def test_that_deleting_leaves_nothing(database_url: str) -> None:
    """Tests that a deleted scenario is gone from every table."""
    with running(database_url) as client:
        made = make(client)["id"]
        child = make(client, parent_id=made)["id"]
        assert client.delete(f"/v1/scenarios/{made}").status_code == 204
        assert client.delete(f"/v1/scenarios/{made}").status_code == 404
        app: Any = client.app
        with app.state.here.store.reading() as session:
            left = session.scalars(select(ScenarioRecord)).all()
            assert [(one.id, one.parent_id) for one in left] == [(child, None)]
            assert session.scalar(select(func.count()).select_from(ScenarioVillage)) == 2


def test_that_tenants_see_their_own_alone(database_url: str) -> None:
    """Tests that another tenant's id answers as one that never was, whatever is asked."""
    with running(database_url) as client:
        app: Any = client.app
        scopes = ["optimize", "read", "households"]
        keys = [
            create_key(app.state.here.store, name="k", tenant=tenant, scopes=scopes)
            for tenant in ("one", "two")
        ]
        app.state.here.keys.forget()
        mine, theirs = ({"Authorization": f"Bearer {key}"} for key in keys)
        made = client.post("/v1/scenarios", json={"request": REQUEST}, headers=mine).json()["id"]
        for path in ("", "/request", "/villages", "/villages/a"):
            assert client.get(f"/v1/scenarios/{made}{path}", headers=mine).status_code == 200
            answer = client.get(f"/v1/scenarios/{made}{path}", headers=theirs)
            never = client.get(f"/v1/scenarios/scn_never{path}", headers=theirs)
            assert (answer.status_code, answer.json()) == (404, never.json())
        assert client.delete(f"/v1/scenarios/{made}", headers=theirs).status_code == 404
        answer = client.post("/v1/scenarios", json={"parent_id": made}, headers=theirs)
        assert answer.status_code == 422
        assert client.get("/v1/scenarios", headers=theirs).json()["items"] == []


def test_that_points_take_their_scope(database_url: str) -> None:
    """Tests that a key for aggregates sees villages and neither points nor ids."""
    with running(database_url) as client:
        app: Any = client.app
        store = app.state.here.store
        made = make(client)["id"]
        key = create_key(store, name="k", tenant="default", scopes=["read"])
        app.state.here.keys.forget()
        headers = {"Authorization": f"Bearer {key}"}
        statuses = {
            path: client.get(f"/v1/scenarios/{made}{path}", headers=headers).status_code
            for path in ("", "/villages", "/request", "/villages/a")
        }
        assert statuses == {"": 200, "/villages": 200, "/request": 403, "/villages/a": 403}
        assert client.delete(f"/v1/scenarios/{made}", headers=headers).status_code == 403


def test_that_nothing_is_kept_where_nothing_may_be(database_url: str) -> None:
    """Tests that a service that keeps nothing refuses scenarios."""
    with running(database_url, retention_days=0) as client:
        for path in ("/v1/scenarios", "/v1/presets/tiny/copy"):
            answer = client.post(path, json={"request": REQUEST})
            assert (answer.status_code, errors(answer)) == (403, [("", "KEEPS_NOTHING")])
