"""How much, how often: bytes of a body, requests of a caller."""

from __future__ import annotations

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
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or len(stated) > len(str(self.most)) or int(stated) > self.most:
            fault = ServiceError("BODY_TOO_LARGE", limit=self.most)
            # The rest of the body is not read, so the connection cannot be used again.
            fault.headers = {"Connection": "close"}
            await problem_response(Request(scope), fault)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                raise ServiceError(
                    "BODY_TOO_LARGE", headers={"Connection": "close"}, limit=self.most
                )
            return message

        await self.app(scope, counted, send)
