"""Clusters against one plain model over all their villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.goal_solver import solve_goal
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.lending import Lending
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.execution.province import plan_checked
from optimizer.lending import cluster_stages
from optimizer.lending.lending_plan import plan_lending
from tests.optimizer.lending.plain_cluster import settle_cluster
from tests.optimizer.recruitment.short_villages import on_a_line, village


def lent(
    villages: Sequence[Village], lending: Lending | None = None, seconds: float = 30.0
) -> list[ClusterPlan]:
    plans = {one.id: plan_checked(one, time_limit_s=5.0) for one in villages}
    return plan_lending(villages, plans, lending or Lending(), SearchLimits.lasting(seconds))


def neighbours(seed: int, *, mixed: bool = False) -> list[Village]:
    """Return two or three small villages beside one another, with every kind of trouble."""
    rng = np.random.default_rng(seed)
    made = []
    most = int(rng.integers(2, 4))
    for number in range(int(rng.integers(2, 4))):
        homes, members = int(rng.integers(1, 7)), int(rng.integers(0, 3))
        if mixed:
            most = int(rng.integers(2, 4))
        rules = Rules(
            min_households=int(rng.integers(0, 3)) if mixed else 2,
            max_households=most,
            max_distance_m=float(rng.choice([30, 60])),
            minimum=MinimumPolicy.ENFORCE if mixed and rng.random() < 0.3 else MinimumPolicy.FLAG,
            recruits_per_place=1 if rng.random() < 0.3 else None,
            max_recruits=int(rng.integers(0, 3)) if mixed and rng.random() < 0.3 else None,
            recruiting=bool(rng.random() < 0.85),
        )
        east = np.array([60.0 * number, 0.0])
        home = rng.integers(0, 70, (homes, 2)) + east
        post = rng.integers(0, 70, (members, 2)) + east
        pairs = rng.permutation(np.argwhere(np.ones((homes, members), bool)))
        high = rng.integers(1, most + 2, members)
        one = village(
            home,
            post,
            rules,
            (np.minimum(2, high), high),
            locked=[tuple(pair) for pair in pairs[: int(rng.integers(0, 2))].tolist()],
            forbidden=[tuple(pair) for pair in pairs[2:4].tolist()],
        )
        first = np.unique(pairs[:, 0], return_index=True)[1]
        now = pairs[first if rng.random() < 0.4 else first[:0]]
        made.append(replace(one, id=f"v{number}", current=now))
    return made


def check(villages: Sequence[Village], plan: ClusterPlan) -> None:
    mine = [one for one in villages if one.id in plan.villages]
    best = settle_cluster(mine)
    found = {stage: proof.value for stage, proof in plan.proofs.items()}
    for stage in ("serve", "recruit", "lent", "minimum", "keep"):
        value, bound = found[stage], plan.proofs[stage].bound
        same = all(found[one] == best[one] for one in list(best)[: list(best).index(stage)])
        assert value >= best[stage] or not same, (stage, found, best)
        if same and list(best).index(stage) <= 2:
            assert bound <= best[stage], (stage, plan.proofs, best)
        if plan.proofs[stage].proven and same:
            assert value == best[stage], (stage, plan.proofs, best)
    assert found["serve"] == best["serve"], (found, best)
    assert found["recruit"] == best["recruit"], (found, best)
    if not len(plan.places):
        assert found["lent"] == best["lent"]
        assert found["minimum"] == best["minimum"], (plan.proofs, best)
        assert found["keep"] == best["keep"]
        assert found["walk"] == pytest.approx(best["walk"] / 1e6)


@pytest.mark.parametrize("seed", range(24))
def test_against_one_plain_model(seed: int) -> None:
    """Tests that clusters of alike villages have the values of one model over all of them."""
    villages = neighbours(seed)
    for plan in lent(villages):
        check(villages, plan)


@pytest.mark.parametrize("seed", range(24))
def test_villages_of_different_rules(seed: int) -> None:
    """Tests that windows, caps and enforced minimums of each village are kept in the whole."""
    villages = neighbours(seed + 500, mixed=True)
    for plan in lent(villages):
        check(villages, plan)


def test_that_a_neighbour_saves_a_recruit() -> None:
    """Tests that two households of one village go to the other's idle member, and no more."""
    short = replace(on_a_line([float(n) for n in range(12)], [0.0], max_distance_m=50), id="v1")
    rich = replace(on_a_line([30.0, 31.0, 32.0], [30.0], max_distance_m=50), id="v2")
    (plan,) = lent([short, rich])
    assert plan.recruits_alone == 1
    assert len(plan.places) == 0
    assert plan.proven
    assert {stage: proof.value for stage, proof in plan.proofs.items()}["lent"] == 2
    assert not (plan.person == UNSERVED).any()


def test_that_there_may_be_no_border_in_reach() -> None:
    """Tests that villages far apart, or not asked about, make no cluster."""
    short = replace(on_a_line([float(n) for n in range(12)], [0.0], max_distance_m=50), id="v1")
    far = replace(on_a_line([500.0], [500.0], max_distance_m=50), id="v2")
    near = replace(on_a_line([30.0], [30.0], max_distance_m=50), id="v3")
    assert lent([short, far]) == []
    assert lent([short, near], Lending(named=(("v1", "v2"),))) == []
    assert lent([short, near], Lending(level=1)) == []
    assert lent([short, near], Lending(max_distance_m=5.0)) == []
    inside = [replace(one, area=("A",)) for one in (short, near)]
    assert len(lent(inside, Lending(level=1))) == 1


def one_alone(problem: AssignmentProblem, person: Ints) -> Ints:
    """Give one household to somebody who has none, where there is such a pair."""
    reach, loads = problem.reach, np.bincount(person[person != UNSERVED], minlength=9)
    for row, who in zip(reach.household.tolist(), reach.person.tolist(), strict=True):
        if who < len(loads) and not loads[who]:
            changed = person.copy()
            changed[row] = who
            return changed
    return person


@pytest.mark.parametrize("seed", [14, 18, 40, 59])
def test_that_a_stage_cut_short_is_stated_as_the_plan_ends(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that exceptions that a later stage takes away by the way are not counted any more."""

    def without_exceptions(
        problem: AssignmentProblem, goal: Goal, limits: SearchLimits, incumbent: Ints
    ) -> Solution:
        if goal.exception:
            worse = one_alone(problem, incumbent)
            return Solution(worse, goal.value(problem, worse), 0)
        return solve_goal(problem, goal, limits, incumbent)

    monkeypatch.setattr(cluster_stages, "solve_goal", without_exceptions)
    villages = neighbours(seed)
    for plan in lent(villages):
        mine = [one for one in villages if one.id in plan.villages]
        low = np.concatenate([one.members.minimum for one in mine])
        low = np.append(low, np.full(len(plan.places), 2))
        loads = np.bincount(plan.person[plan.person != UNSERVED], minlength=len(low))
        assert plan.proofs["minimum"].value == ((loads > 0) & (loads < low)).sum()
