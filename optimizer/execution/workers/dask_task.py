"""What a thread of a Dask worker does, on this machine or on another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from distributed import get_worker

from optimizer.execution.workers.job_spec import JobSpec
from optimizer.execution.workers.planner_pool import plan_in_pool, planner_pool
from optimizer.execution.workers.process_pool import ProcessPool
from optimizer.execution.workers.version_check import check_version, installed

CHUNK_S = 1.0
"""Seconds that a chunk should take: long beside the passing of arrays, short enough to lose."""

_POOLS: dict[str, ProcessPool] = {}
"""The processes of each crew, in whatever process its tasks run."""


def plan_chunk(crew: str, ours: str, parcels: Sequence[bytes], ask: JobSpec) -> list[bytes]:
    """Answer parcels for about a second, at least one of them; the rest is left to be sent again.

    Parameters
    ----------
    ours
        The version of whoever asks: workers may join, or be reached again, while a run goes on.
    ask
        The time by the clock and the memory that any of them may take.

    Raises
    ------
    ClusterError
        When this worker has another version.
    Unwanted
        When the task was cancelled; the process that was busy with it has been ended.
    """
    check_version(get_worker().address, installed(), ours)
    pool, still = pool_of(crew), _still_wanted()
    answers, until = list[bytes](), time.monotonic() + CHUNK_S
    for parcel in parcels:
        answers.append(plan_in_pool(pool, parcel, ask, still))
        if time.monotonic() > until:
            break
    return answers


def pool_of(crew: str) -> ProcessPool:
    """Return the processes of a crew in this process."""
    return _POOLS.setdefault(crew, planner_pool())


def close_pool(crew: str) -> None:
    """End the processes of a crew in this process; a task that comes late starts no others."""
    pool_of(crew).close()


def _still_wanted() -> Callable[[], bool]:
    """Return a function that tells whether this task has not been cancelled meanwhile."""
    worker = get_worker()
    key = worker.get_current_task()

    def still() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"

    return still
