"""Ends a process with its parent (PR_SET_PDEATHSIG)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

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
