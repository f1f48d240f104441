"""Events through the year: what they change, what they leave, and what cannot happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest

from optimizer.domain.goals import Priority, Stage
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import ScenarioError
from optimizer.input.request import scenario_from_kept
from optimizer.output.checks import verify_response
from optimizer.replanning.plan_in_force import Which
from tests.optimizer.oracle import settle
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.replanning.small_year import after, document_after, planned, scenario_of
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=1, max_households=3, max_distance_m=10.0)


def village(name: str = "v", **changes: Any) -> Village:  # noqa: ANN401 - fields of a village
    """Return three households at 0, 1 and 9 m, and members at 0 and 9 m."""
    made = make_village(on_a_line(0, 1, 9), on_a_line(0, 9), rules=RULES)
    return replace(made, id=name, **changes)


def one(kind: str, **fields: object) -> dict[str, Any]:
    """Return an event of the village ``v``."""
    return {"kind": kind, "village": "v", **fields}


def moves_after(events: Sequence[dict[str, Any]], base: Village | None = None) -> list[list[Any]]:
    """Return today's moves of the village after events; the result is verified."""
    scenario = scenario_of(base or village())
    document = document_after(after(scenario, planned(scenario), events))
    assert verify_response(scenario_from_kept(document["scenario"]), document) == ()
    moves: list[list[Any]] = document["villages"][0]["today"]["moves"]
    return moves


@pytest.mark.parametrize(
    ("event", "moves"),
    [
        (
            one("member_left", member="m000"),
            [["h000", "m000", "m001", "EVENT"], ["h001", "m000", "m001", "EVENT"]],
        ),
        (one("member_joined", member="m9", x=0.0, y=0.0), []),
        (one("member_moved", member="m000", x=11.0, y=0.0), [["h000", "m000", "m001", "EVENT"]]),
        (one("member_window", member="m000", min=1, max=1), [["h001", "m000", "m001", "EVENT"]]),
        (one("household_gone", household="h000"), []),
        (one("household_new", household="h9", x=8.0, y=0.0), [["h9", None, "m001", "EVENT"]]),
        (
            one("household_moved", household="h000", x=12.0, y=0.0),
            [["h000", "m000", "m001", "EVENT"]],
        ),
        (one("pair_locked", household="h000", member="m001"), [["h000", "m000", "m001", "EVENT"]]),
        (
            one("pair_forbidden", household="h001", member="m000"),
            [["h001", "m000", "m001", "EVENT"]],
        ),
    ],
)
def test_that_each_event_moves_whom_it_must(event: dict[str, Any], moves: list[Any]) -> None:
    """Tests that each kind of event has the moves that can be worked out in the head."""
    assert moves_after([event]) == moves


@pytest.mark.parametrize(
    "events",
    [
        [],
        [one("member_left", member="m000"), one("member_joined", member="m000", x=0, y=0)],
        [one("household_gone", household="h001"), one("household_new", household="h001", x=1, y=0)],
        [one("household_new", household="h9", x=1, y=0), one("household_gone", household="h9")],
        [one("member_joined", member="m9", x=1, y=0), one("member_left", member="m9")],
        [
            one("member_moved", member="m000", x=50, y=0),
            one("member_moved", member="m000", x=0, y=0),
        ],
        [
            one("pair_forbidden", household="h000", member="m000"),
            one("pair_freed", household="h000", member="m000"),
        ],
        [
            one("pair_freed", household="h002", member="m001"),
            one("pair_locked", household="h002", member="m001"),
        ],
        [one("member_left", member="m001"), one("member_joined", member="m001", x=9, y=0)],
    ],
)
def test_that_an_event_and_its_inverse_change_nothing(events: list[dict[str, Any]]) -> None:
    """Tests that the result is the plan in force, byte for byte; a lock comes back as well."""
    scenario = scenario_of(village(locked=np.array([[2, 1]])))
    document = planned(scenario)
    done = after(scenario, document, events)
    assert done.planned == ()
    again = document_after(done)
    assert orjson.dumps(again["villages"]) == orjson.dumps(document["villages"])
    assert again["run"]["scenario_sha256"] == document["run"]["scenario_sha256"]
    assert again["summary"] == document["summary"]


