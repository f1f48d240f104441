"""From a village to its plan, on villages in the head."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from optimizer import pipeline
from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.plan_conversion import members_problem
from optimizer.distance.reach import village_reach
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import UNSERVED, Reason, Relaxations, Verdict
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from optimizer.recruitment.plan_with_recruits import plan_with_recruits
from optimizer.verification import verify_plan
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import TODAY, example, on_a_line

RULES = Rules(min_households=2, max_households=3, max_distance_m=10.0, recruiting=False)


def test_that_the_village_in_the_head_is_planned_as_in_the_head() -> None:
    """Tests that persons, reasons, verdict, relaxations and recruits are those by hand."""
    village = example()
    plan = plan_village(village)
    assert plan.today.person.tolist() == TODAY.tolist()
    assert plan.today.reasons[plan.today.unserved].tolist() == [
        Reason.CAPACITY,
        Reason.EXCLUDED,
        Reason.DISTANCE,
        Reason.DISTANCE,
    ]
    assert plan.verdict is Verdict.NEEDS_MEMBERS_LOCAL
    assert plan.relaxations == Relaxations(501.0, None)
    assert plan.locked_beyond_limit.tolist() == [[8, 2]]
    assert plan.today.reserve.tolist() == [3]
    assert plan.today.exceptions(village.members.minimum).tolist() == [2]
    assert plan.recruitment is not None
    assert plan.recruitment.needed == Proof(3, 3)
    assert verify_plan(village, plan) == ()


def test_that_of_two_locks_both_are_kept() -> None:
    """Tests that nobody is left out where one of two members with a lock falls short.

    The first member needs two and may have two; the second needs four, and then there are three.
    """
    rules = RULES.model_copy(update={"minimum": MinimumPolicy.ENFORCE})
    village = make_village(
        on_a_line(0, 1, 7, 8, 9),
        on_a_line(0, 9),
        rules=rules,
        windows=np.array([[2, 2], [4, 5]]),
        locked=np.array([[0, 0], [4, 1]]),
    )
    plan = plan_village(village)
    assert plan.today.person.tolist() == [0, 0, 1, 1, 1]
    assert plan.today.exceptions(village.members.minimum).tolist() == [1]
    assert verify_plan(village, plan) == ()


def test_that_nothing_is_relaxed_where_everybody_is_served() -> None:
    """Tests that recruitment, the plan after it and relaxations are absent without a need."""
    plan = plan_village(make_village(on_a_line(0, 1), on_a_line(0), rules=Rules()))
    assert (plan.recruitment, plan.after, plan.relaxations) == (None, None, None)


@pytest.mark.parametrize("recruiting", [True, False])
def test_that_recruits_are_looked_for_only_where_they_may_be(recruiting: bool) -> None:  # noqa: FBT001
    """Tests that a household that nobody reaches has a recruit where recruiting is allowed."""
    rules = RULES.model_copy(update={"recruiting": recruiting})
    plan = plan_village(make_village(on_a_line(0, 99), on_a_line(0), rules=rules))
    assert (plan.recruitment is not None, plan.after is not None) == (recruiting, recruiting)


def test_that_a_household_at_its_members_door_is_not_lost() -> None:
    """Tests that a pair at distance 0 is there, which two published tools lose."""
    plan = plan_village(make_village(on_a_line(0, 5), on_a_line(0), rules=RULES))
    assert plan.today.person.tolist() == [0, 0]
    assert plan.today.metres.tolist() == [0.0, 5.0]
    assert plan.today.unserved.tolist() == []


def test_that_a_member_without_households_is_counted() -> None:
    """Tests that an empty cluster is a load of 0, in reserve and no exception."""
    village = make_village(on_a_line(0, 1, 2), on_a_line(0, 500, 1000), rules=RULES)
    plan = plan_village(village)
    assert plan.today.loads.tolist() == [3, 0, 0]
    assert plan.today.reserve.tolist() == [1, 2]
    assert plan.today.exceptions(village.members.minimum).tolist() == []


def test_that_a_current_plan_is_kept_and_its_changes_counted() -> None:
    """Tests that a household stays with the farther member, and one who must go is counted."""
    village = make_village(
        on_a_line(0, 1, 2, 3),
        on_a_line(0, 10),
        rules=RULES,
        current=np.array([[0, 0], [1, 0], [2, 1], [3, 1]]),
    )
    plan = plan_village(village)
    assert plan.today.person.tolist() == [0, 0, 1, 1]
    assert (plan.today.changed, plan.today.proofs[Stage.KEEP]) == (0, Proof(0, 0))
    full = make_village(
        on_a_line(0, 1, 2, 3),
        on_a_line(0, 10),
        rules=RULES,
        current=np.array([[0, 0], [1, 0], [2, 0], [3, 0]]),
    )
    moved = plan_village(full).today
    # Three may stay, but two are the fewest at the other member, who takes the nearest ones. One
    # change is forced by the window of three, so the other one is by choice.
    assert moved.person.tolist() == [0, 0, 1, 1]
    assert (moved.changed, moved.proofs[Stage.KEEP]) == (2, Proof(1, 1))


def test_that_a_plan_says_what_it_measured() -> None:
    """Tests that metres and proofs fit each other, with NaN for whom nobody looks after."""
    rules = RULES.model_copy(update={"priorities": tuple(Priority)})
    plan = plan_village(make_village(on_a_line(0, 3, 6, 99), on_a_line(0), rules=rules))
    today = plan.today
    assert today.person.tolist() == [0, 0, 0, UNSERVED]
    assert today.metres[:3].tolist() == [0.0, 3.0, 6.0]
    assert math.isnan(today.metres[3])
    assert today.proofs == {
        Stage.SERVE: Proof(1, 1),
        Stage.MINIMUM: Proof(0, 0),
        Stage.WALK: Proof(9, 9),
        Stage.LONGEST: Proof(6, 6),
        Stage.BALANCE: Proof(3, 3),
        Stage.SPREAD: Proof(9, 9),
        Stage.FAIREST: Proof(0, 0, 25.0),
        Stage.COMPACT: Proof(4500, 4500),
    }


@pytest.mark.parametrize(("households", "verdict"), [(0, Verdict.OK), (2, Verdict.NO_MEMBERS)])
def test_that_an_empty_village_is_a_value(households: int, verdict: Verdict) -> None:
    """Tests that a village without members, or without anybody, has a clean plan."""
    village = make_village(on_a_line(*range(households)), on_a_line(), rules=RULES)
    plan = plan_village(village)
    assert plan.verdict is verdict
    assert plan.today.unserved.tolist() == list(range(households))
    assert verify_plan(village, plan) == ()


@pytest.mark.parametrize(("households", "share"), [(10, 1.0), (11, 0.5)])
def test_that_half_of_the_time_is_left_for_the_plan_after(
    households: int, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that today's plan has all the time where a member's ten are all, else half of it."""
    ends: list[float] = []

    def noted(
        task: LexicographicProblem, limits: SearchLimits, *, first: Ints
    ) -> LexicographicSolution:
        ends.append(limits.deadline_s)
        return solve_lexicographic(task, limits, first=first)

    monkeypatch.setattr(pipeline, "solve_lexicographic", noted)
    before_s = time.process_time()
    village = make_village(on_a_line(*[0] * households), on_a_line(0), rules=Rules())
    plan = plan_village(village, time_limit_s=1e6)
    after_s = time.process_time()
    assert (plan.after is None) == (share == 1.0)
    assert before_s + share * 1e6 <= ends[0] <= after_s + share * 1e6


