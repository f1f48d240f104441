"""The verifier of lending: clean plans are clean, and each rule is broken once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import orjson
import pytest

from optimizer.domain.lending import Lending
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.execution.province import plan_checked
from optimizer.input.request import scenario_from_request
from optimizer.lending.lending_document import lending_document
from optimizer.lending.lending_plan import plan_lending
from optimizer.output.checks import verify_response
from optimizer.output.checks.json_values import JsonFaults
from optimizer.output.checks.lending_check import check_lending
from optimizer.output.response import response, run_record
from optimizer.verification.lending_rules import OwnPlan
from tests.optimizer.inputs import line, request, village
from tests.optimizer.lending.test_lending_plan import neighbours

Row = dict[str, Any]


def lent_response(villages: Sequence[Village], lending: Lending) -> tuple[Scenario, Row]:
    """Return a scenario that asks for lending, and its response."""
    plans: list[VillagePlan] = [plan_checked(one, time_limit_s=5.0) for one in villages]
    by_id = {plan.village_id: plan for plan in plans}
    clusters = plan_lending(villages, by_id, lending, SearchLimits.lasting(10.0))
    alone = sum(0 if one.recruitment is None else len(one.recruitment.places) for one in plans)
    lent = lending_document(villages, clusters, alone=alone)
    lonlat = villages[0].lonlat
    scenario = Scenario(villages[0].rules, tuple(villages), lonlat, lending=lending)
    document = response(scenario, plans, run_record(scenario, seed=0, seconds=0.1), lending=lent)
    return scenario, orjson.loads(orjson.dumps(document))


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_that_plans_are_clean(seed: int, *, mixed: bool) -> None:
    """Tests that whatever the planner lends stands the check, with windows, caps and locks."""
    scenario, document = lent_response(neighbours(seed + 500 * mixed, mixed=mixed), Lending())
    assert verify_response(scenario, document) == ()


def test_that_degrees_are_measured_again() -> None:
    """Tests that metres across a border are those of the ellipsoid."""
    villages = [village("v1", households=line("h", 12)), village("v2", households=line("h", 3))]
    for one in villages:
        for row in [*one["households"], *one["members"]]:
            row.update(x=108.9 + row["x"] / 1e5, y=11.5)
    asked = request(*villages, coordinates="lonlat", lending={"between": "neighbours"})
    scenario = scenario_from_request(asked)
    assert scenario.lending is not None
    scenario, document = lent_response(scenario.villages, scenario.lending)
    assert document["lending"]["clusters"][0]["households_lent"] == 2
    assert verify_response(scenario, document) == ()
    document["lending"]["clusters"][0]["assignments"][0][4] += 0.5
    assert "METRES" in codes(scenario, document)


def codes(scenario: Scenario, document: object) -> set[str]:
    return {violation.code for violation in verify_response(scenario, document)}


@cache
def lent_and_recruited() -> tuple[Scenario, bytes]:
    """Return two villages of which one lends, and still one recruit is needed at the far end.

    v1: 12 households at 10 to 120 m, and 6 at 5,010 to 5,060 m, a member at 10 m who takes 10.
    v2: 3 households, and a member who takes 10, at 10 to 30 m.
    """
    far = [{"id": f"far{n}", "x": 5000.0 + 10 * n, "y": 0.0} for n in range(1, 7)]
    short = village("v1", households=[*line("h", 12), *far], forbidden=[["h12", "m1"]])
    rich = village("v2", households=line("h", 3))
    asked = request(short, rich, lending={"between": "neighbours"})
    scenario = scenario_from_request(asked)
    assert scenario.lending is not None
    scenario, document = lent_response(scenario.villages, scenario.lending)
    return scenario, orjson.dumps(document)


def spoilt(spoil: Callable[[Row], object]) -> set[str]:
    """Return the codes that are found where the one cluster of the example is changed."""
    scenario, made = lent_and_recruited()
    document = orjson.loads(made)
    spoil(document["lending"]["clusters"][0])
    return codes(scenario, document)


def lent_row(cluster: Row) -> list[Any]:
    return next(row for row in cluster["assignments"] if row[0] != row[2])


def unserve(cluster: Row, reason: str = "CAPACITY") -> None:
    """Take the person from a lent household, and say so everywhere else."""
    row = lent_row(cluster)
    cluster["assignments"].remove(row)
    cluster["unserved"].append([*row[:2], reason])
    cluster["households_lent"] -= 1
    for stage in ("serve", "lent"):
        step = 1 if stage == "serve" else -1
        proof = cluster["proof"][stage]
        proof.update(value=proof["value"] + step, bound=proof["bound"] + step)
    cluster["proof"]["walk"].update(value=cluster["proof"]["walk"]["value"] - row[4], bound=0)


def one_more_recruit(cluster: Row) -> None:
    cluster["recruited"].append(["v1", "recruit-2", "h1"])
    cluster.update(recruits=2, bound=1, proven=False)
    cluster["proof"]["recruit"].update(value=2, bound=1)


def give_all_to_one(cluster: Row) -> None:
    for row in cluster["assignments"]:
        if row[2:4] == ["v1", "m1"]:
            row[2:4] = ["v2", "m1"]
            cluster["households_lent"] += 1


def far_away(cluster: Row) -> None:
    """Lend a household that is kilometres away."""
    row = next(row for row in cluster["assignments"] if row[1] == "far1")
    row[2:4] = ["v2", "m1"]
    cluster["households_lent"] += 1


def test_that_the_example_is_clean() -> None:
    """Tests that the example lends, recruits, and names the pocket at the far end."""
    scenario, made = lent_and_recruited()
    (cluster,) = orjson.loads(made)["lending"]["clusters"]
    assert (cluster["recruits_alone"], cluster["recruits"], cluster["proven"]) == (2, 1, True)
    assert cluster["households_lent"] == 2
    assert [pocket["recruits_at_least"] for pocket in cluster["pockets"]] == [1]
    assert verify_response(scenario, orjson.loads(made)) == ()


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("LENT_PAIR", far_away),
        ("UNKNOWN_PERSON", lambda one: lent_row(one).__setitem__(3, "m9")),
        ("UNKNOWN_PERSON", lambda one: lent_row(one).__setitem__(2, None)),
        ("UNKNOWN_HOUSEHOLD", lambda one: lent_row(one).__setitem__(1, "h99")),
        ("HOUSEHOLD_TWICE", lambda one: one["assignments"].append(one["assignments"][0])),
        ("HOUSEHOLD_MISSING", lambda one: one["assignments"].pop()),
        ("METRES", lambda one: lent_row(one).__setitem__(4, 1.0)),
        ("OVER_MAXIMUM", give_all_to_one),
        ("UNKNOWN_PLACE", lambda one: one["recruited"][0].__setitem__(2, "p9")),
        ("RECRUIT_NAMES", lambda one: one["recruited"][0].__setitem__(1, "recruit-7")),
        ("RECRUIT_TWICE", lambda one: one["recruited"].append(one["recruited"][0])),
        ("EXCHANGE", unserve),
        ("WRONG_REASON", lambda one: unserve(one, "DISTANCE")),
        ("WRONG_REASON", lambda one: unserve(one, "")),
        ("VALUE", lambda one: one["proof"]["lent"].update(value=3, bound=3)),
        ("VALUE", lambda one: one["proof"]["walk"].update(value=1.0, bound=1.0)),
        ("VALUE", lambda one: one["proof"]["minimum"].update(value=4, bound=0)),
        ("VALUE", lambda one: one["proof"]["keep"].update(value=4, bound=0)),
        ("BOUND", lambda one: one["proof"]["walk"].update(bound=1e9)),
        ("STAGES", lambda one: one["proof"].pop("keep")),
        ("CLAIM", lambda one: one.update(households_lent=7)),
        ("CLAIM", lambda one: one.update(proven=False)),
        ("CLAIM", lambda one: one.update(recruits=2)),
        ("CLAIM", one_more_recruit),
        ("CLAIM", lambda one: one.update(recruits_alone=3)),
        ("CLUSTER_VILLAGES", lambda one: one.update(villages=["v1"])),
        ("CLUSTER_VILLAGES", lambda one: one.update(villages=["v2", "v1"])),
        ("POCKET_ROWS", lambda one: one["pockets"][0].update(households=[])),
        ("POCKET_MEMBERS", lambda one: one["pockets"][0]["members"].append(["v2", "m1"])),
        ("POCKET_MEMBERS", lambda one: one["pockets"][0]["households"].append(["v1", "h1"])),
        ("POCKET_ROOM", lambda one: one["pockets"][0].update(room=3)),
        ("POCKET_BOUND", lambda one: one["pockets"][0].update(recruits_at_least=2)),
        ("TYPE", lambda one: one.pop("assignments")),
        ("TYPE", lambda one: one.update(villages=7)),
    ],
)
def test_that_what_is_wrong_is_found(code: str, spoil: Callable[[Row], object]) -> None:
    """Tests that each rule of a cluster is checked without the planner."""
    assert code in spoilt(spoil)


def document_with(change: Callable[[Row], object]) -> set[str]:
    scenario, made = lent_and_recruited()
    document = orjson.loads(made)
    change(document)
    return codes(scenario, document)


def test_that_missing_and_unasked_lending_is_told() -> None:
    """Tests that a scenario that asks has lending, all of it, and another has none."""
    assert document_with(lambda made: made.pop("lending")) == {"LENDING_MISSING"}
    assert document_with(lambda made: made["lending"].update(recruits=2)) == {"CLAIM"}
    none = {"recruits_alone": 2, "recruits": 2, "clusters": []}
    assert document_with(lambda made: made.update(lending=none)) == {"CLUSTER_MISSING"}

    def twice(made: Row) -> None:
        made["lending"]["clusters"] *= 2

    assert "VILLAGE_TWICE" in document_with(twice)
    scenario, made = lent_and_recruited()
    assert codes(replace(scenario, lending=None), orjson.loads(made)) == {"NOT_ASKED"}


def test_that_villages_that_may_not_lend_are_told() -> None:
    """Tests that a plan across a border is none where the two are not asked about, or too far."""
    scenario, made = lent_and_recruited()
    for lending in (Lending(level=1), Lending(max_distance_m=10.0)):
        assert codes(replace(scenario, lending=lending), orjson.loads(made)) == {"LENT_PAIR"}


def under(scenario: Scenario, **rules: object) -> Scenario:
    """Return a scenario whose villages have other rules, with the plan of before."""
    villages = tuple(
        replace(one, rules=one.rules.model_copy(update=rules)) for one in scenario.villages
    )
    return replace(scenario, villages=villages)


def test_that_caps_and_locks_are_kept() -> None:
    """Tests that recruits where nobody is recruited, too many, or without the lock are told."""
    scenario, made = lent_and_recruited()
    stated = orjson.loads(made)["lending"]
    own = {"v1": OwnPlan(2, 0), "v2": OwnPlan(0, 0)}

    def found(changed: Scenario, lent: object = stated) -> set[str]:
        faults = JsonFaults("test")
        broken = check_lending(changed.villages, own, changed.lending, lent, faults)
        return {violation.code for violation in (*faults.found, *broken)}

    assert found(scenario) == set()
    assert found(under(scenario, recruiting=False)) == {"RECRUITING_OFF"}
    assert found(under(scenario, max_recruits=0)) == {"TOTAL_CAP"}
    one, two = scenario.villages
    locked = replace(scenario, villages=(replace(one, locked=np.array([[5, 0]])), two))
    names = dict(zip(one.households.ids.tolist(), range(18), strict=True))
    moved = next(row[1] for row in stated["clusters"][0]["assignments"] if row[0] != row[2])
    locked.villages[0].locked[0, 0] = names[moved]
    assert found(locked) == {"LENT_PAIR", "LOCKED"}
    own["v1"] = OwnPlan(0, 0)
    alone = {**stated, "recruits_alone": 0, "recruits": -1}
    assert found(scenario, alone) == {"ALONE", "WORSE_THAN_ALONE"}
