"""Planning a village in a process of its own: from the bytes of a pipe to bytes again."""

from __future__ import annotations

from typing import Protocol

from optimizer.distance import Unmeasured
from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.province import plan_asked
from optimizer.execution.workers.job_spec import JobSpec, pack_outcome, unpack_village
from optimizer.execution.workers.memory_limit import is_want_of_memory

_REASON_CHARACTERS = 2_000


class PlanCall(Protocol):
    """What the process does with a village."""

    def __call__(self, village: Village, ask: JobSpec) -> VillagePlan:
        """Return the village's verified plan."""


def plan_parcel(parcel: bytes, plan: PlanCall = plan_asked) -> bytes:
    """Return what became of a village, packed: its plan, or why it has none."""
    village, ask = unpack_village(parcel)
    return pack_outcome(answer(village, ask, plan))


def answer(village: Village, ask: JobSpec, plan: PlanCall) -> VillagePlan | Failure:
    """Return a village's plan, or why it has none.

    Raises
    ------
    MemoryError
        When the process may take no more, which ends it.
    """
    try:
        return plan(village, ask)
    except Unmeasured as end:
        return Failure(FailureCode.TIME_LIMIT, f"{end} (the limit was {ask.seconds:g} s)")
    except Exception as fault:
        if is_want_of_memory(fault):
            raise MemoryError from fault
        reason = f"{type(fault).__name__}: {fault}"
        return Failure(FailureCode.ERROR, reason[:_REASON_CHARACTERS])
