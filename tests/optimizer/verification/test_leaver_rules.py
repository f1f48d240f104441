"""The verifier's rules of leaving, each broken in one way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.output.checks import verify_response
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.resilience.test_spare import written
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=1, max_households=3, max_distance_m=10.0, survival=True)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("survives", "weakest"), [["m001", 1]], "SURVIVES"),
        (("survives", "weakest"), [], "CLAIM"),
        (("survives", "weakest"), [["m009", 1]], "UNKNOWN_ID"),
        (("survives", "recruits_for_it"), "one", "TYPE"),
        (("survives", "proven"), False, "PROVEN"),
        (("today", "stand_ins"), [], "STAND_IN_MISSING"),
        (("today", "stand_ins", 0), ["h000", "m001", 3.0], "STAND_IN_METRES"),
        (("today", "stand_ins", 0), ["h000", "m000", 0.0], "STAND_IN"),
        (("today", "stand_ins", 1), ["h001", "m000", 1.0], "STAND_IN_SEATS"),
        (("today", "stand_in_moves"), {"m000": [["h001", "m001", "m000"]]}, "STAND_IN"),
        (("today", "stand_in_moves"), {"m009": []}, "UNKNOWN_ID"),
    ],
)
def test_that_the_verifier_finds_wrong_claims(
    path: tuple[str | int, ...], value: object, code: str
) -> None:
    """Tests that wrong counts, and stand-ins without a seat, are found."""
    windows = np.array([[1, 1], [1, 3]])
    rules = RULES.model_copy(update={"stand_ins": True})
    village = make_village(on_a_line(0, 1, 2), on_a_line(0, 2), rules=rules, windows=windows)
    scenario, document = written(village, plan_village(village))
    assert verify_response(scenario, document) == ()
    owner: Any = document["villages"][0]  # type: ignore[index]
    for key in path[:-1]:
        owner = owner[key]
    owner[path[-1]] = value
    assert code in {found.code for found in verify_response(scenario, document)}


def test_that_recruits_to_spare_have_to_hold() -> None:
    """Tests that too few recruits to spare, and counts of another plan, are found."""
    rules = RULES.model_copy(update={"spare": 1})
    plan = plan_village(village := make_village(on_a_line(0, 1), on_a_line(), rules=rules))
    assert verify_plan(village, plan) == ()
    assert plan.survival is not None
    fewer = replace(plan.survival, recruits=Proof(1, 1))
    assert "SPARE" in _codes(village, replace(plan, survival=fewer))
    short = replace(plan.survival, after=np.array([1, 0]))
    assert {"SPARE", "SURVIVES"} <= _codes(village, replace(plan, survival=short))
    shape = replace(plan.survival, after=np.array([0]))
    assert "SHAPE" in _codes(village, replace(plan, survival=shape))
    assert "SURVIVES" in _codes(village, replace(plan, survival=replace(shape, after=None)))


def _codes(village: Village, plan: VillagePlan) -> set[str]:
    return {found.code for found in verify_plan(village, plan)}
