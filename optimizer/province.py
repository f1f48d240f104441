"""Many villages, in one process or in several, with the same result."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from optimizer.errors import SolverError
from optimizer.pipeline import plan_village
from optimizer.plan import VillagePlan
from optimizer.scenario import Scenario, Village
from optimizer.verification import verify_plan

_CHUNK = 4
"""Villages handed to a process at once: large enough to outweigh the passing of arrays."""

_AHEAD = 2
"""Chunks under way for each process: one is planned while the next one waits."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process needs besides the village."""

    seed: int
    time_limit_s: float

    def plan(self, village: Village) -> VillagePlan:
        """Plan one village and check the plan before anybody sees it."""
        plan = plan_village(village, seed=self.seed, time_limit_s=self.time_limit_s)
        violations = verify_plan(village, plan)
        if violations:
            listed = "; ".join(str(violation) for violation in violations[:5])
            raise SolverError(
                f"the plan of village {village.id} breaks "
                f"{len(violations)} of its own rules: {listed}"
            )
        return plan

    def plan_chunk(self, villages: tuple[Village, ...]) -> list[VillagePlan]:
        """Plan the villages of one chunk, in their order."""
        return [self.plan(village) for village in villages]


def plan_scenario(
    scenario: Scenario,
    *,
    workers: int = 1,
    seed: int = 0,
    time_limit_s: float = 60.0,
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
    """
    work = _Work(seed, time_limit_s)
    spread = workers > 1 and len(scenario.villages) > 1
    plans = _in_processes(scenario, work, workers) if spread else map(work.plan, scenario.villages)
    for plan in plans:
        if on_done is not None:
            on_done(plan)
        yield plan


def _in_processes(scenario: Scenario, work: _Work, workers: int) -> Iterator[VillagePlan]:
    """Plan chunk by chunk in fresh processes, never more chunks under way than are needed."""
    chunks = _chunks(scenario.villages)
    strangers = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
    under_way: deque[Future[list[VillagePlan]]] = deque()
    finished = False
    try:
        for chunk in chunks:
            with _interrupts_held():
                under_way.append(pool.submit(work.plan_chunk, chunk))
            if len(under_way) >= workers * _AHEAD:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
        finished = True
    finally:
        # A solver deep in C++ hears nothing, so unfinished processes are ended, not asked.
        if not finished:
            for child in set(multiprocessing.active_children()) - strangers:
                child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _chunks(villages: tuple[Village, ...]) -> Iterator[tuple[Village, ...]]:
    """Cut the villages into chunks, in their order."""
    for start in range(0, len(villages), _CHUNK):
        yield villages[start : start + _CHUNK]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment.

    Processes that start in the meantime inherit the mask and never hear Ctrl-C: the parent does,
    once the moment is over, and ends them.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
