"""Curves of many villages, in processes of this machine: the hardest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.budget.village_curve import VillageCurve, village_curve
from optimizer.distance import Unmeasured
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError
from optimizer.execution.system_calls import processors
from optimizer.execution.village_pool import ask_in_processes
from optimizer.execution.workers.call import Call
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
        places: tuple[Ints, ...] = (np.empty(0, np.int64),)
    else:
        served = np.array([point.served for point in plan.recruitment.curve])
        bound = np.array([point.bound for point in plan.recruitment.curve])
        places = tuple(point.places for point in plan.recruitment.curve)
    return VillageCurve(
        village.id, village.name, village.area, households, served, bound, int(bound[-1]), places
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
        As `curve_of` does, and where a village costs its processes their lives.
    """
    processes = min(workers or processors(), len(villages))
    found: dict[str, VillageCurve] = {}
    if processes < _ALONE:
        for village in villages:
            found[village.id] = curve_of(village, request)
            on_done(found[village.id])
    else:
        hardest = sorted(villages, key=lambda one: -len(one.households))
        calls = {village.id: Call(curve_of, (village, request)) for village in hardest}
        for name, curve in ask_in_processes(calls, processes, __name__):
            found[name] = curve
            on_done(curve)
    return [found[village.id] for village in villages]
