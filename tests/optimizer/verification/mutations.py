"""Plans of the example, each spoilt in one way, and the code that must be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, Pocket, Relaxations, Verdict, VillagePlan
from optimizer.domain.proof import Proof
from tests.optimizer.simple_planner import settled
from tests.optimizer.verification.example import AFTER, PLACES, POCKETS, TODAY, example

Mutation = Callable[[VillagePlan], VillagePlan]


def today(**changes: object) -> Mutation:
    """Change fields of today's assignment and nothing that follows from them."""
    fields: dict[str, Any] = changes
    return lambda plan: replace(plan, today=replace(plan.today, **fields))


def after(**changes: object) -> Mutation:
    """Change fields of the assignment after recruiting."""
    fields: dict[str, Any] = changes

    def spoil(plan: VillagePlan) -> VillagePlan:
        assert plan.after is not None
        return replace(plan, after=replace(plan.after, **fields))

    return spoil


def recruiting(**changes: object) -> Mutation:
    """Change fields of the recruitment."""
    fields: dict[str, Any] = changes

    def spoil(plan: VillagePlan) -> VillagePlan:
        assert plan.recruitment is not None
        return replace(plan, recruitment=replace(plan.recruitment, **fields))

    return spoil


def whole(**changes: object) -> Mutation:
    """Change fields of the plan."""
    fields: dict[str, Any] = changes
    return lambda plan: replace(plan, **fields)


def give(row: int, person: int, reason: str = "") -> Mutation:
    """Give a household to another person today, with all that follows from it."""

    def spoil(plan: VillagePlan) -> VillagePlan:
        made = settled(example(), put(TODAY, row, person))
        reasons = put(made.reasons.astype("U16"), row, reason) if reason else made.reasons
        return replace(plan, today=replace(made, reasons=reasons))

    return spoil


def give_after(row: int, person: int) -> Mutation:
    """Give a household to another person after recruiting, with all that follows from it."""
    return lambda plan: replace(
        plan, after=settled(example(), put(AFTER, row, person), PLACES, "after")
    )


def put(array: np.ndarray, row: int, value: object) -> np.ndarray:
    """Return the array with another value in one row."""
    changed = array.copy()
    changed[row] = value
    return changed


def pocket(at: int, **changes: object) -> Mutation:
    """Change one pocket."""
    fields: dict[str, Any] = changes
    listed = tuple(
        replace(item, **fields) if at == nth else item for nth, item in enumerate(POCKETS)
    )
    return recruiting(pockets=listed)


def prove(stage: Stage, value: float, bound: float) -> Mutation:
    """State another value and bound of a stage, today."""

    def spoil(plan: VillagePlan) -> VillagePlan:
        proofs = {**plan.today.proofs, stage: Proof(value, bound)}
        return replace(plan, today=replace(plan.today, proofs=proofs))

    return spoil


def shift(stage: Stage, difference: float, *, assignment: str = "today") -> Mutation:
    """State a stage's value, and its bound, that much too high."""

    def spoil(plan: VillagePlan) -> VillagePlan:
        made: Assignment = getattr(plan, assignment)
        value = made.proofs[stage].value + difference
        spoilt = replace(made, proofs={**made.proofs, stage: Proof(value, 0.0)})
        changes: dict[str, Any] = {assignment: spoilt}
        return replace(plan, **changes)

    return spoil


def without(stage: Stage) -> Mutation:
    """Leave a stage out."""

    def spoil(plan: VillagePlan) -> VillagePlan:
        left = {key: proof for key, proof in plan.today.proofs.items() if key is not stage}
        return replace(plan, today=replace(plan.today, proofs=left))

    return spoil


def backwards(plan: VillagePlan) -> VillagePlan:
    """Settle the stages in the wrong order."""
    proofs = dict(reversed(list(plan.today.proofs.items())))
    return replace(plan, today=replace(plan.today, proofs=proofs))


def metre(row: int, value: float) -> Mutation:
    """State another distance of one household, today."""
    return lambda plan: today(metres=put(plan.today.metres, row, value))(plan)


def reason(row: int, value: str) -> Mutation:
    """State another reason of one household, today."""
    return lambda plan: today(reasons=put(plan.today.reasons.astype("U16"), row, value))(plan)


def idle(plan: VillagePlan) -> VillagePlan:
    """Suggest a fourth recruit beside the third, with nothing to do."""
    assert plan.recruitment is not None
    places = np.array([*PLACES, 7])
    recruitment = replace(
        plan.recruitment,
        places=places,
        worth=np.array([2, 1, 1, 0]),
        needed=Proof(4.0, 3.0),
        by="search",
    )
    made = settled(example(), AFTER, places, "after")
    return replace(plan, recruitment=recruitment, after=made)