@pytest.mark.parametrize(("most", "bound"), [(None, 0), (1, 0), (0, 8)])
def test_that_what_is_proven_of_members_alone_is_not_of_recruits(
    most: int | None, bound: int
) -> None:
    """Tests that where time ends before recruits are looked for, they may still serve everybody.

    Two members near four households each have to have five; a recruit could have all eight.
    """
    rules = Rules(max_distance_m=200.0, minimum=MinimumPolicy.ENFORCE, max_recruits=most)
    homes, posts = on_a_line(*[0] * 4, *[200] * 4), on_a_line(-20, 220)
    village = make_village(homes, posts, rules=rules)
    plan = plan_village(village)
    assert plan.today.proofs[Stage.SERVE] == Proof(8, 8)
    task = members_problem(village, village_reach(village))
    made = plan_with_recruits(village, task, plan.today, SearchLimits.lasting(0))
    recruitment, after = made.recruitment, made.after
    assert len(recruitment.places) == 0
    assert after.proofs[Stage.SERVE] == Proof(8, bound)
    assert list(after.proofs)[:3] == [Stage.SERVE, Stage.RECRUIT, Stage.MINIMUM]
    assert plan.after is not None
    assert plan.after.proofs[Stage.SERVE] == Proof(bound, bound)


def test_that_counting_bounds_the_recruits_however_little_time_there_is() -> None:
    """Tests that twelve households without anybody need three recruits of four at the least."""
    homes = np.array([[float(row % 4), float(row // 4)] for row in range(12)])
    rules = Rules(
        min_households=3, max_households=4, max_distance_m=50.0, minimum=MinimumPolicy.ENFORCE
    )
    village = make_village(homes, np.empty((0, 2)), rules=rules)
    plan = plan_village(village, time_limit_s=1e-9)
    assert plan.recruitment is not None
    assert plan.after is not None
    gained = 12 - len(plan.after.unserved)
    assert plan.recruitment.needed.bound >= -(-gained // 4)
