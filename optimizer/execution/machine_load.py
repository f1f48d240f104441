"""What else the machine is doing: how many other processes have work for its processors."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc/loadavg")
_RUNNABLE = 3
"""Field of ``/proc/loadavg``: processes that have work now, a stroke, all there are (proc(5))."""


def others_running(own: int) -> float:
    """Return how many processes beside this one and its own have work for a processor.

    The mean of the last minute still counts what has just ended, such as the command before this
    one; the number of this moment also what is over in a moment. Only what both of them count is
    taken for others, so that a run on a machine that has just become quiet has all of its time.

    Parameters
    ----------
    own
        Processes that this one has started and that are computing.

    Returns
    -------
    float
        0 at least; 0, too, where the system does not tell.
    """
    if not hasattr(os, "getloadavg"):
        return 0.0
    others = os.getloadavg()[0] - own
    if others <= 0:
        return 0.0
    now = _running_now()
    return others if now is None else max(min(others, now - own - 1), 0.0)


def _running_now() -> int | None:
    """Return how many processes have work at this moment, this one too; None if nobody tells."""
    try:
        return int(_PROC.read_text().split()[_RUNNABLE].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return None
