"""What runs beside the requests, from the start of a service to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from threading import Thread

import structlog
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import is_open
from api.background.webhook_sender import Sender
from api.db import upgrade
from api.db.retention import purge
from api.http.database_outages import log_fault
from api.http.temporary_files import choose_folder, remove_stale
from api.state import ServiceState

_LOG = structlog.get_logger("liengia")


@asynccontextmanager
async def run_jobs(here: ServiceState) -> AsyncIterator[None]:
    """Run jobs beside the requests; at the end their claims are given back."""
    runner = here.runner
    thread = Thread(target=runner.run, name="jobs")
    thread.start()
    try:
        yield
    finally:
        runner.ending.set()
        runner.wake()
        await run_in_threadpool(thread.join)


@asynccontextmanager
async def send_webhooks(here: ServiceState) -> AsyncIterator[None]:
    """Send while the service runs; what is broken off at the end is sent again later."""
    sender = Sender(here)
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        sender.ending.set()
        await task


_EVERY_S = 3600.0


@asynccontextmanager
async def purge_hourly(here: ServiceState) -> AsyncIterator[None]:
    """Purge now and every hour while the service runs; a purge is finished before it ends."""
    ending = asyncio.Event()
    task = asyncio.create_task(_purge_on(here, ending))
    try:
        yield
    finally:
        ending.set()
        await task


async def _purge_on(here: ServiceState, ending: asyncio.Event) -> None:
    while not ending.is_set():
        try:
            counts = await run_in_threadpool(
                purge, here.store, retention_days=here.settings.retention_days
            )
        except Exception as fault:  # noqa: BLE001 - the next round finds what this one left
            log_fault("purge", fault)
        else:
            if any(counts.values()):
                _LOG.info("purge", **counts)
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), _EVERY_S)


BACKGROUND: tuple[Callable[[ServiceState], AbstractAsyncContextManager[None]], ...] = (
    run_jobs,
    send_webhooks,
    purge_hourly,
)
"""What runs beside the requests: each is entered after the processes, and left before them."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Bring the database up to date, start the processes, and end everything in turn."""
    here: ServiceState = app.state.here
    choose_folder()
    if removed := await run_in_threadpool(remove_stale):
        _LOG.info("temporary", removed=removed)
    async with AsyncExitStack() as running:
        running.callback(here.store.close)
        await run_in_threadpool(upgrade, here.store)
        running.callback(here.workers.close)
        await here.workers.start(reserve=not await run_in_threadpool(is_open, here.store))
        for start in BACKGROUND:
            await running.enter_async_context(start(here))
        yield
