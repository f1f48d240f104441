"""Processes at hand for whoever asks, kept warm between two villages."""

from __future__ import annotations

import threading
from collections.abc import Callable

from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.workers.job_spec import pack_outcome
from optimizer.execution.workers.planner_process import PlannerProcess, PlanUnwanted, ProcessLost

_TRIES = 2
"""A process may be lost by somebody's hand; one that is lost twice is lost by its village."""


class PlannerPool:
    """As many processes as are asked at once; any thread may ask."""

    def __init__(self) -> None:
        self._idle: list[PlannerProcess] = []
        self._closed = False
        self._lock = threading.Lock()

    def answer(self, parcel: bytes, wall_s: float, wanted: Callable[[], bool]) -> bytes:
        """Return the packed answer to a parcel.

        Raises
        ------
        Unwanted
            When ``wanted`` says no, or the processes were closed; the one that was busy with it
            has been ended.
        """
        reason = ""
        for _ in range(_TRIES):
            planner = self._taken()
            try:
                found = planner.answer(parcel, wall_s, wanted)
            except ProcessLost as lost:
                reason = f"{lost} (tried {_TRIES} times)"
            except BaseException:
                planner.kill()
                raise
            else:
                self._given_back(planner)
                return found
        return pack_outcome(Failure(FailureCode.LOST, reason))

    def warm(self, count: int) -> None:
        """Start processes before they are asked; they load their libraries meanwhile."""
        for _ in range(count):
            self._given_back(PlannerProcess())

    def close(self) -> None:
        """End the idle processes, and every other one as soon as it is given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for planner in idle:
            planner.close()

    def _taken(self) -> PlannerProcess:
        """Return an idle process, or a new one; those that ended while idle are forgotten."""
        while True:
            with self._lock:
                if self._closed:
                    raise PlanUnwanted
                planner = self._idle.pop() if self._idle else None
            if planner is None:
                return PlannerProcess()
            if planner.alive:
                return planner
            planner.kill()

    def _given_back(self, planner: PlannerProcess) -> None:
        with self._lock:
            kept = planner.alive and not self._closed
            if kept:
                self._idle.append(planner)
        if not kept:
            planner.kill()
