"""Every rule of the verifier, seen to fail."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizer.verification
from optimizer.diagnosis.baselines import baselines
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import Pocket, Recruitment, Relaxations, Verdict, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.verification import verify_plan
from tests.optimizer.simple_planner import NOBODY, make_village, settled
from tests.optimizer.verification.example import (
    AFTER,
    PLACES,
    POCKETS,
    TODAY,
    example,
    example_plan,
    on_a_line,
)
from tests.optimizer.verification.mutations import MUTATIONS, put


def codes(village: Village, plan: VillagePlan) -> set[str]:
    """Return the codes of a plan's violations."""
    return {violation.code for violation in verify_plan(village, plan)}


def test_that_the_example_is_clean() -> None:
    """Tests that the plan made in the head breaks no rule."""
    assert verify_plan(example(), example_plan(example())) == ()


@pytest.mark.parametrize("name", MUTATIONS)
def test_that_a_spoilt_plan_is_caught(name: str) -> None:
    """Tests that a plan spoilt in one way is caught by the rule that is meant for it."""
    spoil, code = MUTATIONS[name]
    assert code in codes(example(), spoil(example_plan(example())))


RULE_CASES: dict[str, tuple[dict[str, Any], str]] = {
    "recruiting off": ({"recruiting": False}, "RECRUITING_OFF"),
    "two recruits at most": ({"max_recruits": 2}, "TOTAL_CAP"),
}


@pytest.mark.parametrize("name", RULE_CASES)
def test_that_a_rule_changed_behind_the_plan_is_caught(name: str) -> None:
    """Tests that a plan for other rules is caught."""
    changes, code = RULE_CASES[name]
    assert code in codes(example(**changes), example_plan(example()))


def test_that_a_cap_on_a_place_is_counted() -> None:
    """Tests that two recruits at one place are too many where one is allowed."""
    village = make_village(
        on_a_line(0, 1, 2, 3), on_a_line(), rules=example(recruits_per_place=1).rules
    )
    person = np.array([0, 0, 1, 1])
    plan = plan_without_members(village, person, np.array([0, 0]))
    assert codes(village, plan) == {"PLACE_CAP"}
    assert codes(village, plan_without_members(village, person, np.array([0, 1]))) == set()


def test_that_recruits_are_missed_only_where_they_were_asked_for() -> None:
    """Tests that somebody left out without recruits is fine with recruiting off, and only then."""
    person, reasons = [0, 0, 0, -1], ["", "", "", "MINIMUM"]
    village, plan = enforced(person, reasons)
    asked = replace(village, rules=village.rules.model_copy(update={"recruiting": True}))
    (missing,) = verify_plan(asked, plan)
    assert (missing.code, missing.witness) == ("RECRUITMENT_MISSING", ("h003",))
    assert codes(village, plan) == set()


def plan_without_members(village: Village, person: np.ndarray, places: np.ndarray) -> VillagePlan:
    """Return a plan of a village without members: 4 households, 2 recruits with 2 each."""
    everyone = Pocket(np.arange(len(person)), NOBODY, 0, 2)
    return VillagePlan(
        village_id="v",
        verdict=Verdict.NO_MEMBERS,
        today=settled(village, np.full(len(person), -1)),
        recruitment=Recruitment(Proof(2.0, 2.0), "pockets", places, np.array([3, 1]), (everyone,)),
        after=settled(village, person, places, "after"),
        relaxations=Relaxations(None, None),
        baselines=baselines(village),
    )


def test_that_nothing_is_asked_where_everybody_is_served() -> None:
    """Tests that recruits and relaxations are refused in a village that needs none."""
    village = make_village(on_a_line(0), on_a_line(1), rules=example().rules)
    clean = VillagePlan(
        village_id="v",
        verdict=Verdict.SURPLUS,
        today=settled(village, np.array([0])),
        recruitment=None,
        after=None,
        relaxations=None,
        baselines=baselines(village),
    )
    asked = replace(
        clean,
        recruitment=Recruitment(Proof(0.0, 0.0), "search", NOBODY, NOBODY, ()),
        after=settled(village, np.array([0]), NOBODY, "after"),
    )
    assert codes(village, clean) == set()
    assert codes(village, asked) == {"UNASKED"}
    assert codes(village, replace(clean, relaxations=Relaxations(None, None))) == {"UNASKED"}


