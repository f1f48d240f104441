"""A curve is kept, written, read back and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.domain.plan import CurvePoint
from optimizer.domain.scenario import Scenario
from optimizer.execution.checkpoint import fits
from optimizer.execution.checkpoint.plan_record import read_record, write_record
from optimizer.execution.province import plan_checked
from optimizer.input.request import scenario_from_request
from optimizer.output.checks.response_check import verify_response
from optimizer.output.response import response, run_record
from optimizer.verification import verify_plan
from tests.optimizer.budget.test_coverage_curve import three_hamlets
from tests.optimizer.inputs import request, village
from tests.optimizer.random_villages import under

ONE = under(three_hamlets(), curve=True)
PLAN = plan_checked(ONE)


def test_that_a_curve_is_kept_as_it_was() -> None:
    """Tests that a record holds the curve, and is of a village that asks for one."""
    again = read_record(write_record(PLAN))
    assert write_record(again) == write_record(PLAN)
    assert fits(again, ONE)
    assert not fits(again, under(ONE, curve=False))


def written() -> tuple[Scenario, dict[str, Any]]:
    """Return a scenario and its response."""
    scenario = Scenario(ONE.rules, (ONE,), lonlat=False)
    return scenario, response(scenario, [PLAN], run_record(scenario, seed=0, seconds=0.1))


def test_that_a_written_curve_is_verified() -> None:
    """Tests that a response with its curve is clean, and names the places of each point."""
    scenario, document = written()
    recruitment = document["villages"][0]["recruitment"]
    assert recruitment["curve"] == [[0, 0, 0], [1, 10, 10], [2, 16, 16], [3, 24, 24]]
    assert recruitment["curve_places"][1] == ["p00003"]
    assert verify_response(scenario, document) == ()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda made: made.pop("curve_places"), "TYPE"),
        (lambda made: made.update(curve=[[0, 0, 0]]), "CURVE_PLACES"),
        (lambda made: made["curve_places"].__setitem__(1, ["nowhere"]), "UNKNOWN_PLACE"),
        (lambda made: (made.pop("curve"), made.pop("curve_places")), "CURVE_MISSING"),
        (lambda made: (made["curve"].pop(), made["curve_places"].pop()), "CURVE_POINTS"),
        (lambda made: made["curve"].__setitem__(1, [1, 10, 9]), "CURVE_BOUND"),
        (lambda made: made["curve"].__setitem__(2, [2, 9, 16]), "CURVE_FALLS"),
        (lambda made: made["curve"].__setitem__(3, [3, 23, 24]), "CURVE_END"),
        (lambda made: made["curve"].__setitem__(1, [1, 11, 11]), "CURVE_SERVED"),
        (lambda made: made["curve_places"].__setitem__(1, ["p00000"] * 2), "CURVE_PLACES"),
    ],
)
def test_that_a_spoilt_curve_is_found(spoil: Callable[[dict[str, Any]], object], code: str) -> None:
    """Tests that every way of stating another curve is told."""
    scenario, document = written()
    spoil(document["villages"][0]["recruitment"])
    assert code in {violation.code for violation in verify_response(scenario, document)}


def test_that_a_curve_nobody_asked_for_is_told() -> None:
    """Tests that a plan with a curve is none of a village whose rules ask for none."""
    codes = {violation.code for violation in verify_plan(under(ONE, curve=False), PLAN)}
    assert codes == {"CURVE_UNASKED"}


def test_that_a_place_takes_no_more_than_it_may() -> None:
    """Tests that a point with too many recruits near one place is told."""
    assert PLAN.recruitment is not None
    crowded = CurvePoint(3, 24, 24, np.array([3, 3, 3]))
    curve = (*PLAN.recruitment.curve[:3], crowded)
    spoilt = replace(PLAN, recruitment=replace(PLAN.recruitment, curve=curve))
    capped = under(ONE, recruits_per_place=2)
    assert "CURVE_PLACES" in {violation.code for violation in verify_plan(capped, spoilt)}


def test_that_a_request_asks_for_a_curve() -> None:
    """Tests that `rules.curve` is read, and is not in the rules of who does not use it."""
    asked = scenario_from_request(request(village(), rules={"curve": True}))
    assert asked.rules.curve
    assert "curve" not in scenario_from_request(request(village())).rules.model_dump(mode="json")
