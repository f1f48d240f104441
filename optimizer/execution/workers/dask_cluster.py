"""Dask: planning on machines of one's own; loaded by whoever needs it alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

import dask.config
from distributed import Client

from optimizer.errors import ClusterError
from optimizer.execution.workers.dask_machines import ask_each, check_machines
from optimizer.execution.workers.dask_scheduler import DaskExecutor
from optimizer.execution.workers.dask_task import close_pool
from optimizer.execution.workers.executor import Executor

_MACHINES_WITHIN_S = 30.0
"""Seconds that a scheduler, and then a machine of one's own, may take to answer."""
_FORGETFUL = {"distributed.admin.low-level-log-length": 0}
"""Dask keeps the last 1,000 messages, each with all that it carried: here that is villages."""


@contextmanager
def connect_scheduler(address: str) -> Iterator[Executor]:
    """Reach a scheduler, and see that its workers can do the work."""
    name = uuid4().hex
    try:
        with dask.config.set(_FORGETFUL):
            client = Client(address, timeout=_MACHINES_WITHIN_S)
    except (OSError, ValueError) as fault:
        raise ClusterError(f"no scheduler answers at {address}; check the address") from fault
    with client:
        try:
            client.wait_for_workers(1, timeout=_MACHINES_WITHIN_S)
            check_machines(client, address, _MACHINES_WITHIN_S)
        except TimeoutError as fault:
            raise ClusterError(
                f"the scheduler at {address} has no workers; start dask worker {address}"
            ) from fault
        except OSError as fault:
            raise ClusterError(
                f"the scheduler at {address} was lost while the run began; start it again"
            ) from fault
        try:
            yield DaskExecutor(client, name, address)
        finally:
            # Where the machines are gone, so are their processes.
            with suppress(OSError, TimeoutError):
                ask_each(client, close_pool, name)
