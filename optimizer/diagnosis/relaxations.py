"""The smallest longer limit and the smallest higher maximum that alone would serve everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.distance import Deadline, Unmeasured, locked_metres
from optimizer.distance.reach import Reach, reach_within, village_reach
from optimizer.domain.plan import Relaxations
from optimizer.domain.scenario import Ends, Ints, Village
from optimizer.solvers.flow import maximum_flow

Bools = NDArray[np.bool_]


def _seen(village: Village) -> Bools:
    """Return the households with a member within the limit, whatever is forbidden."""
    near = reach_within(village, Ends.MEMBERS, village.rules.max_distance_m)
    return np.bincount(near.household, minlength=len(village.households)) > 0


def relaxations(
    village: Village, serves_all: Callable[[Village], bool], limits: Deadline | None = None
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
    return not maximum_flow(reach.household, reach.person, supply, most).short.any()


def beyond_limit(village: Village) -> Ints:
    """Return the locked pairs that are longer than the limit, shape (n, 2)."""
    metres, lost = locked_metres(village)
    return village.locked[lost | (metres > village.rules.max_distance_m)]
