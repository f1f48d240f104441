"""The metric matrix: the caller's own distances, with points or without."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.distance import between_members_m
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.goals import Priority
from optimizer.domain.plan import Reason
from optimizer.domain.scenario import Points, Scenario, Village
from optimizer.input.request import (
    request_from_scenario,
    scenario_from_kept,
    scenario_from_request,
)
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.every_village_plan import best_key
from tests.optimizer.inputs import only, problems
from tests.optimizer.named_villages import named, random_matrix
from tests.optimizer.random_villages import random_village
from tests.optimizer.test_fair_and_compact import values

Document = dict[str, Any]


def request(**fields: object) -> Document:
    """Return a request of six households and two members without points."""
    village: Document = {
        "id": "v1",
        "households": [{"id": f"h{n}"} for n in range(1, 7)],
        "members": [{"id": "m1", "min": 1}, {"id": "m2", "min": 1}],
        "distances": {
            "members": [["h1", "m1", 340], ["h2", "m1", 80.5], ["h3", "m2", 0], ["h1", "m2", 20]]
        },
    }
    return {"rules": {"metric": {"kind": "matrix"}}, "villages": [village | fields]}


def answer(document: Document) -> Document:
    """Return the response to a request, as a program reads it."""
    scenario = scenario_from_request(document)
    plans = [plan_village(village) for village in scenario.villages]
    made = response(scenario, plans, run_record(scenario, seed=0, seconds=0.0))
    read: Document = json.loads(json.dumps(made))
    assert verify_response(scenario, read) == ()
    return read


@pytest.mark.parametrize("seed", range(25))
def test_that_named_straight_lines_are_straight_lines(seed: int) -> None:
    """Tests that a matrix of straight distances has the values, reasons and verdict of points."""
    village = random_village(seed, most_households=14, most_members=5)
    other = named(village)
    assert not other.has_points
    plan, again = plan_village(village), plan_village(other)
    assert verify_plan(other, again) == ()
    assert again.verdict == plan.verdict
    assert again.relaxations == plan.relaxations
    assert again.locked_beyond_limit.tolist() == plan.locked_beyond_limit.tolist()
    assert again.today.reasons.tolist() == plan.today.reasons.tolist()
    for made, same in ((plan.today, again.today), (plan.after, again.after)):
        assert (made is None) == (same is None)
        if made is not None and same is not None:
            assert {stage: proof.value for stage, proof in same.proofs.items()} == {
                stage: proof.value for stage, proof in made.proofs.items()
            }


@pytest.mark.parametrize("seed", range(40))
def test_that_no_plan_for_today_is_better(seed: int) -> None:
    """Tests that today's plan by asymmetric distances has the best value of all plans there are."""
    village = random_matrix(seed)
    plan = plan_village(village)
    assert verify_plan(village, plan) == ()
    assert values(village, plan.today, 0) == best_key(village)
    assert all(proof.proven for proof in plan.today.proofs.values())


@pytest.mark.parametrize("seed", range(80, 120))
def test_that_no_plan_with_recruits_is_better(seed: int) -> None:
    """Tests that with recruits at any places of a random matrix no plan is better."""
    village = random_matrix(seed, most_households=4, most_members=2)
    plan = plan_village(village)
    assert verify_plan(village, plan) == ()
    if plan.after is None or plan.recruitment is None or plan.recruitment.needed.value > 2:
        return
    if Priority.BALANCE in village.rules.priorities:
        return  # its bound with recruits is not always met
    found = values(village, plan.after, len(plan.recruitment.places))
    assert found == best_key(village, 2)


def test_that_points_are_for_maps_alone() -> None:
    """Tests that coordinates beside named distances change no plan."""
    for seed in range(20):
        village = random_matrix(seed, most_households=12, most_members=4)
        rng = np.random.default_rng(seed)
        count = len(village.households)
        xy = rng.uniform(0, 500, (count, 2))
        placed = replace(village, households=Points(village.households.ids, xy, xy))
        one, other = plan_village(village), plan_village(placed)
        assert one.today.person.tolist() == other.today.person.tolist()
        if one.after is not None and other.after is not None:
            assert one.after.person.tolist() == other.after.person.tolist()