def test_that_the_limit_is_inclusive_to_the_last_bit() -> None:
    """Tests that a household at the limit may be served and the next number may not."""
    limit_m = 0.1 + 0.2
    for beyond, expected in ((limit_m, set()), (np.nextafter(limit_m, 1), {"BEYOND_LIMIT"})):
        village = make_village(
            on_a_line(beyond), on_a_line(0), rules=example(max_distance_m=limit_m).rules
        )
        plan = VillagePlan(
            village_id="v",
            verdict=Verdict.SURPLUS,
            today=settled(village, np.array([0])),
            recruitment=None,
            after=None,
            relaxations=None,
            baselines=baselines(village),
        )
        assert codes(village, plan) == expected


def enforced(
    person: list[int], reasons: list[str], **changes: object
) -> tuple[Village, VillagePlan]:
    """Return four households at 0, 1, 2 and 30, members at 0 and 30, the minimum enforced."""
    rules = example(minimum=MinimumPolicy.ENFORCE, recruiting=False, **changes).rules
    village = make_village(on_a_line(0, 1, 2, 30), on_a_line(0, 30), rules=rules)
    rows = np.array(person)
    today = replace(settled(village, rows), reasons=np.array(reasons, np.str_))
    plan = VillagePlan(
        village_id="v",
        verdict=Verdict.NEEDS_MEMBERS_LOCAL,
        today=today,
        recruitment=None,
        after=None,
        relaxations=Relaxations(None, None),
        baselines=baselines(village),
    )
    return village, plan


def test_that_an_enforced_minimum_leaves_the_lonely_unserved() -> None:
    """Tests that a household whose member would have one household only is unserved."""
    assert codes(*enforced([0, 0, 0, -1], ["", "", "", "MINIMUM"])) == set()
    assert codes(*enforced([0, 0, 0, 1], [""] * 4)) == {"BELOW_MINIMUM", "VERDICT", "UNASKED"}
    assert codes(*enforced([0, 0, 0, -1], ["", "", "", "CAPACITY"])) == {"WRONG_REASON"}
    assert codes(*enforced([0, 0, 0, -1], ["", "", "", "DISTANCE"])) == {"WRONG_REASON"}


def test_that_an_enforced_minimum_is_no_excuse_for_a_full_member() -> None:
    """Tests that a household that no minimum stands in the way of lacks capacity."""
    full = {"max_households": 2}
    good = enforced([0, 0, -1, -1], ["", "", "CAPACITY", "MINIMUM"], **full)
    bad = enforced([0, 0, -1, -1], ["", "", "MINIMUM", "MINIMUM"], **full)
    assert codes(*good) == set()
    assert codes(*bad) == {"WRONG_REASON"}


def test_that_a_lawful_exchange_is_found_under_an_enforced_minimum() -> None:
    """Tests that a household is not left out where a member in service has a seat."""
    found = codes(*enforced([0, 0, -1, -1], ["", "", "MINIMUM", "MINIMUM"]))
    assert found == {"EXCHANGE"}


def test_that_an_unproven_plan_may_miss_an_exchange_under_an_enforced_minimum() -> None:
    """Tests that a search stopped early may leave a seat, as long as it does not claim a proof."""
    village, plan = enforced([0, 0, -1, -1], ["", "", "MINIMUM", "MINIMUM"])
    proofs = {**plan.today.proofs, Stage.SERVE: Proof(2.0, 1.0)}
    assert codes(village, replace(plan, today=replace(plan.today, proofs=proofs))) == set()


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("reason", ["MINIMUM", "CAPACITY"])
def test_that_no_reason_keeps_a_locked_household_from_its_person(
    reason: str, policy: MinimumPolicy
) -> None:
    """Tests that a household locked to a member who then has too few is not left out for that."""
    village, plan = enforced([0, 0, 0, -1], ["", "", "", reason])
    rules = village.rules.model_copy(update={"minimum": policy})
    found = codes(replace(village, locked=np.array([[3, 1]]), rules=rules), plan)
    assert {"LOCKED", "WRONG_REASON"} <= found


