"""Webhooks beside the requests: whatever is due is sent, a few at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version

import structlog
from fastapi.concurrency import run_in_threadpool

from api.db.column_types import now
from api.http.database_outages import log_fault
from api.http.errors import ServiceError
from api.state import ServiceState
from api.webhooks.deliveries import Due, claim_due, record
from api.webhooks.failures import WebhookFailure
from api.webhooks.signatures import sign
from api.webhooks.target_address import check_url
from api.webhooks.webhook_call import CallOutcome, call

_LOOK_EVERY_S = 1.0
_AT_ONCE = 8
"""Calls under way."""
_SPARE_S = 30.0
"""Time for claiming, and after the longest call, before somebody else may try."""
_LOG = structlog.get_logger("liengia")


@dataclass(slots=True)
class Sender:
    """Sends what is due; at the end calls are broken off, and nothing that is being written is."""

    here: ServiceState
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _calls: set[asyncio.Task[CallOutcome]] = field(default_factory=set)
    _busy: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        """Look for what is due until the service ends."""
        while not self.ending.is_set():
            await self.begin()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.ending.wait(), _LOOK_EVERY_S)
        for calling in self._calls:
            calling.cancel()
        await asyncio.gather(*self.under_way)

    async def begin(self) -> None:
        """Begin to send what is due, a few at once."""
        room = _AT_ONCE - len(self.under_way)
        if room <= 0:
            return
        timeout_s = self.here.settings.webhook_timeout_s
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            found = await run_in_threadpool(
                claim_due, self.here.store, timeout_s + _SPARE_S, room, dict(self._busy)
            )
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next round is tried
            log_fault("webhooks", fault)
            return
        if clock() - begun > _SPARE_S:
            return  # a call would outlast its claim, so somebody tries again when that is over
        until = clock() + timeout_s
        for due in found:
            task = asyncio.create_task(self._send(due, until))
            self.under_way.add(task)
            self._busy[due.tenant] += 1
            task.add_done_callback(partial(self._sent, due.tenant))

    def _sent(self, tenant: str, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        self._busy[tenant] -= 1
        if not self._busy[tenant]:
            del self._busy[tenant]

    async def _send(self, due: Due, until: float) -> None:
        if self.ending.is_set():
            return
        calling = asyncio.create_task(_called(self.here, due, until))
        self._calls.add(calling)
        calling.add_done_callback(self._calls.discard)
        most = self.here.settings.webhook_attempts
        try:
            outcome = await calling
            state = await run_in_threadpool(record, self.here.store, due, outcome, most)
        except asyncio.CancelledError:  # the service ends; somebody sends it when its claim is over
            return
        except Exception as fault:  # noqa: BLE001 - it is sent once more when its claim is over
            log_fault("webhooks", fault)
            return
        told = "lost" if state is None else str(state)
        self.here.metrics.webhooks.labels(told).inc()
        _LOG.info(
            "webhook",
            delivery=due.id,
            attempt=due.attempt,
            state=told,
            failure=str(outcome.failure),
            status=outcome.status,
        )


async def _called(here: ServiceState, due: Due, until: float) -> CallOutcome:
    private = here.settings.webhook_private
    try:
        url = check_url(due.url, private=private)
    except ServiceError:  # the setting has changed since the job was taken
        return CallOutcome(WebhookFailure.PRIVATE_ADDRESS)
    headers = {
        "content-type": "application/json",
        "user-agent": f"liengia/{version('liengia')}",
        **sign(due.secrets, due.id, now(), due.body),
    }
    return await call(url, headers, due.body, until=until, private=private)
