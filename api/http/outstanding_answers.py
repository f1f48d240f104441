"""What the reader of an answer has not taken yet, and whether it still reads."""

from __future__ import annotations

import asyncio
import fcntl
import struct
import termios


class Outstanding:
    """What a reader has not taken, and since when it takes too little."""

    def __init__(self, stall_seconds: float, slowest_bytes_s: int) -> None:
        self._stall_s, self._least = stall_seconds, max(1.0, stall_seconds * slowest_bytes_s)
        self._since: float | None = None
        self._bytes = 0

    def begin_anew(self) -> None:
        """Note that enough was taken."""
        self._since = None

    def stands_still(self, left: int, now: float) -> bool:
        """Tell whether too little of what is left was taken for too long."""
        if not left or self._since is None or left > self._bytes:
            self._since, self._bytes = (now if left else None), left
            return False
        if now - self._since < self._stall_s:
            return False
        taken = self._bytes - left
        self._since, self._bytes = now, left
        return taken < self._least


def bytes_in_system(transport: asyncio.Transport) -> int:
    """Return the bytes that the system has not brought to the reader; 0 where it cannot say."""
    connection = transport.get_extra_info("socket")
    if connection is None or connection.fileno() < 0:
        return 0
    try:
        told = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, bytes(4))
    except OSError:
        return 0
    return int(struct.unpack("i", told)[0])
