"""A job's events as a stream that may break off and be taken up again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import orjson
from fastapi.concurrency import run_in_threadpool
from sse_starlette import ServerSentEvent

from api.db import Database
from api.db.job_states import EventKind
from api.http.database_outages import is_away
from api.http.errors import ServiceError
from api.jobs.job_events import JobEvent, events_after, exists

_LOOK_EVERY_S = 0.5
_AT_ONCE = 200
"""Events that are read together; a caller who reads slowly holds no more in memory."""


class Streams:
    """The streams that are open, for each tenant; each looks at the database twice a second.

    Parameters
    ----------
    most
        For one tenant.
    """

    def __init__(self, most: int) -> None:
        self._most, self._open = most, Counter[str]()

    def check(self, tenant: str) -> None:
        """Refuse one stream more than a tenant may have.

        Raises
        ------
        ServiceError
            ``TOO_MANY_STREAMS``.
        """
        if self._open[tenant] >= self._most:
            headers = {"Retry-After": "5"}
            raise ServiceError("TOO_MANY_STREAMS", headers=headers, limit=self._most)

    async def counted(
        self, tenant: str, events: AsyncIterator[ServerSentEvent]
    ) -> AsyncIterator[ServerSentEvent]:
        """Yield events and count the stream meanwhile; yield none where others were faster."""
        if self._open[tenant] >= self._most:
            return
        self._open[tenant] += 1
        try:
            async for event in events:
                yield event
        finally:
            self._open[tenant] -= 1
            if not self._open[tenant]:
                del self._open[tenant]


async def stream(store: Database, job_id: str, sequence: int) -> AsyncIterator[ServerSentEvent]:
    """Yield the events after a number, as any process writes them, until the job has ended."""
    while True:
        told = await _read(store, job_id, sequence)
        for event in told or ():
            sequence = event.sequence
            yield ServerSentEvent(
                orjson.dumps(event.body).decode(), event=str(event.kind), id=str(sequence), sep="\n"
            )
            if event.kind == EventKind.END:
                return
        if told is None:
            return
        if len(told) < _AT_ONCE:
            await asyncio.sleep(_LOOK_EVERY_S)


async def _read(store: Database, job_id: str, sequence: int) -> list[JobEvent] | None:
    """Read what follows: nothing while the database is away, None when the job was deleted."""

    def read() -> list[JobEvent] | None:
        with store.reading() as session:
            found = events_after(session, job_id, sequence, _AT_ONCE)
            return found if found or exists(session, job_id) else None

    try:
        return await run_in_threadpool(read)
    except Exception as fault:
        if not is_away(fault):
            raise
        return []
