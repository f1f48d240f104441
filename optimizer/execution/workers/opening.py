"""Opening a crew: processes of this machine, or machines of one's own."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.execution.workers.executor import Executor
from optimizer.execution.workers.local_executor import Local


@contextmanager
def open_executor(
    *, workers: int = 1, spare: int = 0, scheduler: str | None = None
) -> Iterator[Executor]:
    """Give a crew, and end its processes when the block ends.

    Parameters
    ----------
    workers
        Processes on this machine.
    spare
        Processes beside them for tenants that have none at work; started when first needed.
    scheduler
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; its workers plan then, as
        many villages at once as they have threads, and ``workers`` and ``spare`` mean nothing.

    Raises
    ------
    ClusterError
        When the scheduler cannot be reached, has no workers, or these have another version.
    """
    if scheduler is not None:
        # Dask takes as long to load as all else of the command.
        from optimizer.execution.workers import dask_cluster  # noqa: PLC0415

        with dask_cluster.connect_scheduler(scheduler) as shared:
            yield shared
        return
    here = Local(workers, spare)
    try:
        # They load their libraries while the tables are read.
        here.warm(workers)
        yield here
    finally:
        here.close()


def check_room() -> None:
    """See that there is a folder for temporary files.

    Raises
    ------
    OSError
        When Python, which looks for one by writing into it, finds none.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError as fault:
        raise OSError(errno.ENOSPC, f"no room for temporary files: {fault.strerror}") from fault
