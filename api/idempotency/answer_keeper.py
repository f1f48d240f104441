"""Answers on their way out: kept for a repeat before the caller sees them."""

from __future__ import annotations

import structlog
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.database_outages import is_away
from api.idempotency.claims import KeptAnswer
from api.idempotency.repeats import Repeat

_BY_CIRCUMSTANCE = frozenset((404, 408, 409, 429))
"""Refusals that may be none tomorrow; those of the request itself are kept."""
_LOG = structlog.get_logger("liengia")


class KeepAnswers:
    """Holds an answer back until it is kept, where the request claimed a key."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        held: list[Message] = []

        async def holding(message: Message) -> None:
            repeat: Repeat | None = scope.get("repeat")
            if repeat is None:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                await _finish(repeat, _answer(held))
                for one in held:
                    await send(one)

        try:
            await self.app(scope, receive, holding)
        except Exception:
            if "repeat" in scope:
                await _finish(scope["repeat"], KeptAnswer(500, {}, b""))
            raise
        finally:
            if "repeat" in scope:
                scope["repeat"].end()


def _answer(held: list[Message]) -> KeptAnswer:
    """Put an answer together."""
    start, *parts = held
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return KeptAnswer(start["status"], headers, b"".join(part.get("body", b"") for part in parts))


async def _finish(repeat: Repeat, answer: KeptAnswer) -> None:
    """Keep an answer, or give its key back; without the database the claim runs out."""
    kept = answer.status < 500 and answer.status not in _BY_CIRCUMSTANCE  # noqa: PLR2004 - HTTP's
    try:
        await run_in_threadpool(repeat.finish, answer, kept=kept)
    except Exception as fault:
        # What has an effect was kept with its answer; anything else may be done again.
        if not is_away(fault):
            raise
        _LOG.warning("idempotency", cause=type(fault).__name__)
