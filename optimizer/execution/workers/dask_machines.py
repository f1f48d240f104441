"""Asking every machine of a Dask cluster the same, where some of them may be cut off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version

from distributed import Client

from optimizer.errors import ClusterError
from optimizer.execution.workers.version_check import PROGRAM, check_version, installed

_ANSWER_S = 10.0
"""Seconds that a machine may take to answer while others have answered."""
_PAUSE_S = 0.5


def ask_each(
    client: Client, function: Callable[..., object], *args: object
) -> Mapping[str, object]:
    """Return what a function returns, or raises, on each worker that can be reached.

    A worker that is cut off, ends meanwhile or does not answer within ten seconds is left out.

    Raises
    ------
    OSError
        When the scheduler itself cannot be reached.
    """
    known = list(client.scheduler_info(n_workers=-1)["workers"])

    async def asked(machine: str) -> object:
        answers = await client.run(function, *args, workers=[machine], on_error="return")
        return answers.get(machine, OSError(f"{machine} is gone"))

    async def all_asked() -> Mapping[str, object]:
        asking = {machine: asyncio.create_task(asked(machine)) for machine in known}
        if asking:
            _, late = await asyncio.wait(asking.values(), timeout=_ANSWER_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        return {machine: task.result() for machine, task in asking.items() if not task.cancelled()}

    answers: Mapping[str, object] = client.sync(all_asked)
    # Dask tells of a worker that cannot be reached by such a fault in the place of its answer.
    return {
        machine: answer for machine, answer in answers.items() if not isinstance(answer, OSError)
    }


def check_machines(client: Client, address: str, within_s: float) -> None:
    """See that a worker can plan, and that none that answers would plan otherwise.

    Workers that do not answer are passed over: they may be cut off for a while, or for good. Each
    task looks at the version once more (`task.plan_chunk`), so that none plans unseen.

    Raises
    ------
    ClusterError
        When a worker has not this version of the program, or none answers for so long.
    """
    ours, until_s = installed(), time.monotonic() + within_s
    while True:
        # By a function of Python's own: a worker without the program cannot load one of ours.
        found = ask_each(client, version, PROGRAM)
        for machine, theirs in found.items():
            check_version(machine, theirs, ours)
        if found:
            return
        if time.monotonic() > until_s:
            raise ClusterError(
                f"no worker of the scheduler at {address} answers; see that their machines run "
                f"and can be reached, or start dask worker {address}"
            )
        time.sleep(_PAUSE_S)
