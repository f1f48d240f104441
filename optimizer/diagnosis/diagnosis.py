"""Why a household is unserved, what the village is in one word, and what else would help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.distance import Limits, Unmeasured, locked_metres
from optimizer.distance.reach import Reach, reach_within, village_reach
from optimizer.domain.plan import UNSERVED, Reason, Relaxations, Verdict
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.solvers.flow import maximum

Bools = NDArray[np.bool_]


def reasons(
    village: Village, reach: Reach, person: Ints, most: Ints, gains: Bools | None = None
) -> Ids:
    """Return a reason for each household that nobody looks after, '' for the others.

    Parameters
    ----------
    reach
        Usable pairs of households and persons, recruits included.
    most
        Shape (persons,): maximum loads.
    gains
        Shape (households,): whom some exchange gives a seat, where ``reach`` has not all pairs.
    """
    unserved = person == UNSERVED
    if not unserved.any():
        return np.full(len(person), "", "<U8")
    usable = np.bincount(reach.household, minlength=len(person)) > 0
    seen = np.ones(len(person), bool) if usable[unserved].all() else _seen(village)
    found = np.where(seen, Reason.EXCLUDED, Reason.DISTANCE).astype("<U8")
    gains = _exchangeable(reach, person, most) if gains is None else gains
    # Only an enforced minimum leaves a seat free that an exchange would reach.
    full = np.where(gains, Reason.MINIMUM, Reason.CAPACITY)
    return np.where(unserved, np.where(usable, full, found), "")


def _seen(village: Village) -> Bools:
    """Return the households with a member within the limit, whatever is forbidden."""
    near = reach_within(village, village.members, village.rules.max_distance_m)
    return np.bincount(near.household, minlength=len(village.households)) > 0


def _exchangeable(reach: Reach, person: Ints, most: Ints) -> Bools:
    """Return the households that some exchange gives a seat: alternating paths, backwards."""
    served = np.flatnonzero(person != UNSERVED)
    frees = np.bincount(person[served], minlength=reach.persons) < most
    gains = np.zeros(reach.households, bool)
    while True:
        gains[reach.household[frees[reach.person]]] = True
        wider = frees.copy()
        wider[person[served[gains[served]]]] = True
        if np.array_equal(wider, frees):
            return gains
        frees = wider


def verdict(village: Village, unserved: int) -> Verdict:
    """Return the first verdict that holds; ``unserved`` households have nobody today."""
    households, members = len(village.households), village.members
    most, least = int(members.maximum.sum()), int(members.minimum.sum())
    if households and not len(members):
        return Verdict.NO_MEMBERS
    if unserved:
        return Verdict.NEEDS_MEMBERS if households > most else Verdict.NEEDS_MEMBERS_LOCAL
    if households < least:
        return Verdict.SURPLUS
    # In whole numbers, so that exactly 90 % is not yet tight.
    return Verdict.TIGHT if 10 * households > 9 * most else Verdict.OK


def relaxations(
    village: Village, serves_all: Callable[[Village], bool], limits: Limits | None = None
) -> Relaxations:
    """Return the smallest limit and the smallest maximum that alone would serve everybody.

    Both searches are monotone: a longer limit or a higher maximum takes nothing away. Flows
    answer without a minimum; where the minimum is enforced, ``serves_all`` has the last word.
    Where not all distances are measured in the time, the limit is unknown.
    """
    most = _maximum(village, serves_all)
    try:
        everything = village_reach(_limited(village, np.inf), limits=limits)
    except Unmeasured:
        return Relaxations(None, most, ("max_distance_m",))
    return Relaxations(_limit(village, everything, serves_all), most)


def _limit(
    village: Village, everything: Reach, serves_all: Callable[[Village], bool]
) -> float | None:
    pinned = np.isin(everything.household, village.locked[:, 0])
    longer = ~pinned & (everything.metres > village.rules.max_distance_m)
    choices = np.unique(everything.metres[longer])

    def flows(row: int) -> bool:
        usable = everything.only(pinned | (everything.metres <= choices[row]))
        return _serves_all(usable, village.members.maximum)

    first = _first(len(choices), flows, lambda row: serves_all(_limited(village, choices[row])))
    return None if first is None else float(choices[first])


def _maximum(village: Village, serves_all: Callable[[Village], bool]) -> int | None:
    """Raise the rule, and with it every member whose own maximum is the rule's."""
    reach, least = village_reach(village), village.rules.max_households + 1

    def flows(row: int) -> bool:
        return _serves_all(reach, _raised(village, least + row).members.maximum)

    most = len(village.households)
    first = _first(most, flows, lambda row: serves_all(_raised(village, least + row)))
    return None if first is None else least + first


def _limited(village: Village, limit_m: float) -> Village:
    rules = village.rules.model_copy(update={"max_distance_m": float(limit_m)})
    return replace(village, rules=rules)


def _raised(village: Village, most: int) -> Village:
    follows = village.members.maximum == village.rules.max_households
    members = replace(village.members, maximum=np.where(follows, most, village.members.maximum))
    rules = village.rules.model_copy(update={"max_households": most})
    return replace(village, rules=rules, members=members)


def _first(
    count: int, flows: Callable[[int], bool], serves_all: Callable[[int], bool]
) -> int | None:
    """Return the first row of a monotone row of relaxations that serves everybody."""
    if count == 0 or not flows(count - 1):
        return None
    low = _halve(0, count - 1, flows)
    if serves_all(low):
        return low
    if low == count - 1 or not serves_all(count - 1):
        return None
    return _halve(low + 1, count - 1, serves_all)


def _halve(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first row from ``low`` to ``high`` that holds; ``high`` does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _serves_all(reach: Reach, most: Ints) -> bool:
    if (np.bincount(reach.household, minlength=reach.households) == 0).any():
        return False
    supply = np.ones(reach.households, np.int64)
    return not maximum(reach.household, reach.person, supply, most).short.any()


def beyond_limit(village: Village) -> Ints:
    """Return the locked pairs that are longer than the limit, shape (n, 2)."""
    metres, lost = locked_metres(village)
    return village.locked[lost | (metres > village.rules.max_distance_m)]
