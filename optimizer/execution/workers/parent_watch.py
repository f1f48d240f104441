"""Ends a process with the one that asked for it: prctl(2) for a parent, fcntl(2) for a pipe."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from multiprocessing import parent_process

_PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:
    """Ask the kernel to end this process with its parent, even in the middle of a solve.

    Elsewhere than on Linux it ends at its next look at the pipe. What the kernel watches is the
    parent's thread that has started this process: that one must live as long as the process may.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel was asked
        sys.exit()


def end_with_service() -> None:
    """Do the same in a process that a fork server has started, and which is no child of ours.

    The service holds the other end of a pipe, whose closing the kernel answers with the signal.
    """
    service = parent_process()
    if service is None:
        return
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - Windows has none

        pipe = service.sentinel
        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if not service.is_alive():  # it ended before the kernel was asked
        sys.exit()