def test_that_only_touched_villages_are_planned_again() -> None:
    """Tests that the entry of the other village is carried over byte for byte."""
    scenario = scenario_of(village("v"), village("w"))
    document = planned(scenario)
    done = after(scenario, document, [one("member_left", member="m000")])
    assert done.planned == ("v",)
    again = document_after(done)
    assert orjson.dumps(again["villages"][1]) == orjson.dumps(document["villages"][1])
    assert again["villages"][0] != document["villages"][0]
    assert again["summary"]["villages"] == 2
    next_scenario = scenario_from_kept(again["scenario"])
    assert verify_response(next_scenario, again) == ()
    # The next month goes on from there, and without an event nothing changes.
    third = document_after(after(next_scenario, again, []))
    assert third["villages"] == again["villages"]


def test_that_recruits_of_the_plan_are_members_from_then_on() -> None:
    """Tests that a person found as a recruit keeps its households, and others their names."""
    alone = make_village(on_a_line(0, 1, 2, 30, 31), on_a_line(0), rules=RULES)
    scenario = scenario_of(alone)
    document = planned(scenario)
    recruits = document["villages"][0]["recruitment"]["recruits"]
    assert [one["id"] for one in recruits] == ["recruit-1"]
    nothing = after(scenario, document, [], Which.AFTER)
    assert nothing.planned == ()
    found = [one("member_joined", member="m7", **{"as": "recruit-1"})]
    again = document_after(after(scenario, document, found, Which.AFTER))
    today = again["villages"][0]["today"]
    assert today["moves"] == []
    assert {row[1] for row in today["assignments"]} == {"m000", "m7"}
    with pytest.raises(ScenarioError, match="UNKNOWN_RECRUIT"):
        after(scenario, document, found)


def test_that_who_is_away_comes_back() -> None:
    """Tests that absences change no plan, and that days are cut where somebody goes or comes."""
    scenario = scenario_of(village())
    document = planned(scenario)
    dates = {"from": "2026-12-01", "to": "2026-12-10"}
    later = {"from": "2026-12-08", "to": "2026-12-12"}
    events = [
        one("member_away", member="m000", **dates),
        one("member_away", member="m001", **later),
    ]
    again = document_after(after(scenario, document, events))
    entry = again["villages"][0]
    away = entry.pop("away")
    assert entry == document["villages"][0]
    assert [(days["from"], days["to"], days["members"]) for days in away] == [
        ("2026-12-01", "2026-12-07", ["m000"]),
        ("2026-12-08", "2026-12-10", ["m000", "m001"]),
        ("2026-12-11", "2026-12-12", ["m001"]),
    ]
    assert away[0]["stand_ins"] == [["h000", "m001", 9.0], ["h001", "m001", 8.0]]
    assert [row[1] for row in away[1]["stand_ins"]] == [None, None, None]


@pytest.mark.parametrize(
    ("events", "code", "where"),
    [
        ([one("member_left", member="m9")], "UNKNOWN_MEMBER", "/0"),
        (
            [one("member_left", member="m000"), one("member_moved", member="m000", x=0, y=0)],
            "UNKNOWN_MEMBER",
            "/1",
        ),
        ([one("household_gone", household="h9")], "UNKNOWN_HOUSEHOLD", "/0"),
        ([one("household_new", household="h000", x=0, y=0)], "DUPLICATE_ID", "/0"),
        ([one("member_joined", member="m000", x=0, y=0)], "DUPLICATE_ID", "/0"),
        ([one("member_joined", member="m9")], "MISSING", "/0"),
        ([one("member_window", member="m000")], "MISSING", "/0"),
        ([one("member_window", member="m000", min=5, max=4)], "MIN_ABOVE_MAX", "/0"),
        ([one("member_window", member="m000", max=1.5)], "NOT_WHOLE", "/0"),
        ([one("pair_freed", household="h000", member="m000")], "CONTRADICTORY_EVENTS", "/0"),
        (
            [
                one("pair_locked", household="h000", member="m000"),
                one("pair_forbidden", household="h000", member="m000"),
            ],
            "CONTRADICTORY_EVENTS",
            "/1",
        ),
        ([{"kind": "member_left", "village": "w", "member": "m000"}], "UNKNOWN_VILLAGE", "/0"),
        ([{"kind": "left", "village": "v"}], "UNKNOWN_EVENT", "/0"),
        ([one("member_left", member="m000", x=1, y=1)], "UNKNOWN_FIELD", "/0"),
        ([one("member_left", member="m000", telephone="1")], "UNKNOWN_FIELD", "/0"),
        ([one("member_away", member="m000", **{"from": "1.12.", "to": "2"})], "BAD_DATE", "/0"),
        ([one("household_new", household="h9", x=0.0, y=9e9)], "OUT_OF_RANGE", "/0"),
        (["member_left"], "NOT_AN_OBJECT", "/0"),
    ],
)
def test_that_what_cannot_happen_is_named_by_its_row(
    events: list[Any], code: str, where: str
) -> None:
    """Tests that nothing is planned, and that the row and the reason are said."""
    scenario = scenario_of(village())
    with pytest.raises(ScenarioError) as raised:
        after(scenario, planned(scenario), events)
    assert where in {problem.where for problem in raised.value.problems}
    if code != "OUT_OF_RANGE":
        assert code in {problem.code for problem in raised.value.problems}


