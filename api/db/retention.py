"""Kept data is deleted in time: at the start, every hour, and by ``liengia purge``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import delete, literal, true

from api.db import Store
from api.db.column_types import now
from api.db.models import Idempotent, Job, ScenarioRecord
from api.http.database_outages import log_fault
from api.state import State

_EVERY_S = 3600.0
_LOG = structlog.get_logger("liengia")


def purge(store: Store, *, retention_days: int) -> dict[str, int]:
    """Delete what has expired, and everything where nothing is to be kept.

    Villages, results, events and webhooks go with their scenario.

    Returns
    -------
    dict
        Table to rows deleted by name.
    """
    at, counts = now(), {}
    tables: tuple[type[Idempotent | Job | ScenarioRecord], ...] = (Idempotent, Job, ScenarioRecord)
    for table in tables:
        over = table.expires <= at if retention_days else true()
        with store.writing() as session:
            gone = session.execute(delete(table).where(over).returning(literal(1)))
            counts[table.__tablename__] = len(gone.all())
    return counts


@asynccontextmanager
async def purging_beside(here: State) -> AsyncIterator[None]:
    """Purge now and every hour while the service runs; a purge is finished before it ends."""
    ending = asyncio.Event()
    task = asyncio.create_task(_purge_on(here, ending))
    try:
        yield
    finally:
        ending.set()
        await task


async def _purge_on(here: State, ending: asyncio.Event) -> None:
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
