"""The fewest recruits when loads below the minimum are forbidden."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.recruitment.maximum_coverage import MaximumCoverage
from optimizer.recruitment.recruit_mip import (
    FEWEST_RECRUITS,
    FEWEST_UNSERVED,
    LoadWindow,
    RecruitCosts,
    RecruitNumber,
    lay_out_columns,
    recruit_program,
)
from optimizer.solvers.linear_program import solve_integer

FIRST_TRY_S = 5.0
"""For the question whether the recruits of the lenient rule already do; half the time at most."""


@dataclass(frozen=True, slots=True, eq=False)
class RelaxedResult:
    """What holds without the minimum: recruits per place, a bound on them, and the unserved."""

    recruits: Ints
    bound: int
    unserved: int


@dataclass(frozen=True, slots=True, eq=False)
class MinimumResult:
    """Recruits under an enforced minimum and the households that stay unserved, with bounds."""

    recruits: Ints
    bound: int
    unserved: int
    unserved_bound: int


def solve_with_minimum(
    need: Need, window: LoadWindow, floor: RelaxedResult, most: int | None, limits: SearchLimits
) -> MinimumResult:
    """Serve as many households as possible with loads in the window, then with fewest recruits.

    Locked pairs come first: no household is served at the cost of a locked one.

    Parameters
    ----------
    most
        How many recruits there may be; None for any number.
    """
    number = int(floor.recruits.sum())
    if most is None or number <= most:
        first = _as_they_are(need, window, floor, limits)
        if first is not None:
            return first
    limit = math.inf if most is None else float(most)
    everybody = int(need.weight @ need.count)
    served = _solved(need, window, FEWEST_UNSERVED, RecruitNumber(most=limit), everybody, limits)
    left = served.unserved
    settled = served.bound >= served.weight
    same = left == floor.unserved and number <= limit
    lowest = floor.bound if same else 0
    allowed = RecruitNumber(float(lowest), limit)
    fewest = _solved(need, window, FEWEST_RECRUITS, allowed, served.weight, limits)
    if fewest.missing:
        # Whom the recruits of the lenient rule serve is found out where they get their places.
        recruits = _first_of(floor.recruits, most) if served.missing else served.recruits
        return MinimumResult(recruits, lowest, left, left if settled else floor.unserved)
    # A number is proven only among plans that leave exactly the fewest unserved.
    bound = max(lowest, fewest.bound) if settled else lowest
    return MinimumResult(fewest.recruits, bound, left, left if settled else floor.unserved)


def cover_with_minimum(
    need: Need, window: LoadWindow, most: int, limits: SearchLimits
) -> MaximumCoverage:
    """Serve as many households as possible with loads in the window and ``most`` recruits.

    Where there was no time for any, nobody is served and nothing is proven.
    """
    everybody = int(need.weight @ need.count)
    number = RecruitNumber(most=float(most))
    found = _solved(need, window, FEWEST_UNSERVED, number, everybody, limits)
    proven = not found.missing and found.bound >= found.weight
    return MaximumCoverage(found.recruits, found.unserved, found.unserved if proven else 0)


def _as_they_are(
    need: Need, window: LoadWindow, floor: RelaxedResult, limits: SearchLimits
) -> MinimumResult | None:
    """Try the recruits of the lenient rule where they are; None where somebody is left out."""
    number = float(floor.recruits.sum())
    fixed = replace(need, cap=floor.recruits)
    # Locked households beyond their member's maximum are lost in any case.
    locked = need.count[need.urgent] @ need.members[need.urgent]
    weight = int(np.maximum(locked - need.room, 0).sum()) * need.households + floor.unserved
    model = recruit_program(fixed, RecruitCosts(), RecruitNumber(number, number), weight, window)
    if solve_integer(model, limits.share(0.5).within(FIRST_TRY_S)).x is None:
        return None
    return MinimumResult(floor.recruits, floor.bound, floor.unserved, floor.unserved)


def _first_of(recruits: Ints, most: int | None) -> Ints:
    """Return so many of the recruits at most."""
    if most is None:
        return recruits
    before = recruits.cumsum() - recruits
    return np.clip(most - before, 0, recruits)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A stage's answer; nobody served and nothing proven where there was no time for any."""

    recruits: Ints
    unserved: int
    weight: int
    bound: int
    missing: bool


def _solved(
    need: Need,
    window: LoadWindow,
    costs: RecruitCosts,
    number: RecruitNumber,
    most_weight: int,
    limits: SearchLimits,
) -> _Found:
    model = recruit_program(need, costs, number, most_weight, window)
    answer = solve_integer(model, limits)
    bound = math.ceil(answer.bound - 1e-6) if math.isfinite(answer.bound) else 0
    if answer.x is None:
        everybody = int(need.weight @ need.count)
        return _Found(np.zeros_like(need.cap), need.households, everybody, bound, missing=True)
    # Shares may be fractions of a class; their sums are whole.
    left = answer.x[lay_out_columns(need).starts[3] :]
    unserved, weight = int(np.rint(left.sum())), int(np.rint(need.weight @ left))
    chosen = np.rint(answer.x[: len(need.cap)]).astype(np.int64)
    return _Found(chosen, unserved, weight, bound, missing=False)
