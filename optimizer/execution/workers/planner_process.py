"""A process that plans one village after the other, and may be killed at any moment.

The parent watches the clock: a solver that ignores its limit, or never comes back, costs one
process and one village. The process ends with its parent, however the parent ends.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import Pipe

from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.one_thread import ONE_THREAD
from optimizer.execution.workers.job_spec import pack_outcome
from optimizer.execution.workers.memory_limit import Said

_LOOK_EVERY_S = 0.1
"""Seconds between two looks at whether the plan is still wanted."""
_START_S = 120.0
"""Seconds that a process may take to load its libraries."""
_END_S = 5.0
"""Seconds that a process may take to end politely."""
_OUT_OF_MEMORY = (
    "it needs more memory than a process may take; ask for more (LIENGIA_MEMORY_BYTES for the "
    "service, --memory-mb on the command line), or split the village"
)

MODULE = "optimizer.execution.workers.child"


class ProcessLost(Exception):  # noqa: N818 - what happened to a process, and nobody's fault yet
    """The process ended unasked; says how."""


class OutOfMemory(Exception):  # noqa: N818 - likewise
    """The process ended because its village needs more memory than it may take."""


class PlanUnwanted(Exception):  # noqa: N818 - somebody changed their mind
    """The plan is not wanted any more, and its process has been ended."""


class PlannerProcess:
    """One process and the pipe to it; not to be used by two threads at once."""

    def __init__(self) -> None:
        self._link, theirs = Pipe()
        self._said = Said()
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-P", "-m", MODULE, str(theirs.fileno()), str(os.getpid())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said.fileno(),
            env={**os.environ, **ONE_THREAD},
            process_group=0,  # Ctrl-C at the terminal is the parent's to hear
        )
        theirs.close()
        self._ready = False

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process can be asked."""
        return self._process.poll() is None

    def answer(self, parcel: bytes, wall_s: float, wanted: Callable[[], bool]) -> bytes:
        """Return the answer to a parcel: a packed plan, or why there is none.

        Raises
        ------
        Lost
            When the process ends unasked.
        Unwanted
            When ``wanted`` says no; it is asked every 0.1 s.
        """
        if not self._ready:
            if not self._comes(_START_S, wanted):
                raise ProcessLost(f"the process did not start within {_START_S:.0f} s")
            self._received()
            self._ready = True
        try:
            self._sent(parcel)
            if self._comes(wall_s, wanted):
                return self._received()
        except OutOfMemory:
            return pack_outcome(Failure(FailureCode.MEMORY, _OUT_OF_MEMORY))
        reason = f"no answer within {wall_s:g} s, long after its time limit; it was ended"
        return pack_outcome(Failure(FailureCode.TIME_LIMIT, reason))

    def _comes(self, seconds: float, wanted: Callable[[], bool]) -> bool:
        """Wait for an answer or the end of the process; where neither comes in time, end it."""
        until = time.monotonic() + seconds
        while not self._link.poll(_LOOK_EVERY_S):
            if not wanted():
                self.kill()
                raise PlanUnwanted
            if time.monotonic() > until:
                self.kill()
                return False
        return True

    def _sent(self, parcel: bytes) -> None:
        try:
            self._link.send_bytes(parcel)
        except OSError as gone:
            raise ProcessLost(self._epitaph()) from gone

    def _received(self) -> bytes:
        try:
            answer = self._link.recv_bytes()
        except (EOFError, OSError) as gone:
            raise ProcessLost(self._epitaph()) from gone
        self._said.pass_on()
        return answer

    def _epitaph(self) -> str:
        """Say how the process ended.

        Raises
        ------
        OutOfMemory
            When it ended for want of memory: it would again.
        """
        try:
            code = self._process.wait(_END_S)
            if self._said.ran_out(code):
                raise OutOfMemory
        except subprocess.TimeoutExpired:
            return "its process closed the pipe and did not end"
        finally:
            self.kill()
        if code == -signal.SIGKILL:
            return "its process was killed, mostly for want of memory"
        if code < 0:
            return f"its process was ended by {signal.Signals(-code).name}"
        return f"its process ended unasked, with code {code}"

    def close(self) -> None:
        """End an idle process politely; one that is still loading its libraries at once."""
        if not self._ready:
            self.kill()
            return
        self._link.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self.kill()
        self._said.close()

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()
        self._link.close()
        self._said.close()
