"""Cases of how many recruits live where: nothing is lost between them, against a plain model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from optimizer.assignment.search import branch_and_bound, sequence
from optimizer.assignment.search.place_clusters import place_clusters
from optimizer.assignment.search.remaining_mip import MipStep
from optimizer.assignment.search.search_state import SearchState
from optimizer.domain.goals import Stage
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.recruit_oracle import settle_after
from tests.optimizer.recruitment.test_siting import short_village
from tests.optimizer.simple_planner import make_village

CHUNK = 20


@pytest.fixture
def splits(monkeypatch: pytest.MonkeyPatch) -> list[SearchState]:
    """Make small problems go the way of large ones; return the states that are split up."""
    seen: list[SearchState] = []
    split_up = branch_and_bound.branch_and_bound

    def watched(state: SearchState, limits: SearchLimits) -> SearchState | None:
        seen.append(state)
        return split_up(state, limits)

    monkeypatch.setattr(sequence, "SMALL", -1)
    monkeypatch.setattr(branch_and_bound, "FEW_PAIRS", -1)
    monkeypatch.setattr(sequence, "branch_and_bound", watched)
    return seen


def shortest_walk(village: Village) -> float:
    """Return the walk that the search of the whole problem proves, without any cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequence, "SMALL", 10**9)
        plan = plan_village(village)
    assert plan.after is not None
    assert plan.after.proofs[Stage.WALK].proven
    return plan.after.proofs[Stage.WALK].value


def scattered(seed: int) -> Village:
    """Return 24 households, a few members, and more recruits than one can place at a glance."""
    rng = np.random.default_rng(seed)
    rules = Rules(max_distance_m=900.0, min_households=3, max_households=5)
    home = rng.uniform(0, 1500, (24, 2))
    return make_village(home, rng.uniform(0, 1500, (2, 2)), rules=rules)


def assert_best_plans(first: int) -> None:
    """Assert that after recruiting every stage of these villages is a plain model's, and proven."""
    for seed in range(first, first + CHUNK):
        village = short_village(seed)
        plan = plan_village(village)
        assert verify_plan(village, plan) == (), seed
        if plan.after is not None:
            found, best = plan.after.proofs, settle_after(village)
            assert {stage: found[stage].value for stage in found} == pytest.approx(best), seed
            assert all(proof.proven for proof in found.values()), seed


@pytest.mark.parametrize("first", range(0, 60, CHUNK))
def test_cases_together_have_the_best_plan(first: int, splits: list[SearchState]) -> None:
    """Tests that every stage after recruiting equals a plain model's, and is proven."""
    assert_best_plans(first)
    assert splits, "some of these villages have to be split"


@pytest.mark.parametrize("seed", range(6))
def test_many_cases_prove_no_better_than_there_is(
    seed: int, splits: list[SearchState], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that more and more cases raise the bound up to the best walk, and never above it."""
    village = scattered(seed)
    best, bounds = shortest_walk(village), []
    for cases in (0, 1, 4, 100):
        monkeypatch.setattr(branch_and_bound, "CASES", cases)
        plan = plan_village(village)
        assert plan.after is not None
        walk = plan.after.proofs[Stage.WALK]
        assert walk.bound <= best + 1e-6 <= walk.value + 2e-6
        bounds.append(walk.bound)
    assert splits
    assert bounds == sorted(bounds)
    assert bounds[-1] == pytest.approx(best)


def test_a_search_that_stops_at_its_nodes_proves_only_its_bound(
    splits: list[SearchState], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a case which cannot be split and is not searched to its end stays open."""
    monkeypatch.setattr(branch_and_bound, "_split", lambda *_: None)
    monkeypatch.setattr(
        branch_and_bound, "solve_within", lambda case, *_: MipStep(case, finished=False)
    )
    for seed in range(3):
        village = scattered(seed)
        plan = plan_village(village)
        assert plan.after is not None
        walk = plan.after.proofs[Stage.WALK]
        assert walk.bound <= shortest_walk(village) + 1e-6
        assert not splits or not walk.proven
        splits.clear()


def test_neighbourhoods_lie_inside_one_another_or_apart(splits: list[SearchState]) -> None:
    """Tests that no two neighbourhoods, nor one and a pocket, share only some of their places."""
    for seed in range(6):
        plan_village(scattered(seed))
    assert splits
    for state in splits:
        every = list(groups(state))
        for one, other in combinations(every, 2):
            assert one <= other or other <= one or not one & other


def groups(state: SearchState) -> Iterator[set[int]]:
    """Yield the places of each neighbourhood, and of each pocket."""
    recruit_limits = state.problem.recruit_limits
    assert recruit_limits is not None
    tree = place_clusters(state, np.flatnonzero(recruit_limits.places))
    assert {int(place) for group in tree for place in group} == set(
        recruit_limits.places.nonzero()[0]
    )
    for rows in (*tree, *(np.flatnonzero(inside) for inside in recruit_limits.inside)):
        yield set(rows.tolist())
