"""Prices prove the bound of the walk, or are found out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.checked import CheckedBy, checked_by
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.execution.checkpoint.plan_record import read_record, write_record
from optimizer.pipeline import plan_village
from optimizer.verification.bound_rules import check_bounds
from optimizer.verification.case import case_of
from optimizer.verification.village_check import check_plan
from tests.optimizer.hand_made import SERVED, SHORT
from tests.optimizer.random_villages import random_village, under

NOBODY = np.empty(0, np.int64)


def codes(village: Village, plan: VillagePlan) -> set[str]:
    return {found.code for found in check_plan(village, plan, bounds=True).violations}


def stated(plan: VillagePlan, bound: float) -> VillagePlan:
    """Return a plan that states another bound of today's walk."""
    proofs = {**plan.today.proofs}
    proofs[Stage.WALK] = Proof(proofs[Stage.WALK].value, bound)
    return replace(plan, today=replace(plan.today, proofs=proofs))


@pytest.mark.parametrize("seed", range(60))
def test_that_the_prices_of_a_plan_prove_its_bound(seed: int) -> None:
    """Tests that the verifier, which knows no solver, comes to the same bound from the prices."""
    village = under(random_village(seed), priorities=(Priority.WALK,))
    assert codes(village, plan_village(village)) == set()


@pytest.mark.parametrize("policy", MinimumPolicy)
def test_that_many_walks_are_proven_by_prices(policy: MinimumPolicy) -> None:
    """Tests that the check is not of nothing: of forty villages without a plan in force."""
    proven = 0
    for seed in range(40):
        village = under(random_village(seed), priorities=(Priority.WALK,), minimum=policy)
        bare = replace(village, current=np.empty((0, 2), np.int64))
        proven += plan_village(bare).today.prices is not None
    assert proven >= 15


def test_that_no_prices_prove_more_than_the_best_walk() -> None:
    """Tests that whatever prices are stated, what they prove is no more than a plan walks."""
    rng, proven = np.random.default_rng(7), 0
    for seed in range(60):
        village = under(random_village(seed), priorities=(Priority.WALK,), recruiting=False)
        village = replace(village, current=np.empty((0, 2), np.int64))
        plan = plan_village(village)
        walk = plan.today.proofs[Stage.WALK]
        start = np.zeros(len(plan.today.person)) if plan.today.prices is None else plan.today.prices
        for spread in (0.0, 1e6, 1e8):
            prices = np.rint(start + rng.normal(0, spread, len(start))).astype(np.int64)
            tried = replace(plan.today, prices=prices, proofs={Stage.WALK: walk})
            more = replace(tried, proofs={Stage.WALK: replace(walk, bound=walk.value + 1)})
            assert check_bounds(case_of("today", village, more, NOBODY, 0.0)) != []
            proven += not check_bounds(case_of("today", village, tried, NOBODY, 0.0))
    assert proven > 20


def test_that_a_bound_above_what_prices_prove_is_found() -> None:
    """Tests that what the prices prove is clean, and a metre more is not."""
    plan = plan_village(SERVED)
    assert plan.today.prices is not None
    assert codes(SERVED, plan) == set()
    lower = replace(plan, today=replace(plan.today, prices=plan.today.prices - 10_000_000))
    assert codes(SERVED, lower) == {"BOUND_UNPROVEN"}
    assert "BOUND_UNPROVEN" not in codes(SERVED, stated(lower, 0.0))


def test_that_prices_of_another_village_are_refused() -> None:
    """Tests that a price too few, or one beyond all walks, is named."""
    plan = plan_village(SERVED)
    assert plan.today.prices is not None
    for prices in (plan.today.prices[1:], plan.today.prices + (1 << 45)):
        assert codes(SERVED, replace(plan, today=replace(plan.today, prices=prices))) == {"PRICES"}


def test_that_prices_hold_for_recruits_at_any_place() -> None:
    """Tests that the bound after recruiting counts every place where a recruit might live."""
    village = replace(random_village(11), current=np.empty((0, 2), np.int64))
    village = under(village, priorities=(Priority.WALK,))
    plan = plan_village(village)
    assert plan.after is not None
    assert plan.after.prices is not None
    assert codes(village, plan) == set()
    assert checked_by(village.rules, Stage.WALK, plan.after, plan.recruitment) is CheckedBy.PRICES
    dearer = replace(plan.after, prices=plan.after.prices - 10_000_000)
    assert codes(village, replace(plan, after=dearer)) == {"BOUND_UNPROVEN"}


def test_that_a_bound_says_how_it_can_be_checked() -> None:
    """Tests that counting, prices and a solver alone are told apart."""
    plan = plan_village(under(SHORT, priorities=(Priority.LONGEST,)))
    made = plan.today
    assert checked_by(SHORT.rules, Stage.SERVE, made, None) is CheckedBy.POCKETS
    assert checked_by(SHORT.rules, Stage.LONGEST, made, None) is CheckedBy.SEARCH
    enforced = SHORT.rules.model_copy(update={"minimum": MinimumPolicy.ENFORCE})
    assert checked_by(enforced, Stage.SERVE, made, None) is CheckedBy.SEARCH
    searched = stated(plan_village(SERVED), 1.0).today
    assert checked_by(SERVED.rules, Stage.WALK, searched, None) is CheckedBy.PRICES
    searched = replace(searched, prices=None)
    assert checked_by(SERVED.rules, Stage.WALK, searched, None) is CheckedBy.SEARCH


def test_that_prices_are_kept_with_a_plan() -> None:
    """Tests that a record gives back the same prices, and none where there are none."""
    plan = plan_village(SERVED)
    again = read_record(write_record(plan))
    assert plan.today.prices is not None
    assert again.today.prices is not None
    assert np.array_equal(again.today.prices, plan.today.prices)
    none = replace(plan, today=replace(plan.today, prices=None))
    assert read_record(write_record(none)).today.prices is None
