"""Locked pairs are kept, also where an enforced minimum has to give way for them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from optimizer.output.text import village_messages
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.assignment.search.test_sequence import as_if_large
from tests.optimizer.locked_villages import best_by_hand, locked_village
from tests.optimizer.oracle import settle
from tests.optimizer.random_villages import under
from tests.optimizer.recruit_oracle import settle_after
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

CHUNK = 25
ENFORCED = Rules(
    min_households=3, max_households=4, max_distance_m=10.0, minimum=MinimumPolicy.ENFORCE
)


def forced(**changes: object) -> Village:
    """Return a village whose household at 6 is locked to member 1, who needs three.

    Member 0 lives among three households; the one at 5 may go to either, and is nearer to 1.
    """
    village = make_village(
        on_a_line(0, 1, 2, 5, 6),
        on_a_line(0, 9),
        rules=ENFORCED.model_copy(update={"recruiting": False}),
        locked=np.array([[4, 1]]),
    )
    return under(village, **changes)


def test_that_a_lock_forces_a_member_below_an_enforced_minimum() -> None:
    """Tests that the locked household has its member, who is named, and all others are served."""
    found = plan_village(forced()).today
    assert found.person.tolist() == [0, 0, 0, 1, 1]
    assert found.exceptions(np.array([3, 3])).tolist() == [1]
    assert found.proofs[Stage.SERVE] == Proof(0, 0)
    assert found.proofs[Stage.MINIMUM] == Proof(1, 1)


def test_that_a_forced_member_takes_what_nobody_else_can_hold() -> None:
    """Tests that any load from its locks on will do: both need four, and member 0 is full so."""
    village = make_village(
        on_a_line(0, 1, 2, 3, 4, 9),
        on_a_line(0, 9),
        rules=ENFORCED.model_copy(update={"min_households": 4, "recruiting": False}),
        locked=np.array([[5, 1]]),
    )
    found = plan_village(village).today
    assert found.person.tolist() == [0, 0, 0, 0, 1, 1]
    assert found.proofs[Stage.MINIMUM] == Proof(1, 1)


def test_that_no_exception_is_made_that_serving_does_not_need() -> None:
    """Tests that the member comes to its minimum where that leaves nobody without anybody."""
    village = make_village(
        on_a_line(0, 1, 2, 5, 6, 7),
        on_a_line(0, 9),
        rules=ENFORCED.model_copy(update={"recruiting": False}),
        locked=np.array([[5, 1]]),
    )
    found = plan_village(village).today
    assert found.person.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.proofs[Stage.MINIMUM] == Proof(0, 0)


def test_that_a_member_without_a_lock_stays_at_its_minimum_or_idle() -> None:
    """Tests that the same village leaves the household out where it is not locked."""
    village = replace(forced(), locked=np.empty((0, 2), np.int64))
    village = replace(village, forbidden=np.array([[4, 0]]))
    found = plan_village(village).today
    assert found.person.tolist() == [0, 0, 0, 0, UNSERVED]
    assert found.proofs[Stage.MINIMUM] == Proof(0, 0)


def test_that_the_verifier_wants_every_lock_kept() -> None:
    """Tests that a plan is not clean which leaves the locked household out, whatever it says."""
    village, plan = forced(), plan_village(forced())
    assert verify_plan(village, plan) == ()
    reasons = np.array(["", "", "", "", "MINIMUM"])
    person = np.array([0, 0, 0, 0, UNSERVED])
    metres = np.where(person == UNSERVED, np.nan, plan.today.metres)
    dropped = replace(
        plan.today, person=person, metres=metres, loads=np.array([4, 0]), reasons=reasons
    )
    found = {violation.code for violation in verify_plan(village, replace(plan, today=dropped))}
    assert "LOCKED" in found


def test_that_the_response_names_who_is_forced() -> None:
    """Tests that the member stands in ``exceptions``, and that the response is clean."""
    scenario = Scenario(ENFORCED, (forced(),), lonlat=False)
    plan = plan_village(scenario.villages[0])
    made = response(scenario, [plan], run_record(scenario, seed=0, seconds=0.0))
    answer = json.loads(json.dumps(made))
    assert answer["villages"][0]["today"]["exceptions"] == ["m001"]
    assert verify_response(scenario, answer) == ()


def test_that_the_sentence_says_that_a_lock_is_the_reason() -> None:
    """Tests that the exception is explained in both languages, and only where it is enforced."""
    told = village_messages(forced(), plan_village(forced())).message
    assert "than its minimum, because households are locked to it" in told[Language.EN]
    assert "dưới mức tối thiểu vì có hộ được cố định" in told[Language.VI]
    flagged = forced(minimum=MinimumPolicy.FLAG)
    told = village_messages(flagged, plan_village(flagged)).message
    assert told[Language.EN].endswith("fewer households than its minimum.")


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("large", [False, True], ids=["small", "as if large"])
@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_that_every_plan_and_a_plain_model_agree(
    policy: MinimumPolicy,
    large: bool,  # noqa: FBT001
    first: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that today's values are the best of all plans, with every lock kept, and proven."""
    if large:
        as_if_large(monkeypatch)
    for seed in range(first, first + CHUNK):
        village = under(locked_village(seed), minimum=policy, recruiting=False)
        plan = plan_village(village)
        assert verify_plan(village, plan) == (), seed
        locked = village.locked
        assert plan.today.person[locked[:, 0]].tolist() == locked[:, 1].tolist(), seed
        values = {stage: proof.value for stage, proof in plan.today.proofs.items()}
        assert values == pytest.approx(best_by_hand(village)), seed
        assert values == pytest.approx(settle(village)), seed
        assert all(proof.proven for proof in plan.today.proofs.values()), seed


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("first", range(1_000, 1_150, CHUNK))
def test_that_a_plain_model_agrees_after_recruiting(policy: MinimumPolicy, first: int) -> None:
    """Tests that served, recruits, exceptions, changes and walk agree; every lock is kept."""
    for seed in range(first, first + CHUNK):
        made = locked_village(seed, most_households=10, most_members=2)
        cap = seed % 3 if seed % 5 == 0 else None
        village = under(made, minimum=policy, max_recruits=cap)
        plan = plan_village(village)
        assert verify_plan(village, plan) == (), seed
        if plan.after is None:
            continue
        locked = village.locked
        assert plan.after.person[locked[:, 0]].tolist() == locked[:, 1].tolist(), seed
        values = {stage: proof.value for stage, proof in plan.after.proofs.items()}
        assert values == pytest.approx(settle_after(village)), seed
        assert all(proof.proven for proof in plan.after.proofs.values()), seed
