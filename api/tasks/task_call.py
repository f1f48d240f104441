"""What a process of the service does with a task: refusals as they are, other faults as our own."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from api.http.database_outages import is_full
from api.http.errors import ServiceError, disk_full
from optimizer.errors import OptimizerError
from optimizer.execution.workers.memory_limit import is_want_of_memory

Made = TypeVar("Made")


def carry_out(make: Callable[..., Made], *args: object, **options: object) -> Made:
    """Return what a task makes.

    Raises
    ------
    OptimizerError, ServiceError
        Whatever of this kind the task raises; a full disk is a `ServiceError` too.
    RuntimeError
        With the traceback of any other fault, which is ours.
    """
    try:
        return make(*args, **options)
    except (OptimizerError, ServiceError):
        raise
    except Exception as fault:
        if is_want_of_memory(fault):
            raise
        raise (disk_full() if is_full(fault) else RuntimeError(traceback.format_exc())) from None
