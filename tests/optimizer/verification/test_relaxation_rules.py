"""The smallest relaxations, checked by exchanges and against trying them all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from optimizer.domain.plan import Relaxations
from optimizer.domain.scenario import Village
from optimizer.verification import Violation
from optimizer.verification.case import case_of
from optimizer.verification.relaxation_rules import check_smallest
from tests.optimizer.simple_planner import NOBODY, plan_simply
from tests.optimizer.verification.example import example, example_plan
from tests.optimizer.verification.test_laws import villages


def faults(village: Village, stated: Relaxations | None) -> tuple[Violation, ...]:
    """Return what is wrong with relaxations of the simple plan."""
    plan = replace(plan_simply(village), relaxations=stated)
    return check_smallest(plan, case_of("today", village, plan.today, NOBODY, 0.0))


@settings(deadline=None)
@given(villages())
def test_that_the_smallest_are_believed_and_others_are_not(village: Village) -> None:
    """Tests that exchanges find what trying every limit and every maximum finds."""
    own = plan_simply(village).relaxations
    assume(own is not None)
    assert own is not None
    limit_m, most = own.max_distance_m, own.max_households
    assert faults(village, own) == ()
    others = [
        Relaxations(None if limit_m is not None else 40.0, most),
        Relaxations(limit_m, None if most is not None else 40),
    ]
    if limit_m is not None:
        others += [Relaxations(limit_m + 0.1, most), Relaxations(limit_m - 0.1, most)]
    if most is not None:
        others += [Relaxations(limit_m, most + 1), Relaxations(limit_m, most - 1)]
    assert [len(faults(village, other)) for other in others] == [1] * len(others)


@pytest.mark.parametrize(
    ("limit_m", "codes"), [(501.0, []), (500.0, ["RELAXED_LIMIT"]), (502.0, ["RELAXED_LIMIT"])]
)
def test_that_the_example_needs_501_metres(limit_m: float, codes: list[str]) -> None:
    """Tests that both sides of the smallest limit of the village in the head are refused."""
    plan = replace(example_plan(example()), relaxations=Relaxations(limit_m, None))
    found = check_smallest(plan, case_of("today", example(), plan.today, NOBODY, 0.0))
    assert [violation.code for violation in found] == codes