def test_that_given_distances_are_kept() -> None:
    """Tests that who leaves takes its distances along, and that new points have none."""
    made = {
        "id": "v",
        "rules": {"min_households": 1, "max_households": 3, "metric": {"kind": "matrix"}},
        "households": [{"id": "h0"}, {"id": "h1"}],
        "members": [{"id": "m1"}, {"id": "m2"}],
        "distances": {
            "members": [["h0", "m1", 10.0], ["h0", "m2", 20.0], ["h1", "m1", 10.0]],
        },
    }
    scenario = scenario_from_kept({"villages": [made]})
    document = planned(scenario)
    again = document_after(after(scenario, document, [one("member_left", member="m1")]))
    assert again["villages"][0]["today"]["moves"] == [
        ["h0", "m1", "m2", "EVENT"],
        ["h1", "m1", None, "EVENT"],
    ]
    assert verify_response(scenario_from_kept(again["scenario"]), again) == ()
    with pytest.raises(ScenarioError, match="NO_POINTS"):
        after(scenario, document, [one("household_new", household="h9", x=0, y=0)])


def test_that_a_plan_of_another_scenario_is_refused() -> None:
    """Tests that a plan is not replanned with a scenario that was changed meanwhile."""
    scenario = scenario_of(village())
    other = scenario_of(village(forbidden=np.array([[0, 1]])))
    with pytest.raises(ScenarioError, match="PLAN_OF_ANOTHER_SCENARIO"):
        after(other, planned(scenario), [])


def random_events(made: Village, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return a few events of a random village that can all happen."""
    members, households = made.members.ids.tolist(), made.households.ids.tolist()
    events: list[dict[str, Any]] = []
    if len(members) > 1 and rng.random() < 0.7:
        events.append(one("member_left", member=members.pop(int(rng.integers(len(members))))))
    if rng.random() < 0.5:
        x, y = rng.integers(0, 900, 2).tolist()
        events.append(one("member_joined", member="new", x=x, y=y, min=1, max=3))
    if len(households) > 1 and rng.random() < 0.5:
        gone = households.pop(int(rng.integers(len(households))))
        events.append(one("household_gone", household=gone))
    if rng.random() < 0.7:
        x, y = rng.integers(0, 900, 2).tolist()
        events.append(one("household_new", household="house", x=x, y=y))
    if rng.random() < 0.4:
        events.append(one("member_window", member=members[0], min=0, max=2))
    return events


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_that_no_plan_changes_fewer(first: int) -> None:
    """Tests that on random villages the next plan has the fewest changes, by a plain model."""
    for seed in range(first, first + 20):
        made = random_village(seed, most_households=9, most_members=4)
        base = replace(
            under(made, minimum=MinimumPolicy.FLAG, priorities=(Priority.WALK,), recruiting=False),
            locked=np.empty((0, 2), np.int64),
            current=np.empty((0, 2), np.int64),
        )
        scenario: Scenario = scenario_of(base)
        document = planned(scenario)
        events = random_events(base, np.random.default_rng(seed))
        done = after(scenario, document, events)
        again = document_after(done)
        next_scenario = scenario_from_kept(again["scenario"])
        assert verify_response(next_scenario, again) == (), seed
        if not done.planned:
            continue
        best = settle(next_scenario.villages[0])
        proof = again["villages"][0]["today"]["proof"]
        for stage in (Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK):
            if stage in best:
                assert proof[stage]["proven"], seed
                assert proof[stage]["value"] == pytest.approx(best[stage], abs=1e-3), seed
