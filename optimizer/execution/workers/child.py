"""The planner's process: plans villages that come through a pipe, until it is closed."""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection
from typing import Protocol

from optimizer.distance import Unmeasured
from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.province import plan_asked
from optimizer.execution.workers.job_spec import JobSpec, pack_outcome, unpack_village
from optimizer.execution.workers.memory_limit import OUT_OF_MEMORY, address_space, limit_memory
from optimizer.execution.workers.parent_watch import end_with

_IDLE_S = 900.0
"""Seconds without a village after which nobody is thought to come back."""
_REASON_CHARACTERS = 2_000


class Plan(Protocol):
    """What the process does with a village."""

    def __call__(self, village: Village, ask: JobSpec) -> VillagePlan:
        """Return the village's verified plan."""


def main(handle: str, parent: str, plan: Plan = plan_asked) -> None:
    """Answer parcels until the parent closes the pipe or ends."""
    end_with(int(parent))
    link = Connection(int(handle))
    loaded_bytes, limited = address_space(), False
    try:
        link.send_bytes(b"ready")
        while link.poll(_IDLE_S):
            village, ask = unpack_village(link.recv_bytes())
            if not limited:
                limit_memory(loaded_bytes + ask.memory_bytes)
                limited = True
            link.send_bytes(pack_outcome(answer(village, ask, plan)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # at once, as whatever the libraries were at is half done
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent has gone, and said all it had to say


def answer(village: Village, ask: JobSpec, plan: Plan) -> VillagePlan | Failure:
    """Return a village's plan, or why it has none."""
    try:
        return plan(village, ask)
    except MemoryError:
        raise
    except Unmeasured as end:
        return Failure(FailureCode.TIME_LIMIT, f"{end} (the limit was {ask.seconds:g} s)")
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is this village's alone
        reason = f"{type(fault).__name__}: {fault}"
        return Failure(FailureCode.ERROR, reason[:_REASON_CHARACTERS])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
