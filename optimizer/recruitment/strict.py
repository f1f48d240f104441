"""The fewest recruits when loads below the minimum are forbidden."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np

from optimizer.recruitment.need import Need
from optimizer.recruitment.programme import exact
from optimizer.recruitment.whole import Window, layout, programme
from optimizer.scenario import Ints

FIRST_TRY_S = 5.0
"""For the question whether the recruits of the lenient rule already do."""


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """What holds without the minimum: recruits per place, a bound on them, and the unserved."""

    recruits: Ints
    bound: int
    unserved: int


@dataclass(frozen=True, slots=True, eq=False)
class Strict:
    """Recruits under an enforced minimum and the households that stay unserved, with bounds."""

    recruits: Ints
    bound: int
    unserved: int
    unserved_bound: int


def strictly(need: Need, window: Window, floor: Floor, most: int | None, deadline: float) -> Strict:
    """Serve as many households as possible with loads in the window, then with fewest recruits.

    Parameters
    ----------
    most
        How many recruits there may be; None for any number.
    """
    number = int(floor.recruits.sum())
    if most is None or number <= most:
        first = _as_they_are(need, window, floor, deadline)
        if first is not None:
            return first
    limit = float(need.cap.sum() if most is None else most)
    served = _solved(need, window, (0.0, 1.0), (0.0, limit), need.households, deadline)
    left = min(served.unserved, need.households)
    left_bound = max(floor.unserved, served.bound)
    lowest = floor.bound if left == floor.unserved and number <= limit else 0
    fewest = _solved(need, window, (1.0, 0.0), (float(lowest), limit), left, deadline)
    if fewest.unserved > left:  # time was up before any plan was found
        return Strict(served.recruits, lowest, left, left_bound)
    # A number is proven only among plans that leave exactly the fewest unserved.
    bound = max(lowest, fewest.bound) if left_bound == left else lowest
    return Strict(fewest.recruits, bound, left, left_bound)


def _as_they_are(need: Need, window: Window, floor: Floor, deadline: float) -> Strict | None:
    """Try the recruits of the lenient rule where they are; None where somebody is left out."""
    number = float(floor.recruits.sum())
    fixed = replace(need, cap=floor.recruits)
    until = min(deadline, time.monotonic() + FIRST_TRY_S)
    model = programme(fixed, (0.0, 0.0), (number, number), floor.unserved, window)
    if exact(model, until - time.monotonic()).x is None:
        return None
    return Strict(floor.recruits, floor.bound, floor.unserved, floor.unserved)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    recruits: Ints
    unserved: int
    bound: int


def _solved(
    need: Need,
    window: Window,
    cost: tuple[float, float],
    recruits: tuple[float, float],
    most_unserved: int,
    deadline: float,
) -> _Found:
    """Solve one stage; without any plan in time, nobody is served and nothing is proven."""
    model = programme(need, cost, recruits, most_unserved, window)
    answer = exact(model, deadline - time.monotonic())
    bound = math.ceil(answer.bound - 1e-6) if math.isfinite(answer.bound) else 0
    if answer.x is None:
        return _Found(np.zeros_like(need.cap), need.households + 1, bound)
    left = int(np.rint(answer.x[layout(need).starts[3] :].sum()))
    return _Found(np.rint(answer.x[: len(need.cap)]).astype(np.int64), left, bound)
