"""Opening a crew: one process, a Dask cluster inside this process, or machines of one's own."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.workers.crew import Alone, Crew
from optimizer.workers.pool import Planners


@contextmanager
def open_crew(*, workers: int = 1, scheduler: str | None = None) -> Iterator[Crew]:
    """Give a crew, and end its processes when the block ends.

    Parameters
    ----------
    workers
        Processes on this machine; with 1 no cluster is started.
    scheduler
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; its workers plan then, as
        many villages at once as they have threads, and ``workers`` means nothing.

    Raises
    ------
    ClusterError
        When the scheduler cannot be reached, has no workers, or these have another version.
    OSError
        When there is no room for the temporary files of processes on this machine.
    """
    if scheduler is not None or workers > 1:
        # Dask takes as long to load as all else of the command.
        from optimizer.workers import dasked  # noqa: PLC0415

        if scheduler is None:
            check_room()
        shared = dasked.here(workers) if scheduler is None else dasked.abroad(scheduler)
        with shared as crew:
            yield crew
    else:
        planners = Planners()
        try:
            planners.warm(1)
            yield Alone(planners)
        finally:
            planners.close()


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
