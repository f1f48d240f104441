"""A process pool for villages: a process that ends, or takes too long, is its village's failure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.job_spec import JobSpec, pack_outcome
from optimizer.execution.workers.plan_parcel import plan_parcel
from optimizer.execution.workers.process_pool import ProcessPool
from optimizer.execution.workers.process_start import FreshProcess
from optimizer.execution.workers.worker_process import OutOfMemory, ProcessLost, TooLate

PLAN: Callable[[bytes], bytes] = plan_parcel
"""What a process does with a village's parcel; tests let it misbehave."""
_TRIES = 2
"""A process may be lost by somebody's hand; one that is lost twice is lost by its village."""
_OUT_OF_MEMORY = (
    "it needs more memory than a process may take; ask for more (LIENGIA_MEMORY_BYTES for the "
    "service, --memory-mb on the command line), or split the village"
)


def planner_pool() -> ProcessPool:
    """Return a pool whose processes have loaded what plans a village."""
    return ProcessPool(partial(FreshProcess, PLAN.__module__))


def plan_in_pool(
    pool: ProcessPool, parcel: bytes, ask: JobSpec, wanted: Callable[[], bool]
) -> bytes:
    """Return what became of a village, packed.

    Raises
    ------
    Unwanted
        When ``wanted`` says no, or the pool was closed; the process has been ended.
    """
    call = Call(PLAN, (parcel,), memory_bytes=ask.memory_bytes)
    try:
        return pool.ask(call, ask.wall_s, wanted, tries=_TRIES)
    except OutOfMemory:
        failure = Failure(FailureCode.MEMORY, _OUT_OF_MEMORY)
    except TooLate as late:
        reason = f"{late}, long after its time limit; it was ended"
        failure = Failure(FailureCode.TIME_LIMIT, reason)
    except ProcessLost as lost:
        failure = Failure(FailureCode.LOST, f"{lost} (tried {_TRIES} times)")
    return pack_outcome(failure)
