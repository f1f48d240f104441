"""A limit on the memory of a process, and how its parent recognises that it was reached.

The system refuses memory beyond the limit to this process alone, so that nothing else on the
machine is ended or slowed. Python then raises `MemoryError`, on which the process ends with
`OUT_OF_MEMORY`; a library in C, C++ or Rust calls ``abort`` and says why on standard error, which
`ErrorOutput` keeps for the parent.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from pathlib import Path

from optimizer.execution.system_calls import append_always, ended_by

MEMORY_BYTES = 3 * 1024**3
"""Bytes that a process may take beside what it has once its libraries are loaded.

A village of 20,000 households and 1,000 members is to need 2 GB at most."""
OUT_OF_MEMORY = 86
"""Exit code of a process that could not go on for want of memory; no other exit uses it."""
_GAVE_UP = ended_by("SIGABRT", "SIGSEGV", "SIGBUS", "SIGTRAP")
_SAYS_SO = re.compile(
    rb"bad_alloc|MemoryError|out of memory|cannot allocate|memory allocation|malloc|length_error",
    re.IGNORECASE,
)
_TAIL = 8_192
"""Bytes of what was said last that are looked at, and passed on."""


def limit_memory(most_bytes: int) -> None:
    """Let this process have an address space of so many bytes, and never more again.

    The address space (``RLIMIT_AS``) is what Linux refuses to let grow, and what every allocator
    hears of. Where the system cannot say how much a process has there is no limit.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - Windows has none

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def address_space() -> int:
    """Return the bytes of this process's address space; 0 where the system cannot say."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def is_want_of_memory(fault: BaseException | None) -> bool:
    """Tell want of memory, also where a library has made another fault of it."""
    if fault is None:
        return False
    if isinstance(fault, MemoryError) or getattr(fault, "errno", None) == errno.ENOMEM:
        return True
    if isinstance(fault, ImportError) and "failed to map segment" in str(fault):
        return True
    return is_want_of_memory(fault.__cause__ or fault.__context__)


class ErrorOutput:
    """What a process writes to standard error, held until its answer or its end."""

    def __init__(self) -> None:
        kept = os.memfd_create("said") if sys.platform == "linux" else _unnamed_file()
        self._file = kept
        append_always(kept)

    def fileno(self) -> int:
        """Return the file that the process writes to."""
        return self._file

    def ran_out(self, code: int | None) -> bool:
        """Tell whether a process that ended with this exit code ended for want of memory."""
        if code == OUT_OF_MEMORY:
            return True
        return code in _GAVE_UP and _SAYS_SO.search(self._tail()) is not None

    def pass_on(self) -> None:
        """Write the last of what was said to this process's own standard error, and forget it."""
        said = self._tail()
        if said:
            os.ftruncate(self._file, 0)
            sys.stderr.write(said.decode("utf-8", "replace"))
            sys.stderr.flush()

    def close(self) -> None:
        """Pass on what is left, and let go of the file."""
        if self._file < 0:
            return
        self.pass_on()
        os.close(self._file)
        self._file = -1

    def _tail(self) -> bytes:
        end = os.fstat(self._file).st_size
        if not end:
            return b""
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(max(0, end - _TAIL))
            return file.read(_TAIL)


def _unnamed_file() -> int:
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
