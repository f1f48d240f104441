"""The response JSON of the example, key by key."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.goals import Stage
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Scenario, Village
from optimizer.output.proof_document import proof_document
from optimizer.output.response import response, run_record, village_response
from tests.optimizer.simple_planner import plan_simply
from tests.optimizer.verification.example import example, example_plan
from tests.optimizer.verification.test_laws import villages


def scenario_of(*planned: Village) -> Scenario:
    """Return a scenario of these villages."""
    return Scenario(example().rules, planned, lonlat=False)


def test_that_the_example_reads_as_the_contract_says() -> None:
    """Tests that every key of an entry is right for the village planned in the head."""
    entry = village_response(example(), example_plan(example()))
    assert list(entry) == [
        "id",
        "verdict",
        "households",
        "members",
        "today",
        "recruitment",
        "after",
        "relaxations",
        "baselines",
        "message",
        "hints",
    ]
    today = entry["today"]
    assert isinstance(today, dict)
    assert today["assignments"][:2] == [["h000", "m000", 0.0], ["h001", "m000", 1.0]]
    assert today["unserved"] == [
        ["h003", "CAPACITY"],
        ["h007", "EXCLUDED"],
        ["h009", "DISTANCE"],
        ["h010", "DISTANCE"],
    ]
    assert today["reserve"] == ["m003"]
    assert today["exceptions"] == ["m002"]
    assert today["locked_beyond_limit"] == [["h008", "m002"]]
    assert (today["walk_m"], today["longest_m"], today["changed"]) == (114.0, 100.0, 2)
    assert today["proof"]["serve"] == {
        "value": 4,
        "bound": 4,
        "proven": True,
        "checked": "pockets",
    }
    assert today["proof"]["walk"] == {
        "value": 114.0,
        "bound": 0,
        "proven": False,
        "gap": 1.0,
        "checked": "prices",
    }


def test_that_recruits_are_told_with_their_place_and_worth() -> None:
    """Tests that the recruitment and the plan after it are told with ids."""
    entry = village_response(example(), example_plan(example()))
    recruitment, after = entry["recruitment"], entry["after"]
    assert isinstance(recruitment, dict)
    assert isinstance(after, dict)
    assert {key: recruitment[key] for key in ("needed", "bound", "proven", "by")} == {
        "needed": 3,
        "bound": 3,
        "proven": True,
        "by": "pockets",
    }
    assert recruitment["recruits"][0] == {
        "id": "recruit-1",
        "place": "h009",
        "x": 1000.0,
        "y": 0.0,
        "households": 2,
        "worth": 2,
        "hamlet": "B",
    }
    assert recruitment["pockets"][0] == {
        "households": ["h000", "h001", "h002", "h003"],
        "members": ["m000"],
        "room": 3,
        "recruits_at_least": 1,
    }
    assert ["h010", "recruit-1", 1.0] in after["assignments"]
    assert after["exceptions"] == ["m002", "recruit-2", "recruit-3"]
    assert list(after["proof"])[:3] == ["serve", "recruit", "minimum"]


def test_that_both_languages_are_told() -> None:
    """Tests that the sentences about a village stand beside its figures."""
    message = village_response(example(), example_plan(example()))["message"]
    assert isinstance(message, dict)
    assert list(message) == ["en", "vi"]
    assert message["en"].startswith("Thôn v: 11 households, 4 members. Add at least 3: ")
    assert message["vi"].startswith("Thôn v: 11 hộ, 4 thành viên. Cần bổ sung ít nhất 3 ")


def test_that_the_whole_adds_the_villages_up() -> None:
    """Tests that summary and run of a response of two villages are right."""
    second = replace(example(), id="w")
    scenario = scenario_of(example(), second)
    plans = [example_plan(example()), replace(example_plan(example()), village_id="w")]
    document = response(scenario, plans, run_record(scenario, seed=7, seconds=0.12345))
    summary = document["summary"]
    assert isinstance(summary, dict)
    areas = summary.pop("areas")
    assert summary == {
        "villages": 2,
        "households": 22,
        "members": 8,
        "unserved_today": 8,
        "recruits_needed": 6,
        "verdicts": {"NEEDS_MEMBERS_LOCAL": 2},
        "failed": 0,
    }
    assert [area["recruits_needed"] for area in areas] == [6] * len(areas)
    run = document["run"]
    assert isinstance(run, dict)
    assert list(run) == [
        "version",
        "scenario_sha256",
        "coordinates",
        "rules",
        "seed",
        "seconds",
        "cut_short",
        "solver",
    ]
    assert (run["seed"], run["seconds"]) == (7, 0.123)
    assert run["rules"]["max_households"] == 3


@settings(deadline=None)
@given(villages())
def test_that_a_response_is_plain_json(village: Village) -> None:
    """Tests that nothing but JSON's own values, all of them finite, is in a response."""
    scenario = scenario_of(village)
    document = response(scenario, [plan_simply(village)], run_record(scenario, seed=0, seconds=0.0))
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@settings(deadline=None)
@given(st.floats(0, 1e9), st.floats(0, 1e9), st.sampled_from(list(Stage)))
def test_that_an_open_gap_is_never_rounded_away(low: float, high: float, stage: Stage) -> None:
    """Tests that a proof is stated as proven exactly when it is, and bounds stay below."""
    bound, value = sorted((low, high))
    whole = float(np.ceil(value)) if stage not in {Stage.WALK, Stage.LONGEST} else value
    told = proof_document(Proof(whole, bound), stage)
    proven = bound >= whole
    assert told["proven"] is proven
    assert ("gap" in told) is not proven
    assert (told["bound"] == told["value"]) is proven
    assert proven or (told["gap"] > 0 and told["bound"] <= bound)  # type: ignore[operator]


def test_that_a_limit_is_rounded_up() -> None:
    """Tests that a relaxed limit, rounded, still reaches whom it must reach."""
    plan = example_plan(example())
    assert plan.relaxations is not None
    above = float(np.nextafter(501.0, 502.0))
    for limit_m, stated_m in ((501.00001, 501.001), (above, 501.001), (501.0, 501.0)):
        relaxed = replace(plan.relaxations, max_distance_m=limit_m, max_households=4)
        entry = village_response(example(), replace(plan, relaxations=relaxed))
        assert entry["relaxations"] == {"max_distance_m": stated_m, "max_households": 4}
