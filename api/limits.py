"""How much, how often: bytes of a body, requests of a caller."""

from __future__ import annotations

import asyncio
import time
from math import ceil

from fastapi import Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import Principal
from api.errors import ServiceError, problem_response
from api.settings import Settings


class Limiter:
    """Counts the requests of every key, and of every address where the service is open."""

    def __init__(self, settings: Settings) -> None:
        self._limit = parse(settings.rate_limit)
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def hit(self, request: Request, principal: Principal) -> None:
        """Count a request and leave the figures for the ``RateLimit`` headers.

        Raises
        ------
        ServiceError
            ``RATE``, with ``Retry-After``.
        """
        caller = principal.key_id or (request.client.host if request.client else "")
        allowed = self._window.hit(self._limit, caller)
        reset, remaining = self._window.get_window_stats(self._limit, caller)
        seconds = max(1, ceil(reset - time.time()))
        headers = {
            "RateLimit-Limit": str(self._limit.amount),
            "RateLimit-Remaining": str(max(0, int(remaining))),
            "RateLimit-Reset": str(seconds),
        }
        request.scope["rate_headers"] = headers
        if not allowed:
            raise ServiceError(
                "RATE",
                headers={"Retry-After": str(seconds)},
                limit=str(self._limit),
                seconds=seconds,
            )


class BodyLimit:
    """Refuses a body that is too large: by its stated length, and again as it comes in."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app, self.most = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(receive, self.most)
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit():
            fault = ServiceError(
                "HTTP",
                headers={"Connection": "close"},
                reason="Content-Length: send a number of bytes",
            )
            await problem_response(Request(scope), fault)(scope, receive, send)
            return
        if len(stated.lstrip(b"0")) > len(str(self.most)) or int(stated) > self.most:
            answer = problem_response(Request(scope), body.refuse())
            await answer(scope, receive, body.lingering(send))
            return
        await self.app(scope, body.read, body.lingering(send))


class _Body:
    """The body of one request as it comes in."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most = receive, most
        self._taken, self._whole, self._refused = 0, False, False

    async def read(self) -> Message:
        """Return the next part.

        Raises
        ------
        ServiceError
            ``BODY_TOO_LARGE``.
        """
        message = await self._next()
        if self._taken > self._most:
            raise self.refuse()
        return message

    def refuse(self) -> ServiceError:
        """Return the refusal; the connection cannot be used again, as the rest is not read."""
        self._refused = True
        return ServiceError("BODY_TOO_LARGE", headers={"Connection": "close"}, limit=self._most)

    def lingering(self, send: Send) -> Send:
        """Send a refusal whole, and end only when the caller had time to see it.

        A connection that is closed while its caller still sends is reset, and the answer is lost.
        """

        async def sending(message: Message) -> None:
            last = message["type"] == "http.response.body" and not message.get("more_body", False)
            if not (last and self._refused):
                await send(message)
                return
            await send({**message, "more_body": True})
            await self._drain()
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        return sending

    async def _drain(self) -> None:
        """Read on and keep nothing: until the end, silence, or more than anybody would send."""
        try:
            async with asyncio.timeout(_DRAIN_S):
                while not self._whole and self._taken <= _DRAIN_TIMES * self._most:
                    async with asyncio.timeout(_SILENCE_S):
                        await self._next()
        except TimeoutError:
            return

    async def _next(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)  # nor does more come when one hangs up
        return message


_DRAIN_S, _SILENCE_S = 10.0, 2.0
_DRAIN_TIMES = 32