def test_that_what_is_not_named_is_out_of_reach() -> None:
    """Tests that a household named nowhere is said, and one's own door is there for a recruit."""
    made = answer(request())["villages"][0]
    assert made["today"]["assignments"] == [
        ["h1", "m2", 20.0],
        ["h2", "m1", 80.5],
        ["h3", "m2", 0.0],
    ]
    assert made["today"]["unserved"] == [[f"h{n}", "DISTANCE"] for n in (4, 5, 6)]
    assert [hint["code"] for hint in made["hints"]] == ["NOT_NAMED"] * 3
    assert made["recruitment"]["needed"] == 3
    places = [recruit["place"] for recruit in made["recruitment"]["recruits"]]
    assert sorted(places) == ["h4", "h5", "h6"]
    assert {recruit["x"] for recruit in made["recruitment"]["recruits"]} == {None}


def test_that_a_limit_holds_for_named_metres() -> None:
    """Tests that a pair at the limit may be used, and that the relaxation names the next metres."""
    document = request()
    document["rules"]["max_distance_m"] = 80.5
    document["villages"][0]["households"] = [{"id": "h1"}, {"id": "h2"}, {"id": "h3"}]
    document["villages"][0]["forbidden"] = [["h1", "m2"]]
    made = answer(document)["villages"][0]
    assert made["today"]["unserved"] == [["h1", "EXCLUDED"]]
    assert made["relaxations"]["max_distance_m"] == 340.0


def test_that_a_locked_pair_needs_no_metres() -> None:
    """Tests that a locked pair without a distance is used, said, and stated without metres."""
    made = answer(request(locked=[["h4", "m1"]]))["villages"][0]["today"]
    assert ["h4", "m1", None] in made["assignments"]
    assert made["locked_beyond_limit"] == [["h4", "m1"]]
    assert made["walk_m"] == 100.5


def test_that_a_document_may_not_leave_out_metres_that_there_are() -> None:
    """Tests that null for a named distance is no clean plan."""
    scenario = scenario_from_request(request())
    plans = [plan_village(scenario.villages[0])]
    made = json.loads(
        json.dumps(response(scenario, plans, run_record(scenario, seed=0, seconds=0.0)))
    )
    made["villages"][0]["today"]["assignments"][0][2] = None
    assert "METRES" in {broken.code for broken in verify_response(scenario, made)}


def test_that_members_have_distances_of_their_own() -> None:
    """Tests that the metres among members are those of `teams`, from the row to the column."""
    distances = {"members": [], "teams": [["m1", "m2", 80.0]]}
    village = scenario_from_request(request(distances=distances)).villages[0]
    assert between_members_m(village).tolist() == [[0.0, 80.0], [np.inf, 0.0]]
    straight = random_village(3)
    apart = straight.members.xy[:, None] - straight.members.xy
    assert np.array_equal(between_members_m(straight), np.hypot(apart[..., 0], apart[..., 1]))


def test_that_a_matrix_is_read_back_as_it_was_written() -> None:
    """Tests that request and scenario say the same, fingerprint included, in any order of rows."""
    document = request(places=[{"id": "p1"}], locked=[["h4", "m1"]])
    document["villages"][0]["distances"] |= {
        "places": [["h1", "p1", 5.0]],
        "teams": [["m1", "m2", 80.0]],
    }
    scenario = scenario_from_request(document)
    again = scenario_from_kept(json.loads(json.dumps(request_from_scenario(scenario))))
    assert scenario_sha256(again) == scenario_sha256(scenario)
    document["villages"][0]["distances"]["members"].reverse()
    assert scenario_sha256(scenario_from_request(document)) == scenario_sha256(scenario)
    document["villages"][0]["distances"]["members"][0][2] += 0.1
    assert scenario_sha256(scenario_from_request(document)) != scenario_sha256(scenario)


