"""What systems have under different names, or not at all: processors, locks, appending.

Linux has everything. macOS cannot tell which processors a process may use; Windows has neither
``fcntl`` nor ``resource``, so that its own locks are taken and nothing limits memory.
"""

from __future__ import annotations

import os
import signal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def lock_file(file: int) -> None:
    """Lock an open file until it is closed, or its process ends.

    Raises
    ------
    BlockingIOError
        Another process has it.
    """
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    import msvcrt  # noqa: PLC0415 - of Windows alone

    try:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    except OSError as fault:
        raise BlockingIOError(*fault.args) from None


def append_always(file: int) -> None:
    """Let whoever writes write at the end, also once the file was cut."""
    if fcntl is not None:
        fcntl.fcntl(file, fcntl.F_SETFL, fcntl.fcntl(file, fcntl.F_GETFL) | os.O_APPEND)


def ended_by(*names: str) -> frozenset[int]:
    """Return the exit codes of processes that these signals ended, of those that there are."""
    found = (getattr(signal, name, None) for name in names)
    return frozenset(-int(one) for one in found if one is not None)
