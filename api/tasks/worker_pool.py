"""Processes that plan for the service, so that its event loop stays free.

One request has one process to itself, which is replaced when it dies or takes too long: whoever
waits for it is told, and nobody else notices.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import ParamSpec, TypeVar, cast

import structlog

from api.auth.keys import OPEN_TENANT
from api.http.errors import ServiceError
from api.http.metrics import Metrics
from api.http.temporary_files import remove_stale
from api.tasks.worker_loop import Task
from api.tasks.worker_process import START_S, TooLate, Worker
from optimizer.execution.workers import memory_limit
from optimizer.execution.workers.tenant_turns import Turns
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village

Given = ParamSpec("Given")
Made = TypeVar("Made")

_LOG = structlog.get_logger("liengia")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may take.

    Parameters
    ----------
    seconds
        Longest time of any task.
    reading_seconds
        Longest time of one that only reads.
    waiting
        Tasks of one tenant that may wait for a process.
    memory_bytes
        That a process may take beside its libraries.
    """

    seconds: float
    reading_seconds: float
    waiting: int
    memory_bytes: int = memory_limit.MEMORY_BYTES


class Workers:
    """All processes of a service: ``run`` finds one that is idle, for one tenant after the other.

    Parameters
    ----------
    number
        Processes that any one tenant may have at work.
    bounds
        What one task may take.
    spare
        Processes beside them, for tenants that have none at work.
    """

    def __init__(self, number: int, bounds: Bounds, metrics: Metrics, *, spare: int) -> None:
        self._number, self._spare, self._bounds = number, spare, bounds
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(number + spare, "worker")
        self._turns = Turns[asyncio.Future[Worker]](number)
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._closed = False
        self._reserve: asyncio.Task[None] | None = None

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len(self._all)

    async def start(self, *, reserve: bool = False) -> None:
        """Start the processes, and wait until they have planned something.

        Parameters
        ----------
        reserve
            Whether the spare ones are started at once. A service without keys has one tenant and
            needs none; they are started when another tenant first asks.
        """
        resource_tracker.ensure_running()
        await self._started(self._number)
        if reserve:
            await self._with_spare()

    def _with_spare(self) -> asyncio.Task[None]:
        """Start the spare processes, unless that was begun before."""
        if self._reserve is None:
            self._reserve = asyncio.create_task(self._start_spare())
        return self._reserve

    async def _start_spare(self) -> None:
        try:
            await self._started(self._spare)
        except (ChildProcessError, OSError, TooLate) as fault:
            _LOG.warning("workers", spare=self._spare, reason=str(fault))
            self._reserve = None  # whoever comes next tries again
        else:
            self._turns.add_spare(self._spare)
            self._give_turns()

    async def _started(self, count: int) -> None:
        workers = [Worker(self._bounds.memory_bytes) for _ in range(count)]
        self._all += workers
        calls = [self._threads.submit(worker.ask, _WARM, START_S) for worker in workers]
        await asyncio.gather(*map(asyncio.wrap_future, calls))
        self._idle += workers

    async def run(
        self, tenant: str, make: Callable[Given, Made], *args: Given.args, **options: Given.kwargs
    ) -> Made:
        """Return ``make(...)`` as another process computes it; it must be a module's function.

        Raises
        ------
        ServiceError
            ``BUSY``, ``WORKER_ENDED``, ``OUT_OF_MEMORY``, ``TOOK_TOO_LONG``, or one that ``make``
            raises.
        OptimizerError
            Whatever of this kind ``make`` raises.
        """
        seconds = self._bounds.seconds
        try:
            return cast("Made", await self._answer(tenant, (make, args, options), seconds))
        except TooLate:
            raise ServiceError("TOOK_TOO_LONG", seconds=seconds) from None

    async def read(
        self, tenant: str, make: Callable[Given, Made], *args: Given.args, **options: Given.kwargs
    ) -> Made:
        """Return ``make(...)`` like `run`, where it reads what was sent and plans nothing.

        Raises
        ------
        ServiceError
            As `run` does, and ``READING_TOO_LONG``.
        """
        seconds = self._bounds.reading_seconds
        if seconds >= self._bounds.seconds:
            return await self.run(tenant, make, *args, **options)
        try:
            return cast("Made", await self._answer(tenant, (make, args, options), seconds))
        except TooLate:
            raise ServiceError("READING_TOO_LONG", limit=seconds) from None

    async def _answer(self, tenant: str, task: Task, seconds: float) -> object:
        if tenant != OPEN_TENANT:
            self._with_spare()
        worker = await self._taken(tenant)
        if self._closed:
            self._give_back(tenant, worker)
            raise ServiceError("WORKER_ENDED", headers={"Retry-After": "1"})
        loop = asyncio.get_running_loop()
        answer: Future[object] = Future()
        answer.set_running_or_notify_cancel()
        call = self._threads.submit(_ask, worker, task, seconds, answer)

        def free(_: Future[None]) -> None:
            """Make the process available, also when nobody waits for its answer any more."""
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._give_back, tenant, worker)

        call.add_done_callback(free)
        try:
            return await asyncio.wrap_future(answer)
        except ChildProcessError:
            self._metrics.workers_lost.inc()
            raise ServiceError("WORKER_ENDED", headers={"Retry-After": "1"}) from None
        except MemoryError:
            limit_mb = self._bounds.memory_bytes >> 20
            raise ServiceError("OUT_OF_MEMORY", limit_mb=limit_mb) from None

    async def _taken(self, tenant: str) -> Worker:
        """Return an idle process when a tenant's turn has come.

        Raises
        ------
        ServiceError
            ``BUSY`` where enough of the tenant's requests wait already.
        """
        waiting = self._turns.waiting(tenant)
        if waiting >= self._bounds.waiting:
            raise ServiceError("BUSY", headers={"Retry-After": "1"}, waiting=waiting)
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._turns.join(tenant, turn)
        self._give_turns()
        try:
            return await turn
        except asyncio.CancelledError:
            if not self._turns.leave(tenant, turn) and not turn.cancelled():
                self._give_back(tenant, turn.result())
            raise

    def _give_back(self, tenant: str, worker: Worker) -> None:
        """Make a process available to whose turn it is."""
        self._idle.append(worker)
        self._turns.end(tenant)
        self._give_turns()

    def _give_turns(self) -> None:
        while (given := self._turns.take()) is not None:
            tenant, turn = given
            if turn.cancelled():  # nobody waits any more, and has not come to say so
                self._turns.end(tenant)
            else:
                turn.set_result(self._idle.pop())

    def close(self) -> None:
        """End all processes at once; whoever waits for one is told so in turn."""
        self._closed = True
        for worker in self._all:
            worker.close()
        self._threads.shutdown(wait=True)
        remove_stale()


def _ask(worker: Worker, task: Task, seconds: float, answer: Future[object]) -> None:
    """Set what a process answers; return when the process is ready for the next task.

    Where the task has cost the process its life, whoever sent it has that process for as long as
    the one in its place loads: nobody else is given one that is not ready.
    """
    try:
        made = worker.ask(task, seconds)
    except BaseException as fault:  # noqa: BLE001 - whoever waits for the answer raises it
        answer.set_exception(fault)
    else:
        answer.set_result(made)
    if not worker.ready:
        with suppress(ChildProcessError, OSError, MemoryError, TooLate):  # the next task says it
            worker.ask(_WARM, START_S)


def warm_up() -> None:
    """Load what planning needs, and spare the collector from looking through it for each plan."""
    home = {"id": "h", "x": 0.0, "y": 0.0}
    village = {"id": "v", "households": [home], "members": []}
    plan_village(scenario_from_request({"villages": [village]}).villages[0])
    gc.collect()
    gc.freeze()


_WARM: Task = (warm_up, (), {})
