"""The curve of a village without its plan is that beside its plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.domain.search_limits import SearchLimits
from optimizer.execution.curves import CurveRequest, village_curves
from tests.optimizer.budget.test_coverage_curve import planned, sound, triples
from tests.optimizer.random_villages import under


@pytest.mark.parametrize("seed", range(200, 240))
def test_that_it_is_the_curve_beside_the_plan(seed: int) -> None:
    """Tests that both have the same points, under both policies and with caps."""
    village = sound(seed)
    (curve,) = village_curves([village], CurveRequest(SearchLimits.lasting(20).effort))
    points = [
        (number, int(served), int(bound))
        for number, (served, bound) in enumerate(zip(curve.served, curve.bound, strict=True))
    ]
    plan = planned(village)
    households = len(village.households)
    if plan.recruitment is None:
        assert points == [(0, households, households)]
        assert not len(plan.today.unserved)
    else:
        assert points == triples(plan)
    assert curve.servable <= households


def test_that_processes_change_nothing() -> None:
    """Tests that two processes find what one does, in the order of the villages."""
    villages = [replace(sound(seed), id=f"v{seed}") for seed in (201, 202)]
    told: list[str] = []
    curves = village_curves(
        villages, CurveRequest(), workers=2, on_done=lambda curve: told.append(curve.village)
    )
    alone = village_curves(villages, CurveRequest(), workers=1)
    assert [curve.village for curve in curves] == ["v201", "v202"]
    assert sorted(told) == ["v201", "v202"]
    assert [(list(curve.served), list(curve.bound)) for curve in curves] == [
        (list(curve.served), list(curve.bound)) for curve in alone
    ]


def test_that_nobody_is_recruited_where_nobody_may_be() -> None:
    """Tests that a village without recruiting has one point, what its members serve."""
    village = under(sound(203), recruiting=False)
    (curve,) = village_curves([village], CurveRequest())
    plan = planned(village)
    assert curve.most == 0
    assert curve.served[0] == curve.bound[0] == len(village.households) - len(plan.today.unserved)
