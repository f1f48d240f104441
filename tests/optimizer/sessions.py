"""The processes of a session: those that a command started, and that these started."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path


def members(session: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, of = (folder / "stat").read_text().rsplit(") ", 1)[1].split()[:4]
            if int(of) == session and state != "Z":
                found.append(int(folder.name))
    return found


def ends(session: int, seconds: float = 60.0) -> bool:
    """Wait until no process of a session is left."""
    until = time.monotonic() + seconds
    while members(session):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