def two_recruits(plan: VillagePlan) -> VillagePlan:
    """Leave the last recruit out and call two enough."""
    assert plan.recruitment is not None
    recruitment = replace(
        plan.recruitment,
        places=PLACES[:2],
        worth=np.array([2, 1]),
        needed=Proof(2.0, 2.0),
        pockets=(POCKETS[0], POCKETS[2]),
    )
    made = settled(example(), put(AFTER, 7, -1), PLACES[:2], "after")
    return replace(plan, recruitment=recruitment, after=made)


def worse(plan: VillagePlan) -> VillagePlan:
    """Serve fewer after recruiting than today."""
    person = np.where(np.isin(np.arange(len(AFTER)), [8]), AFTER, -1)
    return replace(plan, after=settled(example(), person, PLACES, "after"))


NONE = np.empty(0, np.int64)
SETTLED = [stage for stage in Stage if stage not in ("priced", "fairest", "compact")]
"""Stages of the example; the others are spoilt in `tests/optimizer/test_fair_and_compact.py`."""
FIRST = POCKETS[0]

MUTATIONS: dict[str, tuple[Mutation, str]] = {
    "a row too few": (today(person=TODAY[:-1]), "SHAPE"),
    "persons as floats": (today(person=TODAY.astype(float)), "SHAPE"),
    "a load too many": (today(loads=np.array([3, 3, 1, 0, 0])), "SHAPE"),
    "loads of the recruits missing": (after(loads=np.array([3, 3, 1, 0])), "SHAPE"),
    "places as a table": (recruiting(places=PLACES[:, None]), "SHAPE"),
    "another village": (whole(village_id="w"), "VILLAGE"),
    "an unknown person": (today(person=put(TODAY, 0, 4)), "UNKNOWN_PERSON"),
    "an unknown person below": (today(person=put(TODAY, 0, -2)), "UNKNOWN_PERSON"),
    "a recruit today": (today(person=put(TODAY, 3, 5)), "UNKNOWN_PERSON"),
    "too far by a metre": (give_after(5, 0), "BEYOND_LIMIT"),
    "too far": (give(9, 3), "BEYOND_LIMIT"),
    "forbidden": (give(7, 2), "FORBIDDEN"),
    "forbidden after": (give_after(7, 2), "FORBIDDEN"),
    "locked to nobody": (give(8, -1), "LOCKED"),
    "locked to another": (give_after(8, 3), "LOCKED"),
    "a millimetre more": (metre(3 + 1, 10.001), "METRES"),
    "no metres": (metre(0, nan), "METRES"),
    "metres of nobody": (metre(3, 5.0), "METRES"),
    "endless": (metre(0, inf), "METRES"),
    "a locked pair not listed": (
        whole(locked_beyond_limit=np.empty((0, 2), np.int64)),
        "LOCKED_BEYOND_LIMIT",
    ),
    "a pair listed that is not locked": (
        whole(locked_beyond_limit=np.array([[8, 2], [9, 3]])),
        "LOCKED_BEYOND_LIMIT",
    ),
    "one too many": (give(3, 0), "OVER_MAXIMUM"),
    "one too many after": (give_after(3, 0), "OVER_MAXIMUM"),
    "wrong loads": (today(loads=np.array([3, 3, 1, 1])), "LOADS"),
    "wrong loads after": (after(loads=np.array([3, 3, 1, 0, 2, 1, 2])), "LOADS"),
    "wrong change": (today(changed=1), "CHANGED"),
    "no reason": (reason(9, ""), "REASON_MISPLACED"),
    "a reason nobody knows": (reason(9, "LAZINESS"), "REASON_MISPLACED"),
    "a reason of a served household": (reason(0, "CAPACITY"), "REASON_MISPLACED"),
    "distance for capacity": (reason(3, "DISTANCE"), "WRONG_REASON"),
    "excluded for capacity": (reason(3, "EXCLUDED"), "WRONG_REASON"),
    "minimum under flag": (reason(3, "MINIMUM"), "WRONG_REASON"),
    "capacity for distance": (reason(9, "CAPACITY"), "WRONG_REASON"),
    "excluded for distance": (reason(9, "EXCLUDED"), "WRONG_REASON"),
    "distance for excluded": (reason(7, "DISTANCE"), "WRONG_REASON"),
    "capacity for excluded": (reason(7, "CAPACITY"), "WRONG_REASON"),
    "a free seat": (give(6, -1), "EXCHANGE"),
    "a seat that an exchange frees": (give(4, -1), "EXCHANGE"),
    "a seat after": (give_after(10, -1), "EXCHANGE"),
    "a recruit more would serve": (two_recruits, "EXCHANGE"),
    "no walk": (without(Stage.WALK), "STAGES"),
    "no keep": (without(Stage.KEEP), "STAGES"),
    "stages backwards": (backwards, "STAGES"),
    "a recruit stage today": (prove(Stage.RECRUIT, 0, 0), "STAGES"),
    **{
        f"{stage} too high": (shift(stage, 1.0), "VALUE") for stage in SETTLED if stage != "recruit"
    },
    **{
        f"{stage} too low": (shift(stage, -1.0), "VALUE") for stage in SETTLED if stage != "recruit"
    },
    **{
        f"{stage} too high after": (shift(stage, 1.0, assignment="after"), "VALUE")
        for stage in SETTLED
    },
    "a walk a millimetre too short": (shift(Stage.WALK, -0.001), "VALUE"),
    "a longest a millimetre too short": (shift(Stage.LONGEST, -0.001), "VALUE"),
    "no number": (prove(Stage.WALK, nan, 0.0), "VALUE"),
    "a bound too high": (prove(Stage.SERVE, 4.0, 5.0), "BOUND"),
    "a bound of nothing": (prove(Stage.SERVE, 4.0, -inf), "BOUND"),
    "a bound that is no number": (prove(Stage.SERVE, 4.0, nan), "BOUND"),
    **{
        f"verdict {verdict}": (whole(verdict=verdict), "VERDICT")
        for verdict in Verdict
        if verdict is not Verdict.NEEDS_MEMBERS_LOCAL
    },
    "a limit that relaxes nothing": (whole(relaxations=Relaxations(9.0, None)), "RELAXED_LIMIT"),
    "a limit too short": (whole(relaxations=Relaxations(500.0, None)), "RELAXED_LIMIT"),
    "an endless limit": (whole(relaxations=Relaxations(inf, None)), "RELAXED_LIMIT"),
    "the maximum there is": (whole(relaxations=Relaxations(None, 3)), "RELAXED_MAXIMUM"),
    "no relaxations": (whole(relaxations=None), "RELAXATIONS_MISSING"),
    "recruits without a plan": (whole(after=None), "HALF"),
    "a plan without recruits": (whole(recruitment=None), "HALF"),
    "recruits forgotten": (whole(recruitment=None, after=None), "RECRUITMENT_MISSING"),
    "a place nobody knows": (recruiting(places=np.array([9, 3, 11])), "UNKNOWN_PLACE"),
    "fewer are needed": (recruiting(needed=Proof(2.0, 2.0)), "NEEDED"),
    "more are needed": (recruiting(needed=Proof(4.0, 4.0)), "NEEDED"),
    "half a recruit": (recruiting(needed=Proof(3.5, 3.0)), "NEEDED"),
    "a bound above the need": (recruiting(needed=Proof(3.0, 4.0)), "NEEDED"),
    "no need": (recruiting(needed=Proof(nan, 3.0)), "NEEDED"),
    "proven by faith": (recruiting(by="faith"), "BY"),
    "pockets with an open bound": (recruiting(needed=Proof(3.0, 2.0)), "BY"),
    "worth too much": (recruiting(worth=np.array([2, 2, 1])), "WORTH"),
    "worth of two": (recruiting(worth=np.array([2, 2])), "WORTH"),
    "worth in disorder": (recruiting(worth=np.array([1, 2, 1])), "WORTH_ORDER"),
    "worth below nothing": (recruiting(worth=np.array([3, 2, -1])), "WORTH_ORDER"),
    "fewer served with recruits": (worse, "AFTER_WORSE"),
    "an idle recruit": (idle, "IDLE_RECRUIT"),
    "a household twice in a pocket": (pocket(1, households=np.array([7, 7])), "POCKET_ROWS"),
    "an unknown household in a pocket": (pocket(1, households=np.array([11])), "POCKET_ROWS"),
    "an unknown member in a pocket": (pocket(0, members=np.array([4])), "POCKET_ROWS"),
    "an empty pocket": (pocket(1, households=NONE), "POCKET_ROWS"),
    "a member left out": (pocket(0, members=NONE, room=0), "POCKET_MEMBERS"),
    "a member too many": (pocket(1, members=np.array([2]), room=3), "POCKET_MEMBERS"),
    "a forbidden member listed": (pocket(1, members=np.array([2])), "POCKET_MEMBERS"),
    "a household that others reach": (
        pocket(0, households=np.array([0, 1, 2, 3, 4])),
        "POCKET_MEMBERS",
    ),
    "too little room": (pocket(0, room=2), "POCKET_ROOM"),
    "a household fewer": (pocket(0, households=np.array([0, 1, 2])), "POCKET_BOUND"),
    "a recruit too many in a pocket": (pocket(0, recruits_at_least=2), "POCKET_BOUND"),
    "a pocket that forces nobody": (
        recruiting(pockets=(*POCKETS, Pocket(np.array([0]), np.array([0]), 3, 0))),
        "POCKET_BOUND",
    ),
    "a pocket missing": (recruiting(pockets=POCKETS[:2]), "POCKETS_SUM"),
    "pockets that prove it, and a search": (recruiting(by="search"), "BY"),
    "pockets that overlap": (recruiting(pockets=(*POCKETS[:2], POCKETS[1])), "POCKETS_SUM"),
}
