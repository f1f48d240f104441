"""Many villages, in one process or in several, with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from optimizer.crew import in_order
from optimizer.errors import SolverError
from optimizer.pipeline import plan_village
from optimizer.plan import VillagePlan
from optimizer.scenario import Scenario, Village
from optimizer.verification import verify_plan

_CHUNK = 4
"""Villages handed to a process at once: large enough to outweigh the passing of arrays."""


def plan_checked(village: Village, *, seed: int = 0, time_limit_s: float = 20.0) -> VillagePlan:
    """Plan one village and check the plan before anybody sees it.

    Raises
    ------
    SolverError
        When the plan does not pass the independent check: a fault of ours.
    """
    plan = plan_village(village, seed=seed, time_limit_s=time_limit_s)
    violations = verify_plan(village, plan)
    if violations:
        listed = "; ".join(str(violation) for violation in violations[:5])
        raise SolverError(
            f"the plan of village {village.id} breaks {len(violations)} of its own rules: {listed}"
        )
    return plan


def plan_scenario(
    scenario: Scenario,
    *,
    workers: int = 1,
    seed: int = 0,
    time_limit_s: float = 20.0,
    on_done: Callable[[VillagePlan], None] | None = None,
) -> Iterator[VillagePlan]:
    """Plan every village and yield the verified plans in the scenario's order.

    Parameters
    ----------
    workers
        Processes. With 1 everything happens in this one.
    time_limit_s
        Seconds for each village.
    on_done
        Called in this process with each plan, just before it is yielded.

    Raises
    ------
    SolverError
        When a plan does not pass the independent check: a fault of ours.
    ChildProcessError
        When a process ends unasked, for want of memory or by somebody's hand.
    """
    work = partial(plan_checked, seed=seed, time_limit_s=time_limit_s)
    spread = workers > 1 and len(scenario.villages) > 1
    plans = _in_processes(scenario, work, workers) if spread else map(work, scenario.villages)
    for plan in plans:
        if on_done is not None:
            on_done(plan)
        yield plan


def _in_processes(
    scenario: Scenario, work: Callable[[Village], VillagePlan], workers: int
) -> Iterator[VillagePlan]:
    """Plan chunk by chunk in other processes, never more of them than there are chunks."""
    chunks = list(_chunks(scenario.villages))
    for plans in in_order(partial(_plan_chunk, work), chunks, min(workers, len(chunks))):
        yield from plans


def _chunks(villages: tuple[Village, ...]) -> Iterator[tuple[Village, ...]]:
    """Cut the villages into chunks, in their order."""
    for start in range(0, len(villages), _CHUNK):
        yield villages[start : start + _CHUNK]


def _plan_chunk(
    work: Callable[[Village], VillagePlan], villages: tuple[Village, ...]
) -> list[VillagePlan]:
    """Plan the villages of one chunk, in their order."""
    return [work(village) for village in villages]