def test_that_a_locked_household_goes_before_others_under_an_enforced_minimum() -> None:
    """Tests that a member in service does not leave a locked household out."""
    village, plan = enforced([0, 0, -1, -1], ["", "", "MINIMUM", "MINIMUM"])
    assert "LOCKED" in codes(replace(village, locked=np.array([[2, 0]])), plan)


def test_that_a_walk_that_nobody_ranked_is_settled_last() -> None:
    """Tests that a planner who ranks the longest walk only still gets the shortest walk of all."""
    village = example(priorities=(Priority.LONGEST,))
    plan = example_plan(village)
    assert list(plan.today.proofs)[-2:] == [Stage.LONGEST, Stage.WALK]
    assert codes(village, plan) == set()
    proofs: dict[Stage, Proof] = dict(plan.today.proofs)
    del proofs[Stage.WALK]
    assert codes(village, replace(plan, today=replace(plan.today, proofs=proofs))) == {"STAGES"}


def test_that_a_pocket_may_hold_one_whom_another_plan_serves() -> None:
    """Tests that a pocket may hold a household that only a member reaches and `after` leaves out.

    m000 holds one of h000 and h001, whom no place reaches; h002 has a place. Whichever of the
    two is served, one recruit is needed, and either proves it. Both together cannot be served.
    """
    village = make_village(
        on_a_line(0, 0, 5),
        on_a_line(0),
        rules=example(max_households=1, min_households=0, max_distance_m=5.0).rules,
        places=on_a_line(6),
    )
    places = np.array([0])
    pocket = Pocket(np.array([1, 2]), np.array([0]), 1, 1)
    plan = VillagePlan(
        village_id="v",
        verdict=Verdict.NEEDS_MEMBERS,
        today=settled(village, np.array([0, -1, -1])),
        recruitment=Recruitment(Proof(1.0, 1.0), "pockets", places, np.array([1]), (pocket,)),
        after=settled(village, np.array([0, -1, 1]), places, "after"),
        relaxations=Relaxations(None, None),
        baselines=baselines(village),
    )
    assert plan.recruitment is not None
    both = Pocket(np.array([0, 1, 2]), np.array([0]), 1, 2)
    spoilt = replace(plan.recruitment, pockets=(both,), needed=Proof(2.0, 2.0))
    assert codes(village, plan) == set()
    assert "POCKET_UNSERVABLE" in codes(village, replace(plan, recruitment=spoilt))


def test_that_a_cap_on_recruits_leaves_a_need() -> None:
    """Tests that with fewer recruits allowed than needed, as many as allowed are suggested."""
    village = example(max_recruits=2)
    plan = example_plan(village)
    assert plan.recruitment is not None
    capped = replace(
        plan,
        recruitment=replace(plan.recruitment, places=PLACES[:2], worth=np.array([2, 1])),
        after=settled(village, put(AFTER, 7, -1), PLACES[:2], "after"),
    )
    fewer = replace(
        plan,
        recruitment=replace(plan.recruitment, places=PLACES[:1], worth=np.array([2])),
        after=settled(village, put(put(AFTER, 7, -1), 3, -1), PLACES[:1], "after"),
    )
    assert codes(village, capped) == set()
    assert codes(village, fewer) == {"NEEDED", "EXCHANGE"}


def test_that_a_pocket_holds_only_households_that_can_be_served() -> None:
    """Tests that a household out of every place's reach forces no recruit."""
    village = make_village(
        on_a_line(0, 500), on_a_line(), rules=example().rules, places=on_a_line(1)
    )
    places = np.array([0])
    honest = Pocket(np.array([0]), NOBODY, 0, 1)
    plan = VillagePlan(
        village_id="v",
        verdict=Verdict.NO_MEMBERS,
        today=settled(village, np.array([-1, -1])),
        recruitment=Recruitment(Proof(1.0, 1.0), "pockets", places, np.array([1]), (honest,)),
        after=settled(village, np.array([0, -1]), places, "after"),
        relaxations=Relaxations(None, None),
        baselines=baselines(village),
    )
    assert plan.recruitment is not None
    stretched = replace(honest, households=np.array([0, 1]))
    spoilt = replace(plan, recruitment=replace(plan.recruitment, pockets=(stretched,)))
    assert codes(village, plan) == set()
    assert codes(village, spoilt) == {"POCKET_UNSERVABLE"}


