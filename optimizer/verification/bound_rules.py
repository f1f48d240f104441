"""Rules of the bounds: the walk's, recomputed from stated prices with whole numbers alone.

With one price u a household, U households unserved and E exceptions settled, no plan walks less
than: the sum of u, less the U largest u (of households that no lock keeps), plus for every member
the best sum of so many of its smallest (metres - u) as its window permits, or nothing; plus what E
members gain most below their windows; plus the R cheapest recruits at any places. Everything is
in micrometres. Distances are the verifier's own; a pair that may be within the limit counts as one
that is, which can only lower the sum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.goals import Stage
from optimizer.domain.plan import MICROMETRES
from optimizer.domain.scenario import Floats, Ints
from optimizer.verification.case import Case
from optimizer.verification.measured_village import (
    MeasuredVillage,
    measure_village,
    pair_metres,
)
from optimizer.verification.violation import Violation

NEVER = 1 << 52
"""Micrometres above any sum: no way, or no permitted load."""
MOST = 1 << 44
"""Micrometres of a price, at most, so that all sums fit into 64 bits."""
BLOCK = 256
"""Persons whose distances are looked at together."""


def check_bounds(case: Case) -> list[Violation]:
    """Return the bound of the walk that its stated prices do not prove."""
    proof, prices = case.stated.proofs.get(Stage.WALK), case.stated.prices
    if proof is None or prices is None:
        return []
    if prices.shape != case.person.shape or not (np.abs(prices) < MOST).all():
        message = f"{len(prices):,} prices for {len(case.person):,} households, or too large ones"
        return [case.broken("walk", "PRICES", 1, (), message)]
    found = _bound(case, prices)
    allowed = _slack(case)
    stated = proof.bound * MICROMETRES
    if found >= stated - allowed:
        return []
    message = f"the prices prove {found / MICROMETRES:.6f} m, and {proof.bound:.6f} m is stated"
    return [case.broken("walk", "BOUND_UNPROVEN", (stated - found) / MICROMETRES, (), message)]


def _slack(case: Case) -> float:
    """Return the micrometres by which the distances of a plan may differ from the verifier's."""
    limit_m = case.village.rules.max_distance_m
    apart_m = case.ground.doubt_m(limit_m) + case.rounding_m
    return float(len(case.person) * (1 + apart_m * MICROMETRES)) + 1_000


def _bound(case: Case, prices: Ints) -> int:
    village, rules = case.village, case.village.rules
    unserved = len(case.unserved)
    free = case.ground.locked_to < 0
    total = int(prices.sum())
    if unserved:
        total -= int(np.sort(prices[free])[-unserved:].sum())
    members = len(village.members)
    inside, outside = _best(case, np.arange(members), prices, recruits=False)
    idle = np.minimum(inside, 0)
    gains = np.sort(np.minimum(outside - idle, 0))
    total += int(idle.sum()) + int(gains[: len(case.exceptions)].sum())
    number = len(case.ground.places)
    if number:
        site, below = _best(case, np.arange(len(village.sites)), prices, recruits=True)
        copies = min(number, rules.recruits_per_place or number)
        worth = np.sort(np.repeat(np.minimum(site, below), copies))
        total += int(np.minimum(worth[:number], 0).sum())
    return total


def _best(case: Case, rows: Ints, prices: Ints, *, recruits: bool) -> tuple[Ints, Ints]:
    """Return the best sum of each member or site inside its window, and below it."""
    inside, outside = np.full(len(rows), NEVER), np.full(len(rows), NEVER)
    ground, first = case.ground, 0
    if recruits:
        ground = measure_village(case.village, rows, case.ground.limits)
        first = len(case.village.members)
    short = _may_be_short(case, len(rows), recruits=recruits)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        reduced = _micrometres(ground, first + block) - prices[:, None]
        for column, row in enumerate(block.tolist()):
            person = first + row
            near = np.sort(reduced[:, column][reduced[:, column] < NEVER // 2])
            window = int(ground.minimum[person]), int(ground.maximum[person])
            inside[row], outside[row] = _permitted(near, window, short=bool(short[row]))
    return inside, outside


def _may_be_short(case: Case, count: int, *, recruits: bool) -> NDArray[np.bool_]:
    """Return who may hold fewer than the minimum: with exceptions all, or whom locks force."""
    if not case.enforced or recruits:
        return np.full(count, len(case.exceptions) > 0 and not case.enforced)
    locks = case.locks[:count]
    return np.asarray((locks > 0) & (locks < case.ground.minimum[:count]))


def _permitted(near: Ints, window: tuple[int, int], *, short: bool) -> tuple[int, int]:
    sums = np.cumsum(near[: window[1]])
    least = max(window[0], 1)
    inside = int(sums[least - 1 :].min(initial=NEVER))
    return inside, int(sums[: least - 1].min(initial=NEVER)) if short else NEVER


def _micrometres(ground: MeasuredVillage, persons: Ints) -> Ints:
    """Return the micrometres of every pair that may be used, shape (households, persons)."""
    households = np.arange(len(ground.locked_to))
    usable = _usable(ground, households, persons)
    found = np.full(usable.shape, NEVER)
    row, column = np.nonzero(usable)
    metres: Floats = pair_metres(ground, row, persons[column])
    found[row, column] = np.rint(metres * MICROMETRES).astype(np.int64)
    return found


def _usable(ground: MeasuredVillage, households: Ints, persons: Ints) -> NDArray[np.bool_]:
    """Return within the limit, not forbidden, and of a locked household its own person alone."""
    usable = ground.allowed(households, persons, sure=False)
    locked = ground.locked_to >= 0
    usable[locked] = ground.locked_to[locked][:, None] == persons[None, :]
    return np.asarray(usable)