BAD: dict[str, tuple[object, str, str, str]] = {
    "no such household": (["h9", "m1", 1.0], "UNKNOWN_HOUSEHOLD", "household", "h9"),
    "no such member": (["h1", "h1", 1.0], "UNKNOWN_MEMBER", "member", "h1"),
    "negative": (["h5", "m1", -1], "NEGATIVE", "metres", "-1"),
    "text": (["h5", "m1", "340"], "NOT_A_NUMBER", "metres", "340"),
    "not a number": (["h5", "m1", float("nan")], "NOT_FINITE", "metres", "nan"),
    "endless": (["h5", "m1", float("inf")], "NOT_FINITE", "metres", "inf"),
    "missing": (["h5", "m1", None], "MISSING", "metres", ""),
    "too long": (["h5", "m1", 2e7], "TOO_LARGE", "metres", "20000000.0"),
    "two of one pair": (["h1", "m1", 341], "DISTANCE_TWICE", "member", "m1"),
    "a number for an id": ([5, "m1", 341], "NOT_TEXT", "household", "5"),
    "no row": (["h1", "m1"], "NOT_A_DISTANCE", "", "a list of 2"),
}


@pytest.mark.parametrize("name", BAD)
def test_that_bad_distances_are_named(name: str) -> None:
    """Tests that a distance that cannot be is named by its pointer, its field and its value."""
    row, code, field, value = BAD[name]
    document = request()
    document["villages"][0]["distances"]["members"].append(row)
    problem = only(problems(document))
    assert (problem.code, problem.field, problem.value) == (code, field, value)
    assert problem.where == "/villages/0/distances/members/4"


def test_that_a_matrix_is_needed_and_doors_are_near() -> None:
    """Tests that a matrix without distances is refused, and metres to one's own door."""
    document = request()
    del document["villages"][0]["distances"]
    assert only(problems(document)).code == "NO_DISTANCES"
    document = request(distances={"places": [["h1", "h1", 3.0]]})
    assert only(problems(document)).code == "OWN_DOOR"
    assert not problems_of_none(request(distances={"places": [["h1", "h1", 0.0]]}))
    document = request(distances={"far": []})
    assert only(problems(document)).code == "UNKNOWN_FIELD"
    document = request(places=[{"id": "p1"}], distances={"places": [["h1", "h2", 3.0]]})
    assert only(problems(document)).code == "UNKNOWN_PLACE"


def problems_of_none(document: Document) -> list[Village]:
    """Return nothing where a request is in order."""
    assert isinstance(scenario_from_request(document), Scenario)
    return []


def test_that_half_a_point_is_refused() -> None:
    """Tests that x without y is named, also where no points are needed."""
    document = request()
    document["villages"][0]["households"][0]["x"] = 3.0
    problem = only(problems(document))
    assert (problem.code, problem.where, problem.field) == (
        "MISSING",
        "/villages/0/households/0",
        "y",
    )


def test_that_points_are_needed_elsewhere() -> None:
    """Tests that in a request of both kinds a village of straight lines still needs its points."""
    document = request()
    document["villages"].append(
        {
            "id": "v2",
            "rules": {"metric": "straight"},
            "households": [{"id": "h1", "x": 0, "y": 0}, {"id": "h2"}],
            "members": [],
        }
    )
    found = problems(document)
    assert [(one.code, one.where, one.field) for one in found] == [
        ("MISSING", "/villages/1/households/1", "x"),
        ("MISSING", "/villages/1/households/1", "y"),
    ]
    reasons = [Reason(why) for _, why in answer(request())["villages"][0]["today"]["unserved"]]
    assert set(reasons) == {Reason.DISTANCE}
