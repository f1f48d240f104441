from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.domain.goals import Stage
from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.execution import province
from optimizer.execution.effort_steps import (
    Step,
    better_plan,
    effort_steps,
    is_settled,
    open_gap,
    shared_steps,
)
from optimizer.execution.province import plan_checked, plan_in_steps
from optimizer.pipeline import plan_village
from tests.optimizer.hand_made import SERVED, SHORT

STEPS = (Step(1.0, 0.25), Step(4.0, 1.0), Step(16.0, 16.0))


def walking(value: float, bound: float) -> VillagePlan:
    """Return a plan with this value and bound of the walk, and all else proven."""
    plan = plan_village(SERVED)
    proofs = {**plan.today.proofs, Stage.WALK: Proof(value, bound)}
    return replace(plan, today=replace(plan.today, proofs=proofs))


def test_that_searches_grow_up_to_the_whole_limit() -> None:
    """Tests that the last search is that of the limit, and all before it are a third of it."""
    steps = effort_steps(20.0)
    assert [step.time_limit_s for step in steps] == [0.3125, 1.25, 5.0, 20.0]
    assert steps[-1] == Step(20.0, 20.0)
    assert all(step.effort < step.time_limit_s for step in steps[:-1])
    assert sum(step.time_limit_s for step in steps[:-1]) < 20.0 / 3


def test_that_a_short_limit_is_one_search() -> None:
    """Tests that a search is begun from a quarter of a second on, and none below."""
    assert effort_steps(0.99) == (Step(0.99, 0.99),)
    assert [step.time_limit_s for step in effort_steps(1.0)] == [0.25, 1.0]


def test_that_the_gap_is_that_of_the_walk_unless_more_is_open() -> None:
    """Tests that it is 0 where all is proven, and 1 where the recruits are not."""
    assert open_gap(walking(100.0, 100.0)) == 0
    assert open_gap(walking(100.0, 95.0)) == pytest.approx(0.05)
    plan = plan_village(SHORT)
    assert plan.recruitment is not None
    needed = Proof(plan.recruitment.needed.value, plan.recruitment.needed.value - 1)
    assert open_gap(replace(plan, recruitment=replace(plan.recruitment, needed=needed))) == 1


def test_that_a_gap_that_is_asked_for_settles_the_walk_and_nothing_else() -> None:
    """Tests that a walk at the gap will do, one beyond it not, and an open number never."""
    assert is_settled(walking(100.0, 99.0), 0.01)
    assert not is_settled(walking(100.0, 98.9), 0.01)
    assert not is_settled(walking(100.0, 99.0), 0.0)
    plan = walking(100.0, 100.0)
    proofs = {**plan.today.proofs, Stage.MINIMUM: Proof(1, 0)}
    assert not is_settled(replace(plan, today=replace(plan.today, proofs=proofs)), 1.0)


def test_that_searches_that_share_a_time_end_at_a_small_gap() -> None:
    """Tests that only the longest search is meant to prove everything."""
    steps = shared_steps(20.0)
    assert [step.time_limit_s for step in steps] == [1.25, 1.25, 1.25, 1.25, 1.25, 2.5, 5.0, 20.0]
    assert [step.gap for step in steps] == [0.1, 0.05, 0.03, 0.02, 0.01, 0.003, 0.003, 0.0]
    assert [step.usual_s for step in steps[:-1]] == sorted(step.usual_s for step in steps[:-1])
    assert shared_steps(0.2) == (Step(0.2, 0.2),)


def test_that_searches_are_used_up_where_there_is_time_for_all() -> None:
    """Tests that they end at no gap then, and that none comes twice."""
    steps = shared_steps(20.0, 4.2)
    assert [(step.time_limit_s, step.gap) for step in steps] == [
        (1.25, 0.0),
        (2.5, 0.0),
        (5.0, 0.003),
        (20.0, 0.0),
    ]


def test_that_the_better_plan_is_the_shorter_one_and_then_the_better_proven_one() -> None:
    """Tests that a plan that is no better does not replace the one before it."""

    def walk(one: VillagePlan, other: VillagePlan) -> Proof:
        return better_plan(one, other).today.proofs[Stage.WALK]

    first, shorter, proven = walking(100.0, 90.0), walking(99.0, 80.0), walking(100.0, 95.0)
    assert walk(first, shorter) == walk(shorter, first) == Proof(99.0, 90.0)
    assert walk(first, proven) == Proof(100.0, 95.0)


def test_that_a_bound_of_one_plan_holds_for_the_other() -> None:
    """Tests that a walk is proven by another plan's bound, and never bounded above itself."""
    found = better_plan(walking(99.0, 80.0), walking(100.0, 99.0))
    assert found.today.proofs[Stage.WALK] == Proof(99.0, 99.0)
    found = better_plan(walking(99.0, 80.0), walking(100.0, 99.5))
    assert found.today.proofs[Stage.WALK] == Proof(99.0, 99.0)


def test_that_a_bound_holds_only_beside_the_same_values_before_it() -> None:
    """Tests that the walk's bound is not taken from a plan with more exceptions."""
    better, worse = walking(99.0, 80.0), walking(50.0, 90.0)
    proofs = {**worse.today.proofs, Stage.MINIMUM: Proof(1, 0)}
    worse = replace(worse, today=replace(worse.today, proofs=proofs))
    assert better_plan(better, worse).today.proofs[Stage.WALK] == Proof(99.0, 80.0)


def test_that_a_village_is_searched_until_it_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that longer searches follow while the gap is open, and the best plan is kept."""
    made = iter([walking(60.0, 30.0), walking(61.0, 59.0), walking(60.0, 60.0)])
    asked: list[float] = []

    def search(_village: Village, **options: float) -> VillagePlan:
        asked.append(options["time_limit_s"])
        return next(made)

    monkeypatch.setattr(province, "plan_village", search)
    monkeypatch.setattr(province, "verify_plan", lambda _village, _plan: [])
    plan = plan_in_steps(SERVED, STEPS)
    assert asked == [1.0, 4.0, 16.0]
    assert plan.today.proofs[Stage.WALK] == Proof(60.0, 60.0)


def test_that_a_gap_ends_the_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a plan within the gap that is asked for is the last one."""
    made = iter([walking(60.0, 30.0), walking(60.0, 59.5)])
    monkeypatch.setattr(province, "plan_village", lambda _village, **_options: next(made))
    monkeypatch.setattr(province, "verify_plan", lambda _village, _plan: [])
    assert plan_in_steps(SERVED, STEPS, gap=0.01).today.proofs[Stage.WALK] == Proof(60.0, 59.5)


def test_that_short_searches_settle_easy_villages_as_a_long_one_does() -> None:
    """Tests that the plan without a time limit is that of the limit where both are proven."""
    for village in (SERVED, SHORT):
        stepwise, at_once = plan_checked(village, time_limit_s=None), plan_checked(village)
        assert stepwise.today.person.tolist() == at_once.today.person.tolist()
        assert stepwise.today.proofs == at_once.today.proofs
