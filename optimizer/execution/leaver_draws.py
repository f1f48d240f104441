"""Who leaves is drawn in many villages at once, in processes, within a time that is stated."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import inf

from optimizer.domain.scenario import Village
from optimizer.execution.village_pool import ask_in_processes
from optimizer.execution.workers.call import Call
from optimizer.replanning.plan_in_force import VillageInForce
from optimizer.replanning.staff_in_force import roster_in_force
from optimizer.resilience.attrition import Attrition, AttritionRequest, find_attrition

BASE_S, VILLAGE_S = 30.0, 2.0
"""Without another time: for the run, and for each village and process."""
_ALONE = 2
"""Villages that are not worth starting processes for."""


def usual_seconds(villages: int, processes: int) -> float:
    """Return the time of a run where nobody says another one."""
    return BASE_S + VILLAGE_S * villages / max(processes, 1)


def processes_for(villages: int, workers: int | None) -> int:
    """Return how many processes draw; without a number one for each processor."""
    return max(1, min(workers or len(os.sched_getaffinity(0)), villages))


def attrition_of(village: Village, in_force: VillageInForce, asked: AttritionRequest) -> Attrition:
    """Draw who leaves one village.

    Raises
    ------
    ScenarioError
        Where a recruit of the plan lives at no place of the village.
    """
    return find_attrition(roster_in_force(village, in_force), asked, village.id)


def draw_leavers(
    villages: Sequence[Village],
    in_force: Mapping[str, VillageInForce],
    asked: AttritionRequest,
    *,
    processes: int,
    seconds: float | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> list[Attrition]:
    """Draw who leaves each village, the largest first; those that the time cuts off are missing.

    Parameters
    ----------
    seconds
        By the clock, for all of them; None for as long as it takes.

    Whatever is there is the same on any number of processes: a village's draws depend on nothing
    but its id, its persons and the seed.

    Returns
    -------
    In the order of the villages.

    Raises
    ------
    ScenarioError, SolverError
        As `attrition_of` does, and where a village costs its processes their lives.
    """
    # The entry of the result is long, and nobody there reads it.
    known = {one.id: replace(in_force[one.id], entry=None) for one in villages}
    found: dict[str, Attrition] = {}
    if len(villages) < _ALONE and seconds is None:
        for village in villages:
            found[village.id] = attrition_of(village, known[village.id], asked)
            on_done()
    else:
        largest = sorted(villages, key=lambda one: -len(one.households))
        calls = {one.id: Call(attrition_of, (one, known[one.id], asked)) for one in largest}
        for name, made in ask_in_processes(
            calls, processes, __name__, seconds=inf if seconds is None else seconds
        ):
            found[name] = made
            on_done()
    return [found[one.id] for one in villages if one.id in found]
