"""A planner's process that does what a village's id says: the tests' way to make one fail.

``dies`` ends it, ``hangs`` never comes back, ``slow`` takes its time, ``breaks`` raises, ``grows``
takes all memory that it gets, ``aborts`` does so in C++, ``fails`` aborts for another reason;
anything else is planned. Every village asked for is appended to the file ``ASKED_FOR``.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.province import plan_asked
from optimizer.execution.workers import JobSpec
from optimizer.execution.workers.plan_parcel import plan_parcel

LOG = "ASKED_FOR"
MODULE = "tests.optimizer.execution.workers.stand_in"
SLOW_S = 0.3


def behave(village: Village, ask: JobSpec) -> VillagePlan:
    if LOG in os.environ:
        with Path(os.environ[LOG]).open("a") as log:
            log.write(f"{village.id}\n")
    if "dies" in village.id:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hangs" in village.id:
        time.sleep(600)
    if "slow" in village.id:
        time.sleep(SLOW_S)
    if "grows" in village.id:
        taken = [bytes(1 << 24) for _ in range(1 << 20)]
        raise AssertionError(len(taken))
    if "aborts" in village.id:
        os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
        os.abort()
    if "fails" in village.id:
        os.write(2, b"Check failed: arc < num_arcs\n")
        os.abort()
    if "breaks" in village.id:
        raise ArithmeticError("minus one household")
    return plan_asked(village, ask)


def misbehave(parcel: bytes) -> bytes:
    return plan_parcel(parcel, behave)
