"""Changing a plan by hand over HTTP: who else is near enough, and the version that comes of it."""

from __future__ import annotations

from math import hypot
from typing import Any

from api.auth.keys import create_key
from api.auth.scopes import Scope
from tests.api.client import TestClient, running
from tests.api.planned import REQUEST, Results, keep, keep_plan, request_of, store_of
from tests.api.routes.test_replanning import ASYNC, ended
from tests.api.routes.test_without_points import listed


def nearest(client: TestClient, name: str, village: str, query: str = "") -> Any:  # noqa: ANN401 - a response
    return client.get(f"/v1/results/{name}/villages/{village}/nearest{query}")


def test_that_who_lives_near_enough_is_told(planned: Results) -> None:
    """Tests that the metres are those between the points, the nearest first."""
    client, name, _ = planned
    answer = nearest(client, name, "surplus")
    assert answer.status_code == 200, answer.text
    made = answer.json()
    village = next(one for one in REQUEST["villages"] if one["id"] == "surplus")
    homes = {one["id"]: (one["x"], one["y"]) for one in village["households"]}
    people = {one["id"]: (one["x"], one["y"]) for one in village["members"]}
    assert made["plan"] == "today"
    assert {one["id"] for one in made["households"]} == set(homes)
    for one in made["households"]:
        (x, y), metres = homes[one["id"]], [far for _, far in one["nearest"]]
        assert metres == sorted(metres)
        for person, far in one["nearest"]:
            px, py = people[made["persons"][person]]
            assert abs(far - hypot(x - px, y - py)) < 0.001
    tag = {"If-None-Match": answer.headers["etag"]}
    where = f"/v1/results/{name}/villages/surplus/nearest"
    assert client.get(where, headers=tag).status_code == 304


def test_that_recruits_are_persons_of_the_plan_after(planned: Results) -> None:
    """Tests that the recruits of a plan can be given households, and today's plan has none."""
    client, name, _ = planned
    today = nearest(client, name, "one-recruit").json()["persons"]
    after = nearest(client, name, "one-recruit", "?plan=after").json()["persons"]
    assert set(after) - set(today) == {"recruit-1"}


def test_that_no_village_and_no_plan_are_not_there(planned: Results) -> None:
    """Tests that an unknown village, and one that could not be planned, are not found."""
    client, name, failed = planned
    assert nearest(client, name, "none").status_code == 404
    assert nearest(client, failed, "surplus").status_code == 404
    assert nearest(client, name, "surplus", "?most=0").status_code == 422


def test_that_recruits_of_a_list_are_nobody_to_measure_to(planned: Results) -> None:
    """Tests that of a village without points today's plan is told, and another one refused."""
    client, _, _ = planned
    name = keep_plan(store_of(client), keep(client, listed()))
    today = nearest(client, name, "list").json()
    assert {far for one in today["households"] for _, far in one["nearest"]} == {None}
    refused = nearest(client, name, "list", "?plan=after")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "NO_POINTS"


def test_that_a_version_says_who_made_it(database_url: str) -> None:
    """Tests that a job after events has a name, an author, a comment and its version before."""
    with running(database_url) as client:
        scenario = keep(client, request_of("surplus"))
        name = keep_plan(store_of(client), scenario)
        home, who, _ = client.get(f"/v1/results/{name}/villages/surplus").json()["today"][
            "assignments"
        ][0]
        lock = {"kind": "pair_locked", "household": home, "member": who}
        told = {"name": "Sửa tay", "by": "Trưởng thôn", "comment": "theo ý bà con"}
        body = {"events": [lock], **told}
        job = ended(client, client.post(f"/v1/results/{name}/replan", json=body, headers=ASYNC))
        version = client.get(f"/v1/jobs/{job}").json()["scenario_id"]
        kept = client.get(f"/v1/scenarios/{version}").json()
        assert (kept["name"], kept["made_by"], kept["comment"]) == tuple(told.values())
        assert kept["parent_id"] == scenario
        listed_too = client.get("/v1/scenarios").json()["items"]
        assert next(one for one in listed_too if one["id"] == version) == kept
        assert client.get(f"/v1/scenarios/{scenario}").json()["made_by"] == ""
        store = store_of(client)
        key = create_key(store, name="an", tenant="default", scopes=(Scope.READ,))
        app: Any = client.app
        app.state.here.keys.forget()
        shown = client.get(
            f"/v1/scenarios/{version}", headers={"Authorization": f"Bearer {key}"}
        ).json()
        assert (shown["made_by"], shown["comment"]) == ("Trưởng thôn", None)


def test_that_a_scenario_gets_another_name(database_url: str) -> None:
    """Tests that a name is changed for all who read it, its ETag too, and is not empty."""
    with running(database_url) as client:
        name = keep(client, request_of("tiny"))
        where = f"/v1/scenarios/{name}"
        before = client.get(where)
        assert client.patch(where, json={"name": " Xã Mới "}).json()["name"] == "Xã Mới"
        after = client.get(where, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.json() == {**before.json(), "name": "Xã Mới"}
        for wrong in ({"name": " "}, {"name": "a\nb"}, {}, {"name": "a", "rules": {}}):
            assert client.patch(where, json=wrong).status_code == 422
        assert client.patch("/v1/scenarios/scn_0", json={"name": "x"}).status_code == 404
