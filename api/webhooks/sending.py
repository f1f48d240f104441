"""Webhooks beside the requests: whatever is due is sent, a few at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

import structlog
from fastapi.concurrency import run_in_threadpool

from api.errors import ServiceError
from api.outages import is_away
from api.state import State
from api.store.columns import now
from api.webhooks.addresses import checked_url
from api.webhooks.calling import Outcome, call
from api.webhooks.deliveries import Due, claim_due, record
from api.webhooks.failures import Failure
from api.webhooks.signing import signed

_LOOK_EVERY_S = 1.0
_AT_ONCE = 8
_SPARE_S = 30.0
"""Time after the longest call before somebody else may try."""
_LOG = structlog.get_logger("liengia")


@asynccontextmanager
async def webhooks_beside(here: State) -> AsyncIterator[None]:
    """Send while the service runs; what is broken off at the end is sent again later."""
    task = asyncio.create_task(_send_on(here))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _send_on(here: State) -> None:
    under_way: set[asyncio.Task[None]] = set()
    try:
        while True:
            for task in await send_due(here, _AT_ONCE - len(under_way)):
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            await asyncio.sleep(_LOOK_EVERY_S)
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def send_due(here: State, limit: int) -> list[asyncio.Task[None]]:
    """Begin to send what is due, at most so many."""
    if limit <= 0:
        return []
    timeout_s = here.settings.webhook_timeout_s
    # Counted from before the claim, so that a call is over before its claim is.
    until = asyncio.get_running_loop().time() + timeout_s
    try:
        found = await run_in_threadpool(claim_due, here.store, timeout_s + _SPARE_S, limit)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the next round is tried
        _say(fault)
        return []
    return [asyncio.create_task(_send(here, due, until)) for due in found]


async def _send(here: State, due: Due, until: float) -> None:
    try:
        outcome = await _called(here, due, until)
        state = await run_in_threadpool(
            record, here.store, due, outcome, here.settings.webhook_attempts
        )
    except Exception as fault:  # noqa: BLE001 - it is sent once more when its claim is over
        _say(fault)
        return
    told = "lost" if state is None else str(state)
    here.metrics.webhooks.labels(told).inc()
    _LOG.info(
        "webhook",
        delivery=due.id,
        attempt=due.attempt,
        state=told,
        failure=str(outcome.failure),
        status=outcome.status,
    )


async def _called(here: State, due: Due, until: float) -> Outcome:
    private = here.settings.webhook_private
    try:
        url = checked_url(due.url, private=private)
    except ServiceError:  # the setting has changed since the job was taken
        return Outcome(Failure.PRIVATE_ADDRESS)
    headers = {
        "content-type": "application/json",
        "user-agent": f"liengia/{version('liengia')}",
        **signed(due.secrets, due.id, now(), due.body),
    }
    return await call(url, headers, due.body, until=until, private=private)


def _say(fault: Exception) -> None:
    if is_away(fault):
        _LOG.warning("webhooks", cause=type(fault).__name__)
    else:
        _LOG.error("webhooks", exc_info=fault)
