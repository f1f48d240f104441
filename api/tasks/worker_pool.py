"""Processes that plan for the service, so that its event loop stays free.

One request has one process to itself, which is replaced when it dies or takes too long: whoever
waits for it is told, and nobody else notices.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import ParamSpec, TypeVar

import structlog

from api.auth.keys import OPEN_TENANT
from api.http.errors import ServiceError
from api.http.metrics import Metrics
from api.http.temporary_files import remove_stale
from api.tasks.task_call import carry_out
from api.tasks.worker_start import start_worker
from optimizer.execution.workers import memory_limit
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.process_pool import ProcessPool
from optimizer.execution.workers.tenant_turns import Turns
from optimizer.execution.workers.worker_process import (
    CallEnded,
    OutOfMemory,
    ProcessLost,
    TooLate,
    Unwanted,
)
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village

Given = ParamSpec("Given")
Made = TypeVar("Made")

_LOG = structlog.get_logger("liengia")


@dataclass(frozen=True, slots=True)
class TaskLimits:
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

    def __init__(self, number: int, bounds: TaskLimits, metrics: Metrics, *, spare: int) -> None:
        self._number, self._spare, self._bounds = number, spare, bounds
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(number + spare, "worker")
        self._turns = Turns[asyncio.Future[None]](number)
        self._pool = ProcessPool(start_worker)
        self._processes = 0
        self._closed = False
        self._reserve: asyncio.Task[None] | None = None

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return self._processes

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
        except (CallEnded, OSError) as fault:
            _LOG.warning("workers", spare=self._spare, reason=str(fault))
            self._reserve = None  # whoever comes next tries again
        else:
            self._turns.add_spare(self._spare)
            self._give_turns()

    async def _started(self, count: int) -> None:
        calls = [self._threads.submit(self._add) for _ in range(count)]
        await asyncio.gather(*map(asyncio.wrap_future, calls))
        self._processes += count

    def _add(self) -> None:
        """Start a process, and wait until it has planned something."""
        self._pool.add(Call(warm_up, memory_bytes=self._bounds.memory_bytes), self._wanted)

    def _wanted(self) -> bool:
        return not self._closed

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
            return await self._answer(tenant, self._call(make, args, options), seconds)
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
            return await self._answer(tenant, self._call(make, args, options), seconds)
        except TooLate:
            raise ServiceError("READING_TOO_LONG", limit=seconds) from None

    def _call(
        self, make: Callable[..., Made], args: tuple[object, ...], options: Mapping[str, object]
    ) -> Call[Made]:
        return Call(carry_out, (make, *args), options, self._bounds.memory_bytes)

    async def _answer(self, tenant: str, call: Call[Made], seconds: float) -> Made:
        if tenant != OPEN_TENANT:
            self._with_spare()
        await self._turn(tenant)
        if self._closed:
            self._give_back(tenant)
            raise _ended()
        loop = asyncio.get_running_loop()
        answer: Future[Made] = Future()
        answer.set_running_or_notify_cancel()
        asked = self._threads.submit(self._ask, call, seconds, answer)

        def free(_: Future[None]) -> None:
            """Make the process available, also when nobody waits for its answer any more."""
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._give_back, tenant)

        asked.add_done_callback(free)
        try:
            return await asyncio.wrap_future(answer)
        except (ProcessLost, Unwanted):
            self._metrics.workers_lost.inc()
            raise _ended() from None
        except OutOfMemory:
            limit_mb = self._bounds.memory_bytes >> 20
            raise ServiceError("OUT_OF_MEMORY", limit_mb=limit_mb) from None

    def _ask(self, call: Call[Made], seconds: float, answer: Future[Made]) -> None:
        """Set what a process answers; return when a process is ready for the next task.

        Where the task has cost a process its life, whoever sent it has the place of that process
        for as long as another one loads: nobody else waits for one that is not ready.
        """
        try:
            made = self._pool.ask(call, seconds, self._wanted)
        except CallEnded as end:
            remove_stale()  # what was sent to it would stay until the service starts again
            answer.set_exception(end)
            if not self._closed:
                with suppress(CallEnded, OSError):  # the next task says it
                    self._add()
        except BaseException as fault:  # noqa: BLE001 - whoever waits for the answer raises it
            answer.set_exception(fault)
        else:
            answer.set_result(made)

    async def _turn(self, tenant: str) -> None:
        """Wait until a tenant's turn for a process has come.

        Raises
        ------
        ServiceError
            ``BUSY`` where enough of the tenant's requests wait already.
        """
        waiting = self._turns.waiting(tenant)
        if waiting >= self._bounds.waiting:
            raise ServiceError("BUSY", headers={"Retry-After": "1"}, waiting=waiting)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns.join(tenant, turn)
        self._give_turns()
        try:
            await turn
        except asyncio.CancelledError:
            if not self._turns.leave(tenant, turn) and not turn.cancelled():
                self._give_back(tenant)
            raise

    def _give_back(self, tenant: str) -> None:
        """Make a process available to whose turn it is."""
        self._turns.end(tenant)
        self._give_turns()

    def _give_turns(self) -> None:
        while (given := self._turns.take()) is not None:
            tenant, turn = given
            if turn.cancelled():  # nobody waits any more, and has not come to say so
                self._turns.end(tenant)
            else:
                turn.set_result(None)

    def close(self) -> None:
        """End all processes at once; whoever waits for one is told so in turn."""
        self._closed = True
        self._pool.close()
        self._threads.shutdown(wait=True)
        remove_stale()


def _ended() -> ServiceError:
    return ServiceError("WORKER_ENDED", headers={"Retry-After": "1"})


def warm_up() -> None:
    """Load what planning needs, and spare the collector from looking through it for each plan."""
    home = {"id": "h", "x": 0.0, "y": 0.0}
    village = {"id": "v", "households": [home], "members": []}
    plan_village(scenario_from_request({"villages": [village]}).villages[0])
    gc.collect()
    gc.freeze()
