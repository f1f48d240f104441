from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem, components
from optimizer.assignment.search import local_search, sequence
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints, Members, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from optimizer.recruitment import siting
from optimizer.verification import verify_plan
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.recruit_oracle import settle_after
from tests.optimizer.simple_planner import make_village

CHUNK = 20


def short_village(seed: int) -> Village:
    """Return a small village with few members, sometimes with a cap on recruits or on a place."""
    village = random_village(seed, most_households=10, most_members=2)
    return under(
        village,
        priorities=(Priority.WALK,),
        max_recruits=seed % 3 if seed % 5 == 0 else None,
        recruits_per_place=1 if seed % 4 == 0 else None,
    )


def with_recruits_as_members(village: Village, plan: VillagePlan) -> Village:
    """Return the village as it is when everybody who was suggested has joined."""
    assert plan.recruitment is not None
    places, rules, old = plan.recruitment.places, village.rules, village.members
    homes = village.sites.xy[places]
    members = Members(
        ids=np.append(old.ids, [f"~{row:03d}" for row in range(len(places))]),
        xy=np.concatenate([old.xy, homes]),
        given=np.concatenate([old.given, homes]),
        minimum=np.append(old.minimum, np.full(len(places), rules.min_households)),
        maximum=np.append(old.maximum, np.full(len(places), rules.max_households)),
        team=np.append(old.team, np.full(len(places), "")),
    )
    return replace(village, members=members)


@pytest.mark.parametrize("first", range(0, 240, CHUNK))
def test_plan_after_recruiting_is_the_best_there_is(first: int) -> None:
    """Tests that served, recruits, exceptions, changes and walk equal a plain model's, proven."""
    for seed in range(first, first + CHUNK):
        village = short_village(seed)
        plan = plan_village(village)
        assert verify_plan(village, plan) == (), seed
        if plan.after is None:
            continue
        best = settle_after(village)
        found = plan.after.proofs
        assert {stage: found[stage].value for stage in found} == pytest.approx(best), seed
        assert all(proof.proven for proof in found.values()), seed


@pytest.mark.parametrize("first", range(0, 120, CHUNK))
def test_recruits_who_join_leave_nobody_out(first: int) -> None:
    """Tests that planning again with the recruits as members serves all and asks for nobody."""
    for seed in range(first, first + CHUNK):
        village = under(short_village(seed), max_recruits=None, minimum=MinimumPolicy.FLAG)
        plan = plan_village(village)
        if plan.after is None or not len(plan.recruitment.places if plan.recruitment else ()):
            continue
        again = plan_village(with_recruits_as_members(village, plan))
        assert len(again.today.unserved) == len(plan.after.unserved), seed
        if again.recruitment is not None:
            assert len(again.recruitment.places) == 0, seed


def two_hamlets(**rules: object) -> Village:
    """Return 11 households at each of two points 5 km apart, and one member at the first."""
    home = np.repeat([[0.0, 0.0], [5000.0, 0.0]], 11, axis=0)
    home[:, 1] += np.tile(np.arange(11.0), 2)
    village = make_village(home, np.array([[0.0, 5.0]]), rules=Rules(max_distance_m=100.0))
    return under(village, **rules)


