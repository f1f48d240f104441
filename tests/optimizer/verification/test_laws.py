"""Laws of the verifier on random villages: correct plans are clean, spoilt ones are not."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED, Pocket
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.verification import verify_plan
from tests.optimizer.simple_planner import make_village, plan_simply, settled


@st.composite
def villages(draw: st.DrawFn, *, short: bool = False) -> Village:
    """Draw a village on a grid of ten by ten, so that distances tie and meet the limit.

    A short one has more households than its member holds, all of them near a place.
    """
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    households = draw(st.integers(5 if short else 0, 12))
    members = draw(st.integers(0, 1 if short else 4))
    least = draw(st.integers(0, 3))
    rules = Rules(
        min_households=least,
        max_households=draw(st.integers(max(1, least), 4)),
        max_distance_m=float(draw(st.integers(0, 6))),
        recruits_per_place=None if short else draw(st.sampled_from([None, 1, 2])),
        max_recruits=None if short else draw(st.sampled_from([None, None, 0, 1])),
    )
    pairs = rng.permutation([(h, m) for h in range(households) for m in range(members)])
    pairs = pairs.reshape(-1, 2).astype(np.int64)
    _, first = np.unique(pairs[:, 0], return_index=True)
    # The first pair of one household is locked, of others current; some of the rest forbidden.
    locked = pairs[first][: draw(st.integers(0, 1))]
    others = pairs[np.setdiff1d(np.arange(len(pairs)), first)]
    return make_village(
        rng.integers(0, 10, (households, 2)).astype(float),
        rng.integers(0, 10, (members, 2)).astype(float),
        rules=rules,
        places=rng.integers(0, 10, (3, 2)).astype(float)
        if not short and draw(st.booleans())
        else None,
        locked=locked,
        forbidden=others[: draw(st.integers(0, 4))],
        current=pairs[first][: draw(st.integers(0, 4))],
    )


@settings(deadline=None)
@given(villages())
def test_that_a_correct_plan_is_clean(village: Village) -> None:
    """Tests that the plans of the simple planner break no rule."""
    assert verify_plan(village, plan_simply(village)) == ()


@settings(deadline=None)
@given(villages(), st.data())
def test_that_another_person_without_recounting_is_caught(
    village: Village, data: st.DataObject
) -> None:
    """Tests that moving one household, with nothing else adapted, is caught."""
    plan = plan_simply(village)
    assume(len(village.households) and len(village.members))
    row = data.draw(st.integers(0, len(village.households) - 1))
    person = data.draw(st.integers(UNSERVED, len(village.members) - 1))
    assume(person != plan.today.person[row])
    moved = plan.today.person.copy()
    moved[row] = person
    assert verify_plan(village, replace(plan, today=replace(plan.today, person=moved)))


@settings(deadline=None)
@given(villages(), st.data())
def test_that_a_household_dropped_is_caught(village: Village, data: st.DataObject) -> None:
    """Tests that leaving a household out is caught even where every figure is adapted.

    Its own seat is free then, so that somebody could be served: itself, if nobody else.
    """
    plan = plan_simply(village)
    served = np.flatnonzero(plan.today.person != UNSERVED)
    assume(len(served))
    person = plan.today.person.copy()
    person[data.draw(st.sampled_from(served.tolist()))] = UNSERVED
    made = settled(village, person)
    assert verify_plan(village, replace(plan, today=made))


@settings(deadline=None)
@given(villages(), st.data())
def test_that_a_stated_figure_changed_is_caught(village: Village, data: st.DataObject) -> None:
    """Tests that any single number of an assignment changed by one is caught."""
    plan = plan_simply(village)
    made = plan.today
    choices = ["changed", *made.proofs, *(["loads"] if len(made.loads) else [])]
    choices += ["metres"] if len(made.metres) else []
    choice = data.draw(st.sampled_from(choices))
    step = data.draw(st.sampled_from([1, -1]))
    if isinstance(choice, Stage):
        proof = replace(made.proofs[choice], value=made.proofs[choice].value + step)
        spoilt = replace(made, proofs={**made.proofs, choice: proof})
    elif choice == "changed":
        spoilt = replace(made, changed=made.changed + step)
    else:
        array = np.nan_to_num(getattr(made, choice), nan=-7.0).copy()
        array[data.draw(st.integers(0, len(array) - 1))] += step
        spoilt = replace(made, **{choice: array})
    assert verify_plan(village, replace(plan, today=spoilt))


@settings(deadline=None)
@given(villages(short=True), st.data())
def test_that_a_pocket_changed_is_caught_where_it_matters(
    village: Village, data: st.DataObject
) -> None:
    """Tests that a household taken from a pocket or added is caught where the bound changes."""
    plan = plan_simply(village)
    assert plan.recruitment is not None
    pocket = plan.recruitment.pockets[0]
    changed = [
        households
        for row in range(len(village.households))
        if bound(village, households := np.setxor1d(pocket.households, [row]), pocket)
        != pocket.recruits_at_least
    ]
    assume(changed)
    other = replace(pocket, households=data.draw(st.sampled_from(changed)))
    spoilt = replace(plan.recruitment, pockets=(other,))
    assert verify_plan(village, replace(plan, recruitment=spoilt))


def bound(village: Village, households: np.ndarray, pocket: Pocket) -> int:
    """Return the recruits that a pocket of other households would force."""
    return math.ceil((len(households) - pocket.room) / village.rules.max_households)


@settings(deadline=None)
@given(villages(short=True), st.data())
def test_that_recruits_changed_are_caught(village: Village, data: st.DataObject) -> None:
    """Tests that a recruit left out, or a worth or a number changed, is caught."""
    plan = plan_simply(village)
    made = plan.recruitment
    assert made is not None
    worth = made.worth.copy()
    worth[data.draw(st.integers(0, len(worth) - 1))] += 1
    needed = replace(made.needed, value=made.needed.value - 1)
    choice = data.draw(
        st.sampled_from(
            [
                replace(made, places=made.places[1:]),
                replace(made, worth=worth),
                replace(made, needed=needed),
                replace(made, by="hope"),
            ]
        )
    )
    assert verify_plan(village, replace(plan, recruitment=choice))
