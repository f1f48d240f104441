"""A result as the plan in force: events over HTTP, and changes against metres."""

from __future__ import annotations

import time
from typing import Any

import pytest

from api.auth.keys import create_key
from api.auth.scopes import Scope
from optimizer.input.request import scenario_from_request
from optimizer.output.checks import verify_response
from tests.api.client import TestClient, running
from tests.api.planned import REQUEST, Results, keep, keep_plan, store_of

LEFT = {"kind": "member_left", "village": "surplus"}


def member_of(client: TestClient, name: str, village: str) -> str:
    """Return somebody who looks after a household of a village today."""
    entry = client.get(f"/v1/results/{name}/villages/{village}").json()
    who: str = entry["today"]["assignments"][0][1]
    return who


def replanned(client: TestClient, name: str, *events: object, **more: object) -> Any:  # noqa: ANN401 - JSON
    return client.post(f"/v1/results/{name}/replan", json={"events": list(events), **more})


def faults(answer: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a response
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


def test_that_no_event_changes_nothing(planned: Results) -> None:
    """Tests that a year without events has the entries of the plan in force, each as it was."""
    client, name, failed = planned
    for result in (name, failed):
        answer = replanned(client, result)
        assert answer.status_code == 200, answer.text
        whole = client.get(f"/v1/results/{result}").json()
        assert answer.json()["villages"] == whole["villages"]
        assert answer.json()["replanned"] == []


def test_that_events_touch_their_village_alone(planned: Results) -> None:
    """Tests that one village is planned again, its moves are said, and the whole verifies."""
    client, name, _ = planned
    gone = member_of(client, name, "surplus")
    answer = replanned(client, name, {**LEFT, "member": gone}, plan="today")
    assert answer.status_code == 200, answer.text
    made, before = answer.json(), client.get(f"/v1/results/{name}").json()
    assert made["replanned"] == ["surplus"]
    assert made["villages"][:2] == before["villages"][:2]
    moves = made["villages"][2]["today"]["moves"]
    homes = [home for home, who, _ in before["villages"][2]["today"]["assignments"] if who == gone]
    assert sorted(move[0] for move in moves if move[3] == "EVENT") == sorted(homes)
    scenario = scenario_from_request(made["scenario"])
    plan = {key: made[key] for key in ("villages", "summary", "run", "notes")}
    assert verify_response(scenario, plan) == ()
    again = replanned(client, name, {**LEFT, "member": gone}).json()
    assert {**again, "run": None} == {**made, "run": None}


def test_that_a_year_goes_on(service: TestClient) -> None:
    """Tests that the scenario after the events may be kept, and another year begins there."""
    request = {**REQUEST, "villages": REQUEST["villages"][2:]}
    store = store_of(service)
    name = keep_plan(store, keep(service, request))
    first = replanned(service, name, {**LEFT, "member": member_of(service, name, "surplus")})
    following = keep_plan(store, keep(service, first.json()["scenario"]))
    entry = service.get(f"/v1/results/{following}/villages/surplus").json()
    told = first.json()["villages"][0]
    assert entry["today"]["assignments"] == told["today"]["assignments"]
    assert replanned(service, following).json()["replanned"] == []


ASYNC = {"Prefer": "respond-async"}


def ended(client: TestClient, answer: Any) -> str:  # noqa: ANN401 - a response
    """Wait for a job, and return its result's id."""
    assert answer.status_code == 202, answer.text
    name: str = answer.json()["id"]
    until = time.monotonic() + 60
    while (job := client.get(f"/v1/jobs/{name}").json())["status"] in {"queued", "running"}:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert job["status"] == "succeeded", job
    assert job["progress"]["done"] == job["progress"]["villages"]
    return name


def test_that_a_job_has_the_same_plan(database_url: str) -> None:
    """Tests that a job carries over what nothing touched and plans the rest, with a result."""
    with running(database_url) as client:
        name = keep_plan(store_of(client), keep(client, REQUEST))
        gone = {**LEFT, "member": member_of(client, name, "surplus")}
        at_once = replanned(client, name, gone).json()
        path, body = f"/v1/results/{name}/replan", {"events": [gone]}
        answer = client.post(path, json=body, headers=ASYNC)
        assert answer.headers["preference-applied"] == "respond-async"
        assert answer.json()["progress"]["done"] == 2
        made = client.get(f"/v1/results/{ended(client, answer)}").json()
        assert made["villages"] == at_once["villages"]
        assert made["summary"] == at_once["summary"]
        assert made["run"]["scenario_sha256"] == at_once["run"]["scenario_sha256"]
        assert replanned(client, made["id"]).json()["villages"] == made["villages"]
        headers = {**ASYNC, "Idempotency-Key": "replan-once"}
        again = [client.post(path, json=body, headers=headers).json()["id"] for _ in range(2)]
        assert again[0] == again[1]


def test_that_absences_wait_for_the_job(database_url: str) -> None:
    """Tests that a job tells who stands in of plans carried over, and refuses to of others."""
    with running(database_url) as client:
        name = keep_plan(store_of(client), keep(client, REQUEST))
        path, who = f"/v1/results/{name}/replan", member_of(client, name, "surplus")
        others = [
            member
            for _, member, _ in client.get(f"/v1/results/{name}/villages/surplus").json()["today"][
                "assignments"
            ]
            if member != who
        ]
        away = {"kind": "member_away", "village": "surplus", "member": others[0]}
        away |= {"from": "2027-01-01", "to": "2027-01-31"}
        answer = client.post(path, json={"events": [away]}, headers=ASYNC)
        entry = client.get(f"/v1/results/{ended(client, answer)}/villages/surplus").json()
        at_once = replanned(client, name, away).json()
        assert entry == at_once["villages"][2]
        assert entry["away"][0]["members"] == [others[0]]
        both = {"events": [{**LEFT, "member": who}, away]}
        answer = client.post(path, json=both, headers=ASYNC)
        assert (answer.status_code, faults(answer)) == (409, [("/events", "AWAY_LATER")])
        assert client.post(path, json=both).status_code == 200


def test_that_recruits_are_members_in_the_plan_after(planned: Results) -> None:
    """Tests that a recruit of the plan may be found, and is unknown where today is in force."""
    client, name, _ = planned
    joined = {"kind": "member_joined", "village": "one-recruit", "member": "new"}
    entry = client.get(f"/v1/results/{name}/villages/one-recruit").json()
    found = {**joined, "as": entry["recruitment"]["recruits"][0]["id"]}
    answer = replanned(client, name, found, plan="after")
    assert answer.status_code == 200, answer.text
    people = {who for _, who, _ in answer.json()["villages"][1]["today"]["assignments"]}
    assert "new" in people
    assert answer.json()["villages"][1]["today"]["unserved"] == []
    refused = replanned(client, name, found)
    assert (refused.status_code, faults(refused)) == (422, [("/events/0/as", "UNKNOWN_RECRUIT")])


def test_that_every_bad_event_is_named(planned: Results) -> None:
    """Tests that events that cannot be come back with their places, all of them at once."""
    client, name, _ = planned
    answer = replanned(
        client,
        name,
        {"kind": "member_left", "village": "nowhere", "member": "m1"},
        {"kind": "earthquake", "village": "surplus"},
        {"kind": "member_left", "village": "surplus"},
    )
    assert answer.status_code == 422
    assert faults(answer) == [
        ("/events/0/village", "UNKNOWN_VILLAGE"),
        ("/events/1/kind", "UNKNOWN_EVENT"),
        ("/events/2/member", "MISSING"),
    ]
    answer = replanned(client, name, {**LEFT, "member": "nobody"})
    assert faults(answer) == [("/events/0/member", "UNKNOWN_MEMBER")]
    vietnamese = client.post(
        f"/v1/results/{name}/replan",
        json={"events": [{**LEFT, "member": "nobody"}]},
        headers={"Accept-Language": "vi"},
    )
    assert "thành viên" in vietnamese.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"events": 3},
        {"events": [3]},
        {"events": [{"kind": "member_left", "who": "m1"}]},
        {"events": [], "plan": "tomorrow"},
        {"events": [], "seed": -1},
        {"events": [], "time_limit_s": 0},
        {"events": [], "more": 1},
    ],
)
def test_that_other_bodies_are_refused(planned: Results, body: object) -> None:
    """Tests that what is no list of events is a refusal and no fault of ours."""
    client, name, _ = planned
    answer = client.post(f"/v1/results/{name}/replan", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_that_the_frontier_begins_with_no_change(planned: Results) -> None:
    """Tests that fewer metres cost more changes, one village or all, and the first costs none."""
    client, name, _ = planned
    answer = client.post(f"/v1/results/{name}/frontier", json={})
    assert answer.status_code == 200, answer.text
    villages = answer.json()["villages"]
    assert [one["id"] for one in villages] == ["hamlets", "one-recruit", "surplus"]
    whole = client.get(f"/v1/results/{name}").json()["villages"]
    for one, entry in zip(villages, whole, strict=True):
        first, *others = one["frontier"]
        # The plan in force is the best there is: it needs no change.
        assert (first["changes"], first["proven"], others) == (0, True, [])
        assert first["walk_m"] == pytest.approx(entry["today"]["walk_m"], abs=0.1)
    alone = client.post(f"/v1/results/{name}/frontier", json={"villages": ["surplus"]})
    assert alone.json()["villages"] == villages[2:]


def test_that_the_frontier_of_a_worse_plan_has_two_ends(service: TestClient) -> None:
    """Tests that a plan in force that walks too far is weighed against the shortest one."""
    homes = [{"id": f"h{at}", "x": 10.0 * at, "y": 0.0} for at in range(4)]
    members = [{"id": "m0", "x": 0.0, "y": 0.0}, {"id": "m3", "x": 30.0, "y": 0.0}]
    rules = {"min_households": 1, "max_households": 3}
    crossed = [["h0", "m3"], ["h1", "m3"], ["h2", "m0"], ["h3", "m0"]]
    village = {"id": "v", "households": homes, "members": members, "current": crossed}
    request = {"coordinates": "metres", "rules": rules, "villages": [village]}
    name = keep_plan(store_of(service), keep(service, request))
    (found,) = service.post(f"/v1/results/{name}/frontier", json={}).json()["villages"]
    ends = found["frontier"][0], found["frontier"][-1]
    assert [(one["changes"], one["walk_m"]) for one in ends] == [(0, 100.0), (4, 20.0)]
    assert all(one["proven"] for one in found["frontier"])


def test_that_a_frontier_names_what_it_cannot_do(planned: Results) -> None:
    """Tests that an unknown village is named by its place."""
    client, name, _ = planned
    answer = client.post(f"/v1/results/{name}/frontier", json={"villages": ["surplus", "no"]})
    assert (answer.status_code, faults(answer)) == (422, [("/villages/1", "UNKNOWN_VILLAGE")])
    bodies: list[object] = [[], {"villages": []}, {"villages": [3]}, {"plan": 1}, {"x": 1}]
    for body in bodies:
        assert client.post(f"/v1/results/{name}/frontier", json=body).status_code == 422


def test_that_plans_in_force_are_guarded(database_url: str) -> None:
    """Tests that another tenant finds nothing, and that ids need the scope for households."""
    with running(database_url) as client:
        store = store_of(client)
        name = keep_plan(store, keep(client, {**REQUEST, "villages": REQUEST["villages"][:1]}))
        scopes = [Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS]
        theirs = create_key(store, name="k", tenant="other", scopes=scopes)
        sums = create_key(store, name="k", tenant="default", scopes=scopes[:2])
        here: Any = client.app
        here.state.here.keys.forget()
        bodies: dict[str, object] = {
            "replan": {"events": []},
            "frontier": {},
            "pilots": {"teams": 1},
        }
        found = {}
        for action, body in bodies.items():
            where = f"/v1/results/{name}/{action}"
            assert client.post(where, json=body).status_code == 401
            headers = {"Authorization": f"Bearer {theirs}"}
            assert client.post(where, json=body, headers=headers).status_code == 404
            headers = {"Authorization": f"Bearer {sums}"}
            found[action] = client.post(where, json=body, headers=headers).status_code
        assert found == {"replan": 403, "frontier": 200, "pilots": 403}


def test_that_leavers_are_drawn(planned: Results) -> None:
    """Tests that shares and villages have their figures, the same alone and among others."""
    service, result, failed = planned
    answer = service.post(
        f"/v1/results/{result}/attrition", json={"shares": [50, 0], "draws": 30, "plan": "after"}
    )
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert (made["plan"], made["draws"], made["left_out"]) == ("after", 30, [])
    assert [one["share"] for one in made["together"]["shares"]] == [0.0, 50.0]
    none, half = made["together"]["shares"]
    assert none["unserved_worst"] == made["together"]["unserved_if_none_leaves"]
    assert half["unserved_worst"] >= half["unserved_p95"] > 0
    sums = sum(one["shares"][1]["leaving"] for one in made["villages"])
    assert sums == pytest.approx(half["leaving"], abs=0.01)
    last = made["villages"][-1]
    alone = service.post(
        f"/v1/results/{result}/attrition",
        json={"shares": [50, 0], "draws": 30, "plan": "after", "villages": [last["id"]]},
    ).json()
    assert alone["villages"] == [last]
    # Of a village that could not be planned nobody knows the recruits.
    bad = service.post(f"/v1/results/{failed}/attrition", json={"plan": "after"})
    assert bad.status_code == 422
    assert {code for _, code in faults(bad)} == {"NO_PLAN"}


@pytest.mark.parametrize(
    "body",
    [
        {"shares": [101]},
        {"shares": []},
        {"shares": [-1]},
        {"draws": 0},
        {"draws": 1e9},
        {"plan": "x"},
        {"more": 1},
        {"villages": ["nowhere"]},
    ],
)
def test_that_other_draws_are_refused(planned: Results, body: dict[str, object]) -> None:
    """Tests that what cannot be drawn is a refusal with its place, and no fault of ours."""
    service, result, _ = planned
    answer = service.post(f"/v1/results/{result}/attrition", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
