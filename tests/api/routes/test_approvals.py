"""A result becomes the plan in force of its villages, and the next scenario goes on from it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response

from api.auth.keys import create_key
from tests.api.client import TestClient, running
from tests.api.planned import keep_plan, store_of

RULES = {"min_households": 1, "max_households": 3, "max_distance_m": 1000}


def village(name: str, homes: int = 4, members: int = 2) -> dict[str, Any]:
    return {
        "id": name,
        "households": [{"id": f"h{nth}", "x": 100.0 * nth, "y": 0.0} for nth in range(homes)],
        "members": [{"id": f"m{nth}", "x": 300.0 * nth, "y": 10.0} for nth in range(members)],
    }


def request(*villages: dict[str, Any]) -> dict[str, Any]:
    return {"coordinates": "metres", "rules": RULES, "villages": list(villages)}


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    with running(database_url) as opened:
        yield opened


def post(client: TestClient, path: str, **body: object) -> Response:
    answer: Response = client.post(path, json=body)
    return answer


def kept(client: TestClient, body: dict[str, Any], query: str = "") -> dict[str, Any]:
    answer = post(client, f"/v1/scenarios{query}", request=body)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def planned(client: TestClient, *villages: dict[str, Any]) -> str:
    return keep_plan(store_of(client), kept(client, request(*villages))["id"])


def taken_on(client: TestClient, result: str, **more: object) -> dict[str, Any]:
    answer = post(client, f"/v1/results/{result}/approve", by="An", **more)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def taken_back(client: TestClient, result: str) -> dict[str, Any]:
    answer = post(client, f"/v1/results/{result}/withdraw", by="Bình", reason="Nhầm")
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def code(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["code"]


def persons(client: TestClient, result: str, name: str = "v") -> dict[str, str]:
    today = client.get(f"/v1/results/{result}/villages/{name}").json()["today"]
    return {home: who for home, who, _ in today["assignments"]}


def current(client: TestClient, scenario: str, name: str = "v") -> dict[str, Any]:
    found = client.get(f"/v1/scenarios/{scenario}/villages/{name}").json()
    return {kind: dict(found.get(kind, ())) for kind in ("current", "former")}


def test_that_an_approved_plan_is_in_force(client: TestClient) -> None:
    """Tests that it says who, when and what; a second replaces it and says what changed."""
    first = planned(client, village("v"), village("w"))
    made = taken_on(client, first, comment="Họp thôn")
    assert (made["villages"], made["in_force"], made["changes"]) == (2, 2, None)
    listed = client.get("/v1/plans-in-force").json()
    assert [row["village"] for row in listed["items"]] == ["v", "w"]
    assert listed["items"][0]["approval"]["comment"] == "Họp thôn"
    assert (listed["items"][0]["previous"], listed["items"][0]["changes"]) == (None, None)
    page = client.get("/v1/plans-in-force?limit=1").json()
    rest = client.get(f"/v1/plans-in-force?limit=1&cursor={page['next']}").json()
    assert [*page["items"], *rest["items"]] == listed["items"]
    before = client.get("/v1/plans-in-force/v").json()
    second = planned(client, village("v", homes=5, members=1))
    changed = taken_on(client, second)["changes"]
    old, new = persons(client, first), persons(client, second)
    moved = sum(old.get(home) != new.get(home) for home in old)
    expected = {"households_changed": moved, "households_new": 1, "households_gone": 0}
    assert changed == {**expected, "members_joined": 0, "members_left": 1}
    now = client.get("/v1/plans-in-force/v").json()
    assert (now["approval"]["result"], now["previous"]["result"]) == (second, first)
    assert client.get(f"/v1/results/{first}?villages=false").json()["approved"]["in_force"] == 1
    back = taken_back(client, second)
    assert (back["restored"], back["without_plan"], back["withdrawn"]["by"]) == (1, 0, "Bình")
    assert client.get("/v1/plans-in-force/v").json() == before
    [last, earlier] = client.get("/v1/plans-in-force/v/history").json()["items"]
    assert (last["changes"], last["withdrawn"]) == (changed, back["withdrawn"])
    assert last["replaced"] == earlier["id"]
    assert [last["in_force"], earlier["in_force"]] == [False, True]
    page = client.get("/v1/plans-in-force/v/history?limit=1").json()
    assert page["items"] == [last]
    rest = client.get(f"/v1/plans-in-force/v/history?cursor={page['next']}").json()
    assert (rest["items"], rest["next"]) == ([earlier], None)
    assert client.get(f"/v1/results/{second}?villages=false").json()["approved"] is None
    assert code(post(client, f"/v1/results/{second}/withdraw", by="A", reason="r")) == (
        409,
        "NOT_APPROVED",
    )


def test_that_the_next_scenario_goes_on_from_it(client: TestClient) -> None:
    """Tests that it has the plan in force as current, with those who are gone counted apart."""
    first = planned(client, village("v"), village("w"))
    taken_on(client, first)
    person = persons(client, first)
    following = village("v", homes=3, members=1)
    made = kept(client, request(following, village("x")))
    here = {home: who for home, who in person.items() if home != "h3"}
    assert current(client, made["id"]) == {
        "current": {home: who for home, who in here.items() if who == "m0"},
        "former": {home: who for home, who in here.items() if who != "m0"},
    }
    gone = sum(who != "m0" for who in here.values())
    counts = {"pairs": 3 - gone, "person_gone": gone, "household_gone": 1}
    assert made["current_from"] == {"villages": 1, **counts}
    rows = client.get(f"/v1/scenarios/{made['id']}/villages").json()["items"]
    approval = client.get("/v1/plans-in-force/v").json()["approval"]["id"]
    assert [row["current_from"] for row in rows] == [{"approval": approval, **counts}, None]
    result = keep_plan(store_of(client), made["id"])
    read = client.get(f"/v1/results/{result}?villages=false").json()
    assert read["current_from"] == made["current_from"]
    other = kept(client, request(following), "?from_plan_in_force=false")
    assert (other["current_from"], current(client, other["id"])["current"]) == (None, {})
    assert other["sha256"] != kept(client, request(following))["sha256"]
    taken_back(client, first)
    assert kept(client, request(following))["sha256"] == other["sha256"]


def test_that_a_current_plan_of_ones_own_stays(client: TestClient) -> None:
    """Tests that what is sent is kept; where it is the plan in force, it goes on from that."""
    first = planned(client, village("v"))
    taken_on(client, first)
    person = persons(client, first)
    same = {**village("v"), "current": [[home, who] for home, who in person.items()]}
    assert kept(client, request(same))["current_from"]["pairs"] == len(person)
    own = {**village("v"), "current": [["h0", "m1"]]}
    made = kept(client, request(own))
    assert (made["current_from"], current(client, made["id"])["current"]) == (None, {"h0": "m1"})


def test_that_a_what_if_goes_on_from_it(client: TestClient) -> None:
    """Tests that rules are laid over villages with the plan in force, and again when it changes."""
    base = kept(client, request(village("v"), village("w")))["id"]
    first = keep_plan(store_of(client), base)
    taken_on(client, first)

    def what_if(parent: str, query: str = "") -> dict[str, Any]:
        rules = {"max_households": 2}
        answer = post(client, f"/v1/scenarios{query}", parent_id=parent, rules=rules)
        assert answer.status_code == 201, answer.text
        document: dict[str, Any] = answer.json()
        return document

    made = what_if(base)
    assert current(client, made["id"])["current"] == persons(client, first)
    assert made["current_from"]["villages"] == 2
    assert what_if(base, "?from_plan_in_force=false")["current_from"] is None
    second = keep_plan(store_of(client), made["id"])
    assert taken_on(client, second)["in_force"] == 2
    again = what_if(made["id"])
    assert current(client, again["id"])["current"] == persons(client, second)
    assert again["current_from"]["pairs"] == 2 * len(persons(client, second))
    for result in (second, first):
        taken_back(client, result)
    bare = what_if(again["id"])
    assert (bare["current_from"], current(client, bare["id"])) == (
        None,
        {"current": {}, "former": {}},
    )
    assert bare["sha256"] == what_if(base, "?from_plan_in_force=false")["sha256"]


def test_that_an_older_draft_is_refused(client: TestClient) -> None:
    """Tests that a draft from before is refused by name, unless it is to replace what came."""
    first, draft = planned(client, village("v")), planned(client, village("v"))
    taken_on(client, first)
    answer = post(client, f"/v1/results/{draft}/approve", by="Bình")
    assert code(answer) == (409, "NEWER_PLAN")
    assert answer.json()["errors"][0]["params"]["result"] == first
    assert "replaces: true" in answer.json()["detail"]
    assert taken_on(client, planned(client, village("v")))["in_force"] == 1
    assert taken_on(client, draft, replaces=True)["in_force"] == 1
    # The first is approved still, but another is in force: it may not come back unseen.
    assert code(post(client, f"/v1/results/{first}/approve", by="An")) == (409, "NEWER_PLAN")
    assert len(client.get("/v1/plans-in-force/v/history").json()["items"]) == 3


def test_that_recruits_who_were_found_are_in_force(client: TestClient) -> None:
    """Tests that the plan after recruiting replaces that of today, of the same result."""
    result = planned(client, village("v", homes=5, members=1))
    taken_on(client, result)
    made = taken_on(client, result, plan="after")
    assert (made["plan"], made["changes"]["members_joined"]) == ("after", 1)
    assert post(client, f"/v1/results/{result}/approve", by="Bình", plan="after").status_code == 409
    other = post(client, f"/v1/results/{result}/approve", by="An", plan="after", comment="Khác")
    assert code(other) == (409, "CONFLICT")
    following = kept(client, request(village("v", homes=5, members=1)))
    assert following["current_from"]["person_gone"] > 0
    assert set(current(client, following["id"])["former"].values()) == {"recruit-1"}
    assert taken_back(client, result)["plan"] == "after"
    assert client.get(f"/v1/results/{result}?villages=false").json()["approved"]["plan"] == "today"


def test_that_replanning_goes_on_from_it(client: TestClient) -> None:
    """Tests that the plan after an event may be approved, unless another came in between."""
    first = planned(client, village("v"), village("w"))
    taken_on(client, first)
    body = {"events": [{"kind": "member_left", "village": "v", "member": "m1"}]}
    jobs = [
        client.post(
            f"/v1/results/{first}/replan", json=body, headers={"Prefer": "respond-async"}
        ).json()
        for _ in range(2)
    ]
    results = [keep_plan(store_of(client), job["scenario_id"]) for job in jobs]
    assert taken_on(client, results[0])["changes"]["members_left"] == 1
    assert code(post(client, f"/v1/results/{results[1]}/approve", by="An")) == (409, "NEWER_PLAN")


def test_that_borders_are_moved_with_it(client: TestClient) -> None:
    """Tests that merged villages have their plans in force, also where these came later."""
    base = kept(client, request(village("v"), village("w"), village("x")))["id"]
    first = keep_plan(store_of(client), base)
    taken_on(client, first)
    path = f"/v1/scenarios/{base}/merge"
    merged = post(client, path, villages=["v", "w"], id="vw").json()
    served = [len(persons(client, first, name)) for name in "vwx"]
    assert (merged["current_kept"], merged["current_ended"]) == (sum(served), 0)
    assert merged["current_from"]["villages"] == 1, "x, whose border has not moved"
    bare = post(client, f"{path}?from_plan_in_force=false", villages=["v", "w"], id="vw").json()
    assert (bare["current_kept"], bare["current_from"]) == (0, None)


def test_that_a_plan_in_force_is_not_deleted(client: TestClient) -> None:
    """Tests that its scenario is refused with what to do, and is gone once it is withdrawn."""
    scenario = kept(client, request(village("v")))["id"]
    result = keep_plan(store_of(client), scenario)
    taken_on(client, result)
    assert client.get(f"/v1/scenarios/{scenario}").json()["expires"] is None
    answer = client.delete(f"/v1/scenarios/{scenario}")
    assert code(answer) == (409, "PLAN_IN_FORCE")
    assert f"({result}) is in force in 1 villages" in answer.json()["detail"]
    assert "withdraw its approval first" in answer.json()["detail"]
    job = post(client, "/v1/jobs", scenario_id=scenario).json()
    assert job["expires"] is not None, "another draft of it has its time"
    taken_back(client, result)
    assert client.delete(f"/v1/scenarios/{scenario}").status_code == 204
    [gone] = client.get("/v1/plans-in-force/v/history").json()["items"]
    assert gone["result"] is None
    assert client.get("/v1/plans-in-force/v").status_code == 404


def test_that_a_lost_answer_is_given_again(client: TestClient) -> None:
    """Tests that a repeat with its key does nothing twice, also after it was withdrawn."""
    result = planned(client, village("v"))
    approve, withdraw = ((f"/v1/results/{result}/{step}") for step in ("approve", "withdraw"))
    body = {"by": "An"}
    first = client.post(approve, json=body, headers={"Idempotency-Key": "a"})
    back = {"by": "An", "reason": "Sai"}
    gone = client.post(withdraw, json=back, headers={"Idempotency-Key": "w"})
    for path, sent, key, was in ((approve, body, "a", first), (withdraw, back, "w", gone)):
        again = client.post(path, json=sent, headers={"Idempotency-Key": key})
        assert (again.status_code, again.content) == (200, was.content)
        assert again.headers["idempotent-replayed"] == "true"
    assert client.get("/v1/plans-in-force").json()["items"] == []


def test_that_a_service_that_keeps_nothing_approves_nothing(database_url: str) -> None:
    """Tests that it says why, before it looks for any result."""
    with running(database_url, retention_days=0) as client:
        for step, body in (("approve", {"by": "An"}), ("withdraw", {"by": "An", "reason": "r"})):
            answer = post(client, f"/v1/results/job_0/{step}", **body)
            assert code(answer) == (403, "APPROVES_NOTHING")


def test_that_what_could_not_be_planned_is_not_in_force(client: TestClient) -> None:
    """Tests that a failed village is left out, and a result of none is refused."""
    scenario = kept(client, request(village("v"), village("w")))["id"]
    half = keep_plan(store_of(client), scenario, failed="v")
    assert taken_on(client, half)["villages"] == 1
    assert [one["village"] for one in client.get("/v1/plans-in-force").json()["items"]] == ["w"]
    alone = kept(client, request(village("x")))["id"]
    none = keep_plan(store_of(client), alone, failed="x")
    assert code(post(client, f"/v1/results/{none}/approve", by="An")) == (409, "NOTHING_PLANNED")


def test_that_plans_in_force_are_guarded(client: TestClient) -> None:
    """Tests that another tenant sees and inherits nothing; comments are for insiders."""
    result = planned(client, village("v"))
    taken_on(client, result, comment="h1 của bà Tư")
    store = store_of(client)
    scopes = ["optimize", "read", "households"]
    theirs, reader = (
        {"Authorization": f"Bearer {create_key(store, name='k', tenant=tenant, scopes=given)}"}
        for tenant, given in (("other", scopes), ("default", ["read"]))
    )
    here: Any = client.app
    here.state.here.keys.forget()
    assert client.get("/v1/plans-in-force", headers=theirs).json()["items"] == []
    for path in ("v", "v/history"):
        assert client.get(f"/v1/plans-in-force/{path}", headers=theirs).status_code == 404
    body = {"request": request(copy.deepcopy(village("v")))}
    made = client.post("/v1/scenarios", json=body, headers=theirs).json()
    assert made["current_from"] is None
    told = [client.get(f"/v1/plans-in-force{path}", headers=reader) for path in ("", "/v/history")]
    told.append(client.get(f"/v1/results/{result}?villages=false", headers=reader))
    for answer in told:
        assert answer.status_code == 200
        assert "bà Tư" not in answer.text
        assert '"comment":null' in answer.text.replace(" ", "")
