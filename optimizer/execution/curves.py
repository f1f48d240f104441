"""Curves of many villages, in processes of this machine: the hardest first."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from optimizer.budget.village_curve import VillageCurve, village_curve
from optimizer.distance import Unmeasured
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError
from optimizer.execution.one_thread import ONE_THREAD
from optimizer.large_villages.large_plan import plan_large
from optimizer.large_villages.village_size import is_large

CURVE_S = 20.0
"""Seconds of the processor for one village's curve, where nobody says another time."""
_ALONE = 2
"""Villages that are not worth starting processes for."""


@dataclass(frozen=True, slots=True)
class CurveRequest:
    """How curves are computed: the same request has the same curves on any number of workers."""

    time_limit_s: float = CURVE_S
    seed: int = 0


def curve_of(village: Village, request: CurveRequest) -> VillageCurve:
    """Return the curve of one village.

    Raises
    ------
    SolverError
        When its distances are not measured in the time.
    """
    limits = SearchLimits.lasting(
        request.time_limit_s,
        seed=request.seed,
        effort=request.time_limit_s,
        measuring_s=request.time_limit_s,
    )
    try:
        if is_large(village, limits):
            return _counted(village, limits)
        return village_curve(village, limits)
    except Unmeasured as end:
        raise SolverError(f"village {village.id}: {end}; give more time (--time-limit)") from end


def _counted(village: Village, limits: SearchLimits) -> VillageCurve:
    """Return what the plan of a large village and counting say."""
    rules = village.rules.model_copy(update={"curve": True})
    asked = replace(village, rules=rules)
    plan = plan_large(asked, limits)
    households = len(village.households)
    if plan.recruitment is None:
        alone = households - len(plan.today.unserved)
        served = bound = np.array([alone])
    else:
        served = np.array([point.served for point in plan.recruitment.curve])
        bound = np.array([point.bound for point in plan.recruitment.curve])
    return VillageCurve(
        village.id, village.name, village.area, households, served, bound, int(bound[-1])
    )


def village_curves(
    villages: Sequence[Village],
    request: CurveRequest,
    *,
    workers: int | None = None,
    on_done: Callable[[VillageCurve], None] = lambda _: None,
) -> list[VillageCurve]:
    """Return the curves of villages in their order.

    Parameters
    ----------
    workers
        Processes; None for one on each processor.
    on_done
        Told of each curve as it is finished.

    Raises
    ------
    SolverError
        As `curve_of` does.
    """
    processes = min(workers or len(os.sched_getaffinity(0)), len(villages))
    found: dict[str, VillageCurve] = {}
    if processes < _ALONE:
        for village in villages:
            found[village.id] = curve_of(village, request)
            on_done(found[village.id])
    else:
        with _pool(processes) as pool:
            hardest = sorted(villages, key=lambda one: -len(one.households))
            asked = [pool.submit(curve_of, village, request) for village in hardest]
            for done in as_completed(asked):
                curve = done.result()
                found[curve.village] = curve
                on_done(curve)
    return [found[village.id] for village in villages]


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes whose libraries start no threads; an interruption gives up what waits."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
