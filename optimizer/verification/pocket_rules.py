"""Rules of the pockets: reasons for recruits that a person can count after.

A pocket P is valid when every plan that serves as many as can be served obeys
``|P| <= room + maximum * (recruits near places that reach P)``. So

* the members listed are exactly those who reach a household of P within the limit, forbidden
  pairs apart, and ``room`` is the sum of their maxima, whole;
* a locked household is reached by the person it is locked to and by nobody else, at any distance,
  and by no place: it takes a seat of that person's room whatever else happens;
* all households of P can be served together, with as many recruits as the places take. Which
  households are served may differ between two plans that serve equally many, but not the fewest
  recruits: the sets of households that can be served together, and the sets of seats that can be
  filled together, are matroids, and any largest set of the one goes with any largest set of the
  other (Mendelsohn and Dulmage, 1958). So P can be taken as served.

Under an enforced minimum the same holds wherever the minimum leaves nobody out; whether it does
is not decided here.

The recruits that two pockets force are different ones when no place reaches both.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Pocket, Recruitment
from optimizer.domain.scenario import Ints
from optimizer.verification.case import Case
from optimizer.verification.servable import count_unservable
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation

SEARCH_STEPS = 20_000
"""Choices tried when overlapping pockets are listed and their best disjoint part is sought."""


@dataclass(frozen=True, slots=True, eq=False)
class PocketCount:
    """Who and which places reach the households of the pockets.

    Parameters
    ----------
    rows
        The households of all pockets, sorted.
    sure, maybe
        Shape (rows, members): reached surely, reached possibly.
    places
        One mask a pocket, shape (sites,): whether a recruit there possibly reaches it.
    """

    rows: Ints
    sure: Mask
    maybe: Mask
    places: list[Mask]


def check_pockets(recruitment: Recruitment, after: Case) -> list[Violation]:
    """Return pockets that do not hold what they say, and a sum that is not the number."""
    households, members = len(after.person), len(after.village.members)
    violations = [
        _broken(at, "POCKET_ROWS", 1, "its households or members are no set of known rows")
        for at, pocket in enumerate(recruitment.pockets)
        if not (len(pocket.households) and _is_set(pocket.households, households))
        or not _is_set(pocket.members, members)
    ]
    if violations:
        return violations
    counted = _count(recruitment.pockets, after)
    for at, pocket in enumerate(recruitment.pockets):
        violations.extend(_members(at, pocket, counted, after))
        violations.extend(_figures(at, pocket, after))
        violations.extend(
            _broken(
                at,
                "POCKET_UNSERVABLE",
                1,
                f"household {name} cannot be served beside the others",
                (name,),
            )
            for name in map(after.household, count_unservable(after, pocket.households))
        )
    if violations or not isfinite(recruitment.needed.value):
        return violations
    return _sum(recruitment, counted)


def _broken(
    at: int | None, code: str, size: float, text: str, witness: tuple[str, ...] = ()
) -> Violation:
    subject = "the pockets: " if at is None else f"pocket {at + 1}: "
    return Violation(str(Stage.RECRUIT), code, float(size), witness, subject + text, "recruitment")


def _is_set(rows: Ints, size: int) -> bool:
    return (
        rows.ndim == 1
        and (rows.dtype.kind == "i" or not len(rows))
        and bool(((rows >= 0) & (rows < size)).all())
        and len(np.unique(rows)) == len(rows)
    )


def _count(pockets: tuple[Pocket, ...], after: Case) -> PocketCount:
    ground = after.ground
    empty = np.empty(0, np.int64)
    rows = np.unique(np.concatenate([empty, *(pocket.households for pocket in pockets)]))
    members = np.arange(len(after.village.members))
    sure, maybe = (ground.allowed(rows, members, sure=flag) for flag in (True, False))
    locked = np.flatnonzero(ground.locked_to[rows] >= 0)
    person = ground.locked_to[rows[locked]]
    for mask in (sure, maybe):
        mask[locked] = False
    sure[locked, person] = maybe[locked, person] = True
    free = [pocket.households[ground.locked_to[pocket.households] < 0] for pocket in pockets]
    return PocketCount(rows, sure, maybe, [ground.sites_near(some) for some in free])


def _members(at: int, pocket: Pocket, counted: PocketCount, after: Case) -> list[Violation]:
    rows = np.searchsorted(counted.rows, pocket.households)
    listed = np.zeros(counted.sure.shape[1], np.bool_)
    listed[pocket.members] = True
    missing = counted.sure[rows].any(axis=0) & ~listed
    extra = listed & ~counted.maybe[rows].any(axis=0)
    return [
        _broken(
            at,
            "POCKET_MEMBERS",
            1,
            f"member {after.ground.name(row)} {text}",
            (after.ground.name(row),),
        )
        for mask, text in (
            (missing, "reaches one of its households and is not listed"),
            (extra, "is listed and reaches none of its households"),
        )
        for row in np.flatnonzero(mask)
    ]


def _figures(at: int, pocket: Pocket, after: Case) -> list[Violation]:
    room = int(after.village.members.maximum[pocket.members].sum())
    most = after.village.rules.max_households
    forced = -((room - len(pocket.households)) // most)
    if after.village.rules.spare:
        forced = _with_spare(pocket, room, forced, after)
    violations = []
    if pocket.room != room:
        text = f"room {pocket.room} is stated; its members hold {room}"
        violations.append(_broken(at, "POCKET_ROOM", abs(pocket.room - room), text))
    if pocket.recruits_at_least != forced or forced < 1:
        text = (
            f"{pocket.recruits_at_least} recruits are stated; {len(pocket.households)} households "
            f"and a room of {room} force {max(forced, 0)}"
        )
        size = abs(pocket.recruits_at_least - forced)
        violations.append(_broken(at, "POCKET_BOUND", size, text))
    return violations


def _with_spare(pocket: Pocket, room: int, forced: int, after: Case) -> int:
    """Return what a pocket forces if any one may leave: its largest member, or a recruit.

    A member to whom one of its households is locked is left out: that household has others then.
    """
    village = after.village
    locked = after.ground.locked_to[pocket.households]
    leaving = np.setdiff1d(pocket.members, locked[locked >= 0])
    largest = int(village.members.maximum[leaving].max(initial=0))
    left = -((room - largest - len(pocket.households)) // village.rules.max_households)
    return max(left, forced + 1 if forced > 0 else 0)


def _sum(recruitment: Recruitment, counted: PocketCount) -> list[Violation]:
    value = int(recruitment.needed.value)
    pockets = recruitment.pockets
    forced = [pocket.recruits_at_least for pocket in pockets]
    total = _largest_disjoint_sum(forced, _overlaps(counted.places))
    if total > value:
        text = f"they force {total} recruits, more than the {value} stated as needed"
        return [_broken(None, "POCKETS_SUM", total - value, text)]
    if recruitment.by == "pockets" and total < value:
        text = f"those whose places are disjoint force {total} recruits; {value} are stated"
        return [_broken(None, "POCKETS_SUM", value - total, text)]
    whole = sum(forced) == total == value == recruitment.needed.bound
    if recruitment.by == "search" and whole and value:
        text = f"they add up to the {value} needed, and the number is stated as searched for"
        return [_broken(None, "BY", 1, text)]
    return []


def _overlaps(reached: list[Mask]) -> list[int]:
    """Return for each pocket the others that share a place with it, as bits."""
    if not reached:
        return []
    places = np.array(reached, np.float32)
    shared = (places @ places.T) > 0
    np.fill_diagonal(shared, val=False)
    return [sum(1 << int(other) for other in np.flatnonzero(row)) for row in shared]


def _largest_disjoint_sum(forced: list[int], overlaps: list[int]) -> int:
    """Return the largest sum over pockets that share no place: branch on the most entangled.

    Stops improving after ``SEARCH_STEPS``: what it returns is a sum that holds all the same.
    """
    best, steps = 0, 0
    stack = [((1 << len(forced)) - 1, 0)]
    while stack and steps < SEARCH_STEPS:
        steps += 1
        left, total = stack.pop()
        rows = [at for at in range(len(forced)) if left >> at & 1]
        if total + sum(forced[at] for at in rows) <= best:
            continue
        entangled = max(rows, key=lambda at: (overlaps[at] & left).bit_count())
        if not overlaps[entangled] & left:
            best = total + sum(forced[at] for at in rows)
            continue
        without = left & ~(1 << entangled)
        stack.append((without, total))
        stack.append((without & ~overlaps[entangled], total + forced[entangled]))
    return best
