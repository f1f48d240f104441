"""Moves against the plan in force: who changes person, by event or by choice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import orjson
import pytest

from optimizer.domain.goals import Stage
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.input.request import scenario_from_request
from optimizer.input.request.request_writer import request_from_scenario
from optimizer.output.checks import verify_response
from optimizer.output.moves import MoveCause, moves
from optimizer.output.proof_document import Document
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from tests.optimizer.plain_changes import forced_changes, may_keep
from tests.optimizer.random_villages import random_village
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=1, max_households=3, max_distance_m=10.0)
PAIRS = np.array([[0, 0], [1, 0], [2, 0]])


def moved(village: Village) -> list[tuple[str, str | None, str | None, str]]:
    """Plan a village and return today's moves."""
    plan = plan_village(village)
    return list(moves(village, plan.today, village.members.ids))


def document(village: Village) -> tuple[Scenario, Document]:
    """Return a village's scenario and its response, as a program reads it."""
    scenario = Scenario(village.rules, (village,), village.lonlat)
    written = response(scenario, [plan_village(village)], run_record(scenario, seed=0, seconds=0.0))
    return scenario, orjson.loads(orjson.dumps(written))


def test_that_nobody_moves_without_an_event() -> None:
    """Tests that a plan that keeps everybody has no move, and that without a plan there is none."""
    village = make_village(on_a_line(0, 1, 2), on_a_line(0, 2), rules=RULES, current=PAIRS)
    assert moved(village) == []
    assert "moves" not in document(replace(village, current=np.empty((0, 2), np.int64)))[1]


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"forbidden": np.array([[2, 0]])}, MoveCause.EVENT),
        ({"locked": np.array([[2, 1]])}, MoveCause.EVENT),
        ({}, None),
    ],
)
def test_that_a_pair_that_ends_is_an_event(
    change: dict[str, object], cause: MoveCause | None
) -> None:
    """Tests that a pair that is forbidden, or locked away, makes its household move by event."""
    base = make_village(on_a_line(0, 1, 2), on_a_line(0, 2), rules=RULES, current=PAIRS)
    village = replace(base, **change)  # type: ignore[arg-type]
    assert moved(village) == ([] if cause is None else [("h002", "m000", "m001", cause)])


def test_that_a_smaller_window_forces_so_many_out() -> None:
    """Tests that of three households, a window of two forces one out, and who had nobody comes."""
    windows = np.array([[1, 2], [1, 3]])
    village = make_village(
        on_a_line(0, 1, 2, 3), on_a_line(0, 2), rules=RULES, windows=windows, current=PAIRS
    )
    assert moved(village) == [
        ("h002", "m000", "m001", MoveCause.EVENT),
        ("h003", None, "m001", MoveCause.EVENT),
    ]
    assert plan_village(village).today.proofs[Stage.KEEP].value == 0


def test_that_a_change_for_a_minimum_is_a_choice() -> None:
    """Tests that a household that could have stayed moves by choice."""
    windows = np.array([[1, 3], [2, 3]])
    village = make_village(
        on_a_line(0, 1, 2, 3), on_a_line(0, 2), rules=RULES, windows=windows, current=PAIRS
    )
    assert moved(village) == [
        ("h002", "m000", "m001", MoveCause.CHOICE),
        ("h003", None, "m001", MoveCause.EVENT),
    ]
    assert plan_village(village).today.proofs[Stage.KEEP].value == 1


def test_that_who_is_gone_is_named() -> None:
    """Tests that a request says whose person is gone, and that its moves name the person."""
    village = {
        "id": "v",
        "households": [{"id": "a", "x": 0, "y": 0}, {"id": "b", "x": 5000, "y": 0}],
        "members": [{"id": "m", "x": 0, "y": 0}],
        "former": [["a", "gone"], ["b", "gone"]],
    }
    scenario = scenario_from_request({"villages": [village]})
    assert request_from_scenario(scenario)["villages"][0]["former"] == village["former"]
    made, written = document(scenario.villages[0])
    today = written["villages"][0]["today"]  # type: ignore[index]
    assert today["moves"] == [["a", "gone", "m", "EVENT"], ["b", "gone", None, "EVENT"]]
    assert today["changed"] == 2
    assert verify_response(made, written) == ()


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_that_moves_are_the_changes(first: int) -> None:
    """Tests that on random villages moves are counted and caused as defined, and verified."""
    for seed in range(first, first + 20):
        village = random_village(seed, most_households=10, most_members=4)
        if not len(village.current):
            continue
        plan = plan_village(village)
        names = {str(name): row for row, name in enumerate(village.households.ids)}
        persons = {str(name): row for row, name in enumerate(person_ids(village, plan))}
        before = dict(village.current.tolist())
        for made in (plan.today, plan.after):
            if made is None:
                continue
            listed = list(moves(village, made, person_ids(village, plan)))
            now = dict(enumerate(made.person.tolist()))
            changed = {row for row, who in now.items() if before.get(row, UNSERVED) != who}
            assert {names[move[0]] for move in listed} == changed
            chosen = [move for move in listed if move[3] == MoveCause.CHOICE]
            for household, was, _, _ in chosen:
                assert was is not None
                assert may_keep(village, names[household], persons[was])
            lost = sum(move[1] is not None for move in listed)
            assert made.changed == lost
            assert len(chosen) == lost - forced_changes(village)
            assert made.proofs[Stage.KEEP].value == len(chosen)
        scenario, written = document(village)
        assert verify_response(scenario, written) == ()
