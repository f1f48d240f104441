"""The fairest and the most compact plans: against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import Assignment
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.walk_levels import walk_levels
from optimizer.large_villages.large_plan import plan_large
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.every_village_plan import best_key, steps_of
from tests.optimizer.random_villages import random_village, under

NEW = (Priority.FAIREST, Priority.COMPACT)
ORDERS = tuple(
    order for count in (1, 2, 3) for order in permutations(Priority, count) if set(order) & set(NEW)
)
EACH = 1
"""Villages of each order and policy."""


def values(village: Village, made: Assignment, recruits: int) -> tuple[object, ...]:
    """Return what a plan is stated to come to, in the form of `best_key`."""
    proofs, metres = made.proofs, made.metres[~np.isnan(made.metres)]
    key: list[object] = [int(proofs[Stage.SERVE].value), recruits]
    key += [int(proofs[Stage.MINIMUM].value), made.changed]
    for stage in list(proofs):
        value = proofs[stage].value
        if stage is Stage.FAIREST:
            key.append(steps_of(metres, village.rules.fairest_step_m))
        elif stage in (Stage.WALK, Stage.LONGEST):
            key.append(round(value * 1e6))
        elif stage not in (Stage.SERVE, Stage.RECRUIT, Stage.MINIMUM, Stage.KEEP):
            key.append(int(value))
    return tuple(key)


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_that_no_plan_is_fairer_or_more_compact(
    policy: MinimumPolicy, order: tuple[Priority, ...]
) -> None:
    """Tests that today's plan has the best value of all plans, goal by goal, and says so."""
    first = EACH * (2 * ORDERS.index(order) + (policy is MinimumPolicy.ENFORCE))
    for seed in range(first, first + EACH):
        made = random_village(seed, most_households=5, most_members=3)
        village = under(
            made, minimum=policy, priorities=order, fairest_step_m=60.0, recruiting=False
        )
        plan = plan_village(village)
        assert values(village, plan.today, 0) == best_key(village), seed
        assert all(proof.proven for proof in plan.today.proofs.values()), seed
        assert verify_plan(village, plan) == (), seed


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("seed", range(40))
def test_that_no_plan_with_recruits_is_fairer_or_more_compact(
    policy: MinimumPolicy, seed: int
) -> None:
    """Tests that with recruits at any places no plan is better, and that no bound is above it."""
    order = ORDERS[seed * 7 % len(ORDERS)]
    made = random_village(seed, most_households=4, most_members=2)
    village = under(made, minimum=policy, priorities=order, fairest_step_m=60.0)
    plan = plan_village(village)
    assert verify_plan(village, plan) == ()
    if plan.after is None or plan.recruitment is None or plan.recruitment.needed.value > 2:
        return
    found = values(village, plan.after, len(plan.recruitment.places))
    best = best_key(village, 2)
    if Priority.BALANCE not in order:
        assert found == best
        assert all(proof.proven for proof in plan.after.proofs.values())
    assert best <= found


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("time_limit_s", [0.0, 1e-3, 0.01])
def test_that_little_time_proves_nothing_false(policy: MinimumPolicy, time_limit_s: float) -> None:
    """Tests that above the step that is open all plans have the same counts, and none has fewer."""
    checked = 0
    for seed in range(12):
        made = random_village(seed, most_households=5, most_members=3)
        village = under(
            made, minimum=policy, priorities=(Priority.FAIREST,), fairest_step_m=60.0,
            recruiting=False,
        )  # fmt: skip
        today = plan_village(village, time_limit_s=time_limit_s).today
        best, found = best_key(village), values(village, today, 0)
        proof, steps = today.proofs[Stage.FAIREST], best[4]
        assert best <= found
        if best[:4] != found[:4] or proof.step_m is None or not isinstance(steps, tuple):
            continue
        checked += 1
        counts = {step_m: sum(60.0 * one > step_m for one in steps) for step_m in _steps(proof)}
        for step_m, beyond in walk_levels(today.metres, 60.0):
            if step_m > proof.step_m:
                assert counts[step_m] == beyond
        assert counts[proof.step_m] >= proof.bound
    assert checked > 0


def _steps(proof: Proof) -> list[float]:
    return [] if proof.step_m is None else [proof.step_m, *(60.0 * nth for nth in range(1, 40))]


@pytest.mark.parametrize("order", [(Priority.FAIREST,), (Priority.COMPACT,)], ids="-".join)
def test_that_large_villages_are_bounded_over_all_pairs(order: tuple[Priority, ...]) -> None:
    """Tests that small villages, planned as large ones, keep the rules and have valid bounds."""
    for seed in range(8):
        made = random_village(seed, most_households=6, most_members=2)
        village = under(made, minimum=MinimumPolicy.FLAG, priorities=order, fairest_step_m=60.0)
        plan = plan_large(village, SearchLimits.lasting(20.0))
        assert verify_plan(village, plan) == (), seed
        best = best_key(under(village, recruiting=False))
        proof = plan.today.proofs[Stage(order[0])]
        if proof.proven:
            assert values(village, plan.today, 0)[:5] == best[:5], seed


@pytest.mark.parametrize("stage", [Stage.FAIREST, Stage.COMPACT])
@pytest.mark.parametrize(("more", "above"), [(1, 0), (-1, -1), (0, 1)])
def test_that_a_spoilt_value_or_bound_is_found(stage: Stage, more: int, above: int) -> None:
    """Tests that the verifier counts for itself, and believes no bound above its value."""
    made = random_village(4, most_households=12, most_members=4)
    village = under(made, priorities=NEW, fairest_step_m=60.0, recruiting=False)
    plan = plan_village(village)
    proof = plan.today.proofs[stage]
    spoilt = replace(proof, value=proof.value + more, bound=proof.value + above)
    today = replace(plan.today, proofs={**plan.today.proofs, stage: spoilt})
    found = verify_plan(village, replace(plan, today=today))
    assert {one.stage for one in found} == {str(stage)}


@pytest.mark.parametrize("step_m", [None, 0.0, 90.0])
def test_that_a_step_of_other_rules_is_found(step_m: float | None) -> None:
    """Tests that households beyond no step of these rules are nothing that is proven."""
    made = random_village(4, most_households=12, most_members=4)
    village = under(made, priorities=NEW, fairest_step_m=60.0, recruiting=False)
    plan = plan_village(village)
    proof = replace(plan.today.proofs[Stage.FAIREST], step_m=step_m)
    today = replace(plan.today, proofs={**plan.today.proofs, Stage.FAIREST: proof})
    found = verify_plan(village, replace(plan, today=today))
    assert [one.code for one in found] == ["VALUE"]