def test_that_a_locked_household_counts_with_its_own_person_only() -> None:
    """Tests that a household locked to a full member, however near to others, is in its pocket."""
    village = make_village(
        on_a_line(0, 1, 2, 30, 31),
        on_a_line(0, 30),
        rules=example(max_households=2, min_households=1).rules,
        locked=np.array([[3, 0]]),
    )
    places = np.array([0])
    plan = VillagePlan(
        village_id="v",
        verdict=Verdict.NEEDS_MEMBERS,
        today=settled(village, np.array([0, -1, -1, 0, 1])),
        recruitment=Recruitment(
            Proof(1.0, 1.0),
            "pockets",
            places,
            np.array([2]),
            (Pocket(np.array([0, 1, 2, 3]), np.array([0]), 2, 1),),
        ),
        after=settled(village, np.array([0, 2, 2, 0, 1]), places, "after"),
        relaxations=Relaxations(None, None),
        baselines=baselines(village),
        locked_beyond_limit=np.array([[3, 0]]),
    )
    assert plan.recruitment is not None
    named = Pocket(np.array([0, 1, 2, 3]), np.array([0, 1]), 4, 0)
    spoilt = replace(plan, recruitment=replace(plan.recruitment, pockets=(named,)))
    assert codes(village, plan) == set()
    assert "POCKET_MEMBERS" in codes(village, spoilt)


def test_that_pockets_may_not_force_more_than_is_needed() -> None:
    """Tests that disjoint pockets that add up to more than the number contradict it."""
    plan = example_plan(example())
    assert plan.recruitment is not None
    few = replace(plan.recruitment, needed=Proof(2.0, 2.0), by="search")
    assert "POCKETS_SUM" in codes(example(), replace(plan, recruitment=few))


def test_that_overlapping_pockets_count_once_by_search() -> None:
    """Tests that a pocket told twice does no harm where the number was found by search."""
    plan = example_plan(example())
    assert plan.recruitment is not None
    twice = replace(plan.recruitment, pockets=(*POCKETS, POCKETS[0]), by="search")
    assert codes(example(), replace(plan, recruitment=twice)) == set()


def test_that_a_violation_has_a_witness_and_a_size() -> None:
    """Tests that the way of an exchange is told from household to free seat."""
    plan = MUTATIONS["a seat that an exchange frees"][0](example_plan(example()))
    found = [item for item in verify_plan(example(), plan) if item.code == "EXCHANGE"]
    assert [item.witness for item in found] == [("h004", "m001")]
    over = MUTATIONS["one too many"][0](example_plan(example()))
    told = next(item for item in verify_plan(example(), over) if item.code == "OVER_MAXIMUM")
    assert (told.stage, told.size, told.witness, told.where) == ("serve", 1.0, ("m000",), "today")
    assert str(told) == "(serve) today: m000 has 4 households; the maximum is 3 [OVER_MAXIMUM]"


def test_that_an_exchange_of_several_steps_is_found() -> None:
    """Tests that a seat three persons away is found, with every step of the way."""
    village = make_village(
        on_a_line(0, 8, 18),
        on_a_line(0, 12, 24),
        rules=example(max_households=1, min_households=1).rules,
    )
    plan = VillagePlan(
        village_id="v",
        verdict=Verdict.NEEDS_MEMBERS_LOCAL,
        today=settled(village, np.array([-1, 0, 1])),
        recruitment=None,
        after=None,
        relaxations=Relaxations(None, None),
        baselines=baselines(village),
    )
    found = [item for item in verify_plan(village, plan) if item.code == "EXCHANGE"]
    assert [item.witness for item in found] == [("h000", "m000", "h001", "m001", "h002", "m002")]


def test_that_no_rule_goes_untested() -> None:
    """Tests that every code in the verifier's files is expected by some test here."""
    folder = Path(optimizer.verification.__file__).parent
    written = {
        code
        for path in folder.glob("*.py")
        for code in re.findall(r'"([A-Z][A-Z_]+)"', path.read_text())
    } - {"WGS", "UTO"}
    here = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    tested = {code for _, code in MUTATIONS.values()} | set(re.findall(r'"([A-Z][A-Z_]+)"', here))
    assert written <= tested
    assert len(TODAY) == len(AFTER)
