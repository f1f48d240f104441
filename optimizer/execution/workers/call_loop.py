"""The main loop of a worker's process: one call after the other, until its pipe is closed."""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import traceback
from multiprocessing.connection import Connection

from optimizer.execution.workers.call import Answer, Call, Raised, Returned
from optimizer.execution.workers.memory_limit import (
    OUT_OF_MEMORY,
    address_space,
    is_want_of_memory,
    limit_memory,
)
from optimizer.execution.workers.parent_watch import end_with

_IDLE_S = 900.0
"""Seconds without a call after which nobody is thought to come back."""


def main(handle: str, parent: str, library: str) -> None:
    """Load a library, and answer the calls of the process that started this one."""
    end_with(int(parent))
    importlib.import_module(library)
    answer_calls(Connection(int(handle)), _IDLE_S)


def answer_calls(link: Connection, idle_s: float | None = None) -> None:
    """Answer calls until the parent closes the pipe or ends, or none comes for ``idle_s``.

    Want of memory ends the process at once, as whatever the libraries were at is half done.
    """
    loaded_bytes, limited = address_space(), False
    try:
        link.send_bytes(b"ready")
        while link.poll(idle_s):
            call: Call[object] = pickle.loads(link.recv_bytes())  # noqa: S301 - from our parent
            if not limited:
                limit_memory(loaded_bytes + call.memory_bytes)
                limited = True
            link.send_bytes(_packed(_answer(call)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except (EOFError, ConnectionError):
        return  # the parent has gone, and said all it had to say


def _answer(call: Call[object]) -> Answer:
    try:
        return Returned(call.carry_out())
    except Exception as fault:
        if is_want_of_memory(fault):
            raise MemoryError from fault
        return Raised(fault)


def _packed(answer: Answer) -> bytes:
    """Return an answer as bytes; a fault that cannot be sent as the text of its traceback."""
    try:
        parcel = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        if isinstance(answer, Raised):
            pickle.loads(parcel)  # noqa: S301 - made here; a fault's own constructor may refuse
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, the process is to live
        lost = answer.fault if isinstance(answer, Raised) else fault
        text = "".join(traceback.format_exception(lost))
        return pickle.dumps(Raised(RuntimeError(text)), pickle.HIGHEST_PROTOCOL)
    return parcel


if __name__ == "__main__":
    main(*sys.argv[1:4])
