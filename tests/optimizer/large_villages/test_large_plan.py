"""Plans of large villages, on villages small enough for the exact search to say what is best."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import UNSERVED, VillagePlan
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.large_villages import candidate_pairs, village_size
from optimizer.large_villages.large_plan import plan_large
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line


@pytest.fixture(autouse=True)
def two_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every household the two nearest members, and those of the plans that are known."""
    monkeypatch.setattr("optimizer.large_villages.large_plan.most_pairs", lambda _: 1)
    monkeypatch.setattr(candidate_pairs, "LEAST", 2)
    monkeypatch.setattr(candidate_pairs, "CHEAP", 0)


def planned(village: Village) -> VillagePlan:
    """Plan a village as if it were large."""
    return plan_large(village, SearchLimits.lasting(20.0))


@pytest.mark.parametrize("policy", list(MinimumPolicy))
@pytest.mark.parametrize("order", [(Priority.WALK,), (Priority.BALANCE, Priority.LONGEST)])
def test_that_every_plan_is_clean_and_no_bound_is_above_a_better_plan(
    policy: MinimumPolicy, order: tuple[Priority, ...]
) -> None:
    """Tests that the exact search finds nothing better than a bound, under every kind of rule."""
    for seed in range(24):
        village = under(random_village(seed), minimum=policy, priorities=order)
        plan, best = planned(village), plan_village(village)
        assert verify_plan(village, plan) == (), seed
        assert best.today.proofs[Stage.SERVE].proven, seed
        pairs = [(plan.today, best.today)]
        if plan.after is not None and best.after is not None:
            pairs.append((plan.after, best.after))
            assert plan.recruitment is not None, seed
            assert best.recruitment is not None, seed
            assert plan.recruitment.needed.bound <= best.recruitment.needed.value, seed
        for mine, exact in pairs:
            for stage in mine.proofs:
                assert mine.proofs[stage].bound <= exact.proofs[stage].value + 1e-6, (seed, stage)
                if mine.proofs[stage].value != exact.proofs[stage].value:
                    break


def test_that_whoever_the_nearest_with_room_serves_is_served() -> None:
    """Tests that a plan along few pairs serves no fewer than a rule of thumb, nor walks more."""
    for seed in range(24):
        village = under(random_village(seed), minimum=MinimumPolicy.FLAG)
        if len(village.locked):
            continue
        plan = planned(village)
        rule = plan.baselines.greedy
        assert len(plan.today.unserved) <= rule.unserved, seed
        few = len(plan.today.exceptions(village.members.minimum))
        kept = not len(village.current) and village.rules.priorities[0] is Priority.WALK
        if len(plan.today.unserved) == rule.unserved and few == rule.exceptions and kept:
            assert plan.today.walk_m <= rule.walk_m + 1e-6, seed


def test_that_relaxations_are_those_of_the_exact_search() -> None:
    """Tests that with time enough nothing is left unknown, and limit and maximum are the same."""
    for seed in range(24):
        village = under(random_village(seed), minimum=MinimumPolicy.FLAG)
        assert planned(village).relaxations == plan_village(village).relaxations, seed


def test_that_what_was_not_found_in_time_is_called_unknown() -> None:
    """Tests that a limit that would do is not denied when there was no time to look for it."""
    village = make_village(on_a_line(0, 0, 5000), on_a_line(0), rules=Rules(max_distance_m=100.0))
    hurried = plan_large(village, SearchLimits.lasting(0.0)).relaxations
    sure = planned(village).relaxations
    assert hurried is not None
    assert sure is not None
    assert (hurried.max_distance_m, "max_distance_m" in hurried.unknown) == (None, True)
    assert (sure.max_distance_m, sure.unknown) == (5000.0, ())


def test_that_all_pairs_are_candidates_where_there_are_few_enough() -> None:
    """Tests that pairs are kept whole up to a number, and chosen from beyond it."""
    metres = np.arange(12.0).reshape(4, 3)
    nobody = np.full(4, UNSERVED)
    assert len(candidate_pairs.candidates(metres, 12, ())) == 12
    some = candidate_pairs.candidates(metres, 11, (np.array([2, UNSERVED, UNSERVED, 2]), nobody))
    assert len(some) == 4 * 2 + 2


def test_that_a_village_is_large_from_so_many_pairs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that pairs with places count where recruiting is on, and those of members always."""
    monkeypatch.setattr(village_size, "LEAST", 8)
    limits = SearchLimits.lasting(1.0, effort=0.0)
    few = make_village(on_a_line(0, 1, 2, 3), on_a_line(0, 1), rules=Rules(recruiting=False))
    assert not village_size.is_large(few, limits)
    assert village_size.is_large(under(few, recruiting=True), limits)
    more = make_village(on_a_line(0, 1, 2), on_a_line(0, 1, 2), rules=Rules(recruiting=False))
    assert village_size.is_large(more, limits)
    assert not village_size.is_large(more, SearchLimits.lasting(1.0, effort=1.0))
