"""A pool of processes for any function: kept warm between two calls, killed one by one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from optimizer.execution.workers.call import Call
from optimizer.execution.workers.process_start import Start
from optimizer.execution.workers.worker_process import (
    START_S,
    ProcessLost,
    Unwanted,
    WorkerProcess,
)

Made = TypeVar("Made")


class ProcessPool:
    """As many processes as are asked at once; any thread may ask.

    Parameters
    ----------
    start
        How a process is started.
    """

    def __init__(self, start: Start) -> None:
        self._start = start
        self._idle: list[WorkerProcess] = []
        self._closed = False
        self._lock = threading.Lock()

    def ask(
        self,
        call: Call[Made],
        seconds: float,
        wanted: Callable[[], bool] = lambda: True,
        *,
        tries: int = 1,
    ) -> Made:
        """Return what a call makes, or raise what it raises.

        Parameters
        ----------
        seconds
            By the clock; beyond them the process is ended.
        wanted
            Asked every 0.1 s; once it says no, the process is ended.
        tries
            How many processes may be lost before the call is: one may be lost by somebody's hand.

        Raises
        ------
        ProcessLost, OutOfMemory, TooLate, Unwanted
            When the process has ended, or was ended, without an answer; ``Unwanted`` also where
            the pool was closed before.
        """
        for _ in range(tries - 1):
            try:
                return self._asked(call, seconds, wanted)
            except ProcessLost:
                continue
        return self._asked(call, seconds, wanted)

    def _asked(self, call: Call[Made], seconds: float, wanted: Callable[[], bool]) -> Made:
        process = self._taken()
        try:
            return process.ask(call, seconds, wanted)
        finally:
            self._given_back(process)

    def warm(self, count: int) -> None:
        """Start processes before they are asked; they load their libraries meanwhile."""
        for _ in range(count):
            self._given_back(WorkerProcess(self._start))

    def add(self, first: Call[object], wanted: Callable[[], bool] = lambda: True) -> None:
        """Start a process that is at hand once it has carried out a first call.

        Raises
        ------
        CallEnded
            As `ask` does.
        """
        process = WorkerProcess(self._start)
        try:
            process.ask(first, START_S, wanted)
        finally:
            self._given_back(process)

    def close(self) -> None:
        """End the idle processes, and every other one as soon as it is given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()

    def _taken(self) -> WorkerProcess:
        """Return an idle process, or a new one; those that ended while idle are forgotten."""
        while True:
            with self._lock:
                if self._closed:
                    raise Unwanted
                process = self._idle.pop() if self._idle else None
            if process is None:
                return WorkerProcess(self._start)
            if process.at_hand:
                return process
            process.kill()

    def _given_back(self, process: WorkerProcess) -> None:
        """Keep a process for the next call; end it where it is busy, or the pool closed."""
        with self._lock:
            kept = process.at_hand and not self._closed
            if kept:
                self._idle.append(process)
        if not kept:
            process.kill()
