from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.errors import SolverError
from optimizer.execution import province
from optimizer.execution.province import plan_scenario
from optimizer.pipeline import plan_village
from tests.optimizer.hand_made import SCENARIO, SERVED, SHORT


def test_that_plans_come_in_the_scenarios_order() -> None:
    """Tests that every village is planned once, in order, and reported just before it comes."""
    seen: list[str] = []
    for plan in plan_scenario(SCENARIO, on_done=lambda plan: seen.append(plan.village_id)):
        assert seen[-1] == plan.village_id
    assert seen == ["a", "b"]


def test_that_villages_are_planned_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the first plan is there before the second village is looked at."""
    looked_at: list[str] = []

    def remember(village: Village, **options: float) -> VillagePlan:
        looked_at.append(village.id)
        return plan_village(village, time_limit_s=options["time_limit_s"])

    monkeypatch.setattr(province, "plan_village", remember)
    next(plan_scenario(SCENARIO))
    assert looked_at == ["a"]


def test_that_a_scenario_without_villages_has_no_plans() -> None:
    """Tests that nothing to do is done."""
    empty = replace(SCENARIO, villages=())
    assert list(plan_scenario(empty)) == []


def test_that_a_wrong_plan_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a plan which the verifier refuses stops everything, with the village's name."""
    right = plan_village(SHORT)
    served_from_afar = replace(
        right.today,
        person=np.zeros(8, np.int64),
        metres=np.arange(8) * np.float64(10.0),
        loads=np.array([8]),
        reasons=np.full(8, ""),
    )
    monkeypatch.setattr(
        province,
        "plan_village",
        lambda _village, **_options: replace(right, today=served_from_afar),
    )
    with pytest.raises(SolverError, match=r"village b breaks \d+ of its own rules"):
        list(plan_scenario(replace(SCENARIO, villages=(SHORT,))))


def test_that_a_right_plan_passes() -> None:
    """Tests that the same village without the fault is planned."""
    (plan,) = plan_scenario(replace(SCENARIO, villages=(SERVED,)))
    assert plan.today.person.tolist() == [0] * 6
