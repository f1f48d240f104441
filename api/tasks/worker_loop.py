"""What a process of the service does: one task after the other, until its pipe is closed."""

from __future__ import annotations

import os
import signal
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from api.http.database_outages import is_full
from api.http.errors import ServiceError, disk_full
from optimizer.errors import OptimizerError
from optimizer.execution.workers import memory_limit
from optimizer.execution.workers.parent_watch import end_with_service

Task = tuple[Callable[..., object], tuple[object, ...], dict[str, object]]
"""A module's function, and what it is called with."""


def begin(link: Connection, saying: Connection, folder: str, memory_bytes: int) -> None:
    """Answer with so much memory, and say what there is to be said to the service.

    Parameters
    ----------
    folder
        For temporary files: that of the service, which removes what a process leaves behind.
    """
    os.dup2(saying.fileno(), 2)
    saying.close()
    tempfile.tempdir = folder
    memory_limit.limit_memory(memory_limit.address_space() + memory_bytes)
    with suppress(ConnectionError):
        link.send("ready")
    answer_all(link)


def answer_all(link: Connection) -> None:
    """Work on tasks until the service closes the pipe, ends the process, or is killed itself."""
    end_with_service()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            make, args, options = link.recv()
        except (EOFError, ConnectionError):
            return
        try:
            answer: object = make(*args, **options)
        except (OptimizerError, ServiceError) as fault:
            answer = fault
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is answered, and we live
            if memory_limit.is_want_of_memory(fault):
                os._exit(
                    memory_limit.OUT_OF_MEMORY
                )  # at once, as whatever the libraries were at is half done
            answer = disk_full() if is_full(fault) else RuntimeError(traceback.format_exc())
        try:
            link.send(answer)
        except MemoryError:
            os._exit(memory_limit.OUT_OF_MEMORY)
        except ConnectionError:  # the service was killed meanwhile, and nobody waits any more
            return
