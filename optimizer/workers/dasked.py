"""Dask: a cluster inside this process, or machines of one's own; loaded by who needs it alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import version
from uuid import uuid4

import dask.config
from distributed import Client, LocalCluster

from optimizer.errors import DISK_FAULTS, ClusterError
from optimizer.workers.crew import Crew
from optimizer.workers.sharing import Shared
from optimizer.workers.task import close_pool, pool_of

_MACHINES_WITHIN_S = 30.0
"""Seconds that a scheduler, and then a machine of one's own, may take to answer."""
_FORGETFUL = {"distributed.admin.low-level-log-length": 0}
"""Dask keeps the last 1,000 messages, each with all that it carried: here that is villages."""
_QUIET = _FORGETFUL | {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "1h",
    "distributed.admin.tick.interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.work-stealing": False,
}
"""No dashboard, no pages; and a village of a million households is no mistake.

Nor does anybody read how one worker's threads, memory and event loop were getting on: to look at
them a hundred times a second took as long as to plan a seventh of the villages.
"""
_LOOPBACK = "127.0.0.1:0"


@contextmanager
def here(workers: int) -> Iterator[Crew]:
    """Start Dask's scheduler and worker inside this process; only the processes cost memory."""
    name = uuid4().hex
    with ExitStack() as stack:
        stack.callback(close_pool, name)
        # They load their libraries while the cluster starts and the tables are read.
        pool_of(name).warm(workers)
        stack.enter_context(dask.config.set(_QUIET))
        cluster = stack.enter_context(_local_cluster(workers))
        yield Shared(stack.enter_context(Client(cluster)), name)


def _local_cluster(workers: int) -> LocalCluster:
    """Return Dask's cluster; a fault of the disk is raised as such, not as Dask's."""
    try:
        return LocalCluster(
            n_workers=1,
            threads_per_worker=workers,
            processes=False,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
            dashboard_address=None,
            worker_dashboard_address=_LOOPBACK,
            scheduler_kwargs={"dashboard": False, "dashboard_address": _LOOPBACK},
        )
    except RuntimeError as fault:
        cause: BaseException | None = fault
        while cause is not None:
            if isinstance(cause, OSError) and cause.errno in DISK_FAULTS:
                # Another one, as a fault that leads back to itself has no end.
                raise OSError(cause.errno, cause.strerror, cause.filename) from fault
            cause = cause.__cause__ or cause.__context__
        raise


@contextmanager
def abroad(address: str) -> Iterator[Crew]:
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
        except TimeoutError as fault:
            raise ClusterError(
                f"the scheduler at {address} has no workers; start dask worker {address}"
            ) from fault
        _check_versions(client)
        try:
            yield Shared(client, name)
        finally:
            # Where the machines are gone, so are their processes.
            with suppress(OSError, TimeoutError):
                client.run(close_pool, name)


def _check_versions(client: Client) -> None:
    """Refuse machines that would plan with another version, or cannot plan at all."""
    ours = version("liengia")
    try:
        theirs = client.run(version, "liengia")
    except Exception as fault:
        raise ClusterError(
            f"a worker cannot load liengia ({fault}); install {ours} there"
        ) from fault
    for machine, found in theirs.items():
        if found != ours:
            raise ClusterError(
                f"the worker {machine} has liengia {found}, this is {ours}; install one version"
            )
