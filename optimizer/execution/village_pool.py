"""One call a village, in processes of this machine, for as long as there is time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from functools import partial
from math import inf
from threading import Event
from typing import TypeVar

from optimizer.errors import SolverError
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.process_pool import ProcessPool
from optimizer.execution.workers.process_start import FreshProcess
from optimizer.execution.workers.worker_process import OutOfMemory, ProcessLost, TooLate

Made = TypeVar("Made")
_TRIES = 2
"""A process may be lost by somebody's hand; one that is lost twice is lost by its village."""


def ask_in_processes(
    calls: Mapping[str, Call[Made]],
    processes: int,
    library: str,
    *,
    seconds: float = inf,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[str, Made]]:
    """Yield what each village's call makes as it is finished; the first are begun first.

    An end before the last gives up what is under way.

    Parameters
    ----------
    calls
        By village id.
    library
        Module that the processes load when they start.
    seconds
        By the clock, for all of them: what is not finished then is not yielded.

    Raises
    ------
    SolverError
        Where a village costs its processes their lives, and whatever a call raises.
    """
    over, end = Event(), clock() + seconds
    pool = ProcessPool(partial(FreshProcess, library))

    def ask(village: str, call: Call[Made]) -> tuple[str, Made] | None:
        left = end - clock()
        if left <= 0:
            return None
        try:
            return village, pool.ask(call, left, lambda: not over.is_set(), tries=_TRIES)
        except TooLate:
            return None
        except OutOfMemory as fault:
            raise SolverError(
                f"village {village}: it needs more memory than a process may take "
                f"({call.memory_bytes >> 20:,} MB); split the village"
            ) from fault
        except ProcessLost as fault:
            raise SolverError(f"village {village}: {fault}") from fault

    with ThreadPoolExecutor(processes, "village") as threads, closing(pool):
        asked = [threads.submit(ask, village, call) for village, call in calls.items()]
        try:
            for done in as_completed(asked):
                if (made := done.result()) is not None:
                    yield made
        finally:
            over.set()
            threads.shutdown(wait=False, cancel_futures=True)
