"""A process that carries out one call after the other, and may be killed at any moment.

The parent watches the clock: a library that ignores its limit, or never comes back, costs one
process and one call. The process ends with its parent, however the parent ends.
"""

from __future__ import annotations

import pickle
import signal
import time
from collections.abc import Callable
from typing import TypeVar, cast

from optimizer.execution.workers.call import Answer, Call, Raised
from optimizer.execution.workers.process_start import Start

_LOOK_EVERY_S = 0.1
"""Seconds between two looks at whether the answer is still wanted."""
START_S = 120.0
"""Seconds that a process may take to load its libraries."""
_END_S = 5.0
"""Seconds that a process may take to end politely."""

Made = TypeVar("Made")


class CallEnded(Exception):  # noqa: N818 - what happened to a process, and nobody's fault yet
    """A call has no answer, and its process has ended."""


class ProcessLost(CallEnded):
    """The process ended unasked; says how."""


class OutOfMemory(CallEnded):
    """The process ended because the call needs more memory than it may take."""


class TooLate(CallEnded):
    """The process was ended because there was no answer in time."""


class Unwanted(CallEnded):
    """The process was ended because nobody wants the answer any more."""


class WorkerProcess:
    """One process and the pipe to it; not to be used by two threads at once."""

    def __init__(self, start: Start) -> None:
        self._process = start()
        self._ready = self._busy = False

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.exit_code() is None

    @property
    def at_hand(self) -> bool:
        """Whether the process can be asked: it runs, and no call was left without its answer."""
        return not self._busy and self.alive

    def ask(self, call: Call[Made], seconds: float, wanted: Callable[[], bool]) -> Made:
        """Return what a call makes, or raise what it raises.

        Parameters
        ----------
        seconds
            By the clock, from when the process has loaded its libraries.
        wanted
            Asked every 0.1 s.

        Raises
        ------
        ProcessLost, OutOfMemory, TooLate, Unwanted
            When the process has ended, or was ended, without an answer.
        """
        if not self._ready:
            if not self._comes(START_S, wanted):
                raise ProcessLost(f"the process did not start within {START_S:.0f} s")
            self._received()
            self._ready = True
        parcel = pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
        self._busy = True
        self._sent(parcel)
        if not self._comes(seconds, wanted):
            raise TooLate(f"no answer within {seconds:g} s")
        answer: Answer = pickle.loads(self._received())  # noqa: S301 - from a process of ours
        self._busy = False
        if isinstance(answer, Raised):
            raise answer.fault
        return cast("Made", answer.made)

    def _comes(self, seconds: float, wanted: Callable[[], bool]) -> bool:
        """Wait for an answer or the end of the process; where neither comes in time, end it."""
        until_s = time.monotonic() + seconds
        while not self._process.link.poll(min(_LOOK_EVERY_S, max(0.0, until_s - time.monotonic()))):
            if not wanted():
                self.kill()
                raise Unwanted
            if time.monotonic() > until_s:
                self.kill()
                return False
        return True

    def _sent(self, parcel: bytes) -> None:
        try:
            self._process.link.send_bytes(parcel)
        except OSError as gone:
            raise self._end_of_process() from gone

    def _received(self) -> bytes:
        try:
            answer = self._process.link.recv_bytes()
        except (EOFError, OSError) as gone:
            raise self._end_of_process() from gone
        self._process.said.pass_on()
        return answer

    def _end_of_process(self) -> CallEnded:
        """Say how the process ended, which has closed its pipe."""
        code = self._process.exit_code(_END_S)
        ran_out = self._process.said.ran_out(code)
        self.kill()
        if ran_out:
            return OutOfMemory()
        if code is None:
            return ProcessLost("its process closed the pipe and did not end")
        if code == -signal.SIGKILL:
            return ProcessLost("its process was killed, mostly for want of memory")
        if code < 0:
            return ProcessLost(f"its process was ended by {signal.Signals(-code).name}")
        return ProcessLost(f"its process ended unasked, with code {code}")

    def close(self) -> None:
        """End an idle process politely; one that is still loading its libraries at once."""
        if self._ready:
            self._process.link.close()
            self._process.exit_code(_END_S)
        self.kill()

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.link.close()
        self._process.said.close()