def test_each_hamlet_gets_its_own_recruits() -> None:
    """Tests that parts which reach nothing of each other are sited apart and add up."""
    plan = plan_village(two_hamlets())
    assert plan.recruitment is not None
    assert sorted(plan.recruitment.places // 11) == [0, 1, 1]
    assert plan.recruitment.worth.tolist() == [10, 1, 1]


def test_a_hamlet_without_recruits_is_planned_by_its_members(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that places of a part where nobody is hired are closed, and its members remain."""
    asked: list[LexicographicProblem] = []

    def watched(
        task: LexicographicProblem, limits: SearchLimits, *, whole: bool, known: Ints | None
    ) -> LexicographicSolution:
        asked.append(task)
        return solve_lexicographic(task, limits, whole=whole, known=known)

    monkeypatch.setattr(siting, "solve_lexicographic", watched)
    home = np.zeros((22, 2))
    home[11:, 0] = 5000.0
    home[:, 1] += np.tile(np.arange(11.0), 2)
    post = np.array([[0.0, 0.0], [5000.0, 0.0], [5000.0, 5.0]])
    plan = plan_village(make_village(home, post, rules=Rules(max_distance_m=300.0)))
    assert plan.recruitment is not None
    assert len(plan.recruitment.places) == 1
    short, enough = sorted(components(asked[0]), key=lambda part: part.recruit_limits is None)
    assert short.recruit_limits is not None
    assert short.recruit_limits.number == 1
    assert enough.recruit_limits is None
    assert len(enough.reach) == 11 * 2
    assert plan.after is not None
    assert all(proof.proven for proof in plan.after.proofs.values())


def test_recruits_may_share_a_place() -> None:
    """Tests that 21 households at one point with nobody get three recruits there, 7 each."""
    village = make_village(np.zeros((21, 2)), np.empty((0, 2)), rules=Rules(max_distance_m=10.0))
    plan = plan_village(village)
    assert plan.after is not None
    assert plan.after.loads.tolist() == [7, 7, 7]
    assert plan.after.walk_m == 0


def test_cap_that_binds_serves_as_many_as_it_can() -> None:
    """Tests that one recruit of three goes where most are served, and the need stays stated."""
    plan = plan_village(two_hamlets(max_recruits=1))
    assert plan.recruitment is not None
    assert plan.after is not None
    assert plan.recruitment.needed.value == 3
    assert len(plan.recruitment.places) == 1
    assert len(plan.after.unserved) == 2
    assert plan.after.proofs[Stage.SERVE].proven


def test_other_orders_share_anew_at_the_places() -> None:
    """Tests that balance before walk keeps valid bounds, and says what is not proven."""
    plan = plan_village(two_hamlets(priorities=(Priority.BALANCE, Priority.WALK)))
    assert plan.after is not None
    proofs = plan.after.proofs
    assert proofs[Stage.BALANCE].value == 6
    assert all(proof.bound <= proof.value for proof in proofs.values())


@pytest.mark.parametrize("limit_m", [0.5, 1.0])
def test_limit_at_which_every_household_needs_its_own(limit_m: float) -> None:
    """Tests that households 1 m apart need a recruit each below that limit, one in three at it."""
    home = np.stack([np.arange(6.0), np.zeros(6)], 1)
    plan = plan_village(make_village(home, np.empty((0, 2)), rules=Rules(max_distance_m=limit_m)))
    assert plan.recruitment is not None
    assert len(plan.recruitment.places) == (6 if limit_m < 1 else 2)


@pytest.mark.parametrize("seed", range(8))
def test_members_rest_where_that_walks_less(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that with the recruits where they are nobody plans better, also without exchanges.

    The first plan keeps every member in use that it began with; planning the village anew with
    the recruits as members does not.
    """
    monkeypatch.setattr(sequence, "SMALL", -1)
    monkeypatch.setattr(local_search, "TRIES", 0)
    monkeypatch.setattr(sequence, "branch_and_bound", lambda state, _: state)
    rng = np.random.default_rng(seed)
    village = make_village(
        rng.uniform(0, 1500, (36, 2)),
        rng.uniform(0, 1500, (8, 2)),
        rules=Rules(max_distance_m=500.0, min_households=3, max_households=6),
    )
    plan = plan_village(village)
    assert plan.after is not None
    again = plan_village(with_recruits_as_members(village, plan)).today
    assert len(plan.after.unserved) == len(again.unserved)
    if plan.after.proofs[Stage.MINIMUM].value == again.proofs[Stage.MINIMUM].value:
        assert plan.after.walk_m == pytest.approx(again.walk_m)


def test_time_that_is_up_leaves_a_whole_plan_with_honest_bounds() -> None:
    """Tests that without time the plan after recruiting verifies and proves nothing wrongly."""
    rng = np.random.default_rng(5)
    village = make_village(
        rng.uniform(0, 1500, (120, 2)),
        rng.uniform(0, 1500, (6, 2)),
        rules=Rules(max_distance_m=400.0),
    )
    hurried, sure = plan_village(village, time_limit_s=0.0), plan_village(village)
    assert verify_plan(village, hurried) == ()
    assert hurried.after is not None
    assert sure.after is not None
    for stage in (Stage.SERVE, Stage.MINIMUM):
        assert hurried.after.proofs[stage].bound <= sure.after.proofs[stage].value
    assert hurried.recruitment is not None
    assert sure.recruitment is not None
    walk = hurried.after.proofs[Stage.WALK]
    assert 0.4 * walk.value < walk.bound <= walk.value
    assert hurried.recruitment.needed.bound <= sure.recruitment.needed.value


@pytest.mark.parametrize(("sited", "shared"), [(False, True), (True, False), (False, False)])
def test_time_that_is_up_after_the_fewest_recruits_fails_no_village(
    sited: bool,  # noqa: FBT001
    shared: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that plans are clean when siting, sharing anew, or both have no time.

    Under an enforced minimum the fewest recruits are known then, and nobody who serves with them.
    """
    place, share = siting.site_recruits, solve_lexicographic
    if not sited:
        monkeypatch.setattr(
            "optimizer.recruitment.plan_with_recruits.site_recruits",
            lambda village, task, near, wanted, _, **k: place(
                village, task, near, wanted, SearchLimits.lasting(0), **k
            ),
        )
    if not shared:
        # Today's plan is shared out without a plan that is known; the plan with recruits has one.
        monkeypatch.setattr(
            "optimizer.recruitment.plan_with_recruits.solve_lexicographic",
            lambda task, limits, **k: share(
                task, SearchLimits.lasting(0) if "known" in k else limits, **k
            ),
        )
    for seed in range(15):
        made = random_village(seed, most_households=16, most_members=3)
        village = under(
            made,
            minimum=MinimumPolicy.ENFORCE,
            min_households=3,
            priorities=(Priority.LONGEST,),
        )
        plan = plan_village(village)
        assert verify_plan(village, plan) == (), seed


def test_how_even_loads_may_be_is_bounded_by_who_may_hold_how_many() -> None:
    """Tests that nine households, a member who may hold two and two recruits prove 4, 3 and 2."""
    village = make_village(
        np.array([[0.0, 0.0]] * 9),
        np.array([[0.0, 0.0]]),
        rules=Rules(min_households=2, max_households=6, priorities=(Priority.BALANCE,)),
        windows=np.array([[2, 2]]),
    )
    plan = plan_village(village)
    assert plan.after is not None
    assert plan.after.proofs[Stage.BALANCE] == Proof(4, 4)
    assert plan.after.proofs[Stage.SPREAD] == Proof(29, 29)


@pytest.mark.parametrize("seed", [1015, 1045, 1055, 1057, 1059, 1071, 1073])
def test_that_what_is_proven_without_time_is_so(seed: int) -> None:
    """Tests that under an enforced minimum recruits are suggested, and nothing false is proven."""
    village = short_village(seed)
    hasty, best = plan_village(village, time_limit_s=0.0), plan_village(village)
    assert verify_plan(village, hasty) == ()
    assert hasty.after is not None
    assert hasty.recruitment is not None
    assert best.after is not None
    served = hasty.after.proofs[Stage.SERVE]
    assert served.bound <= best.after.proofs[Stage.SERVE].value
    assert served.value < hasty.today.proofs[Stage.SERVE].value
    assert best.recruitment is not None
    assert hasty.recruitment.needed.bound <= best.recruitment.needed.value
