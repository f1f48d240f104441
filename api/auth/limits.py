"""How much, how often: bytes of a body, requests of a caller."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.keys import Principal
from api.http.body_spool import SPOOL
from api.http.errors import ServiceError, problem_response
from api.settings import Settings


class Limiter:
    """Counts the requests of every key, and of every address where the service is open."""

    def __init__(self, settings: Settings) -> None:
        self._limit, self._wrong = parse(settings.rate_limit), parse(settings.wrong_key_limit)
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def hit(self, request: Request, principal: Principal) -> None:
        """Count a request and leave the figures for the ``RateLimit`` headers.

        Raises
        ------
        ServiceError
            ``RATE``, with ``Retry-After``.
        """
        caller = principal.key_id or _caller(request)
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

    def hit_wrong(self, request: Request) -> None:
        """Count a wrong key of an address; right ones of the same address are not looked at.

        Raises
        ------
        ServiceError
            ``WRONG_KEYS``, with ``Retry-After``.
        """
        caller = f"wrong {_caller(request)}"
        if self._window.hit(self._wrong, caller):
            return
        reset, _ = self._window.get_window_stats(self._wrong, caller)
        seconds = max(1, ceil(reset - time.time()))
        headers = {"Retry-After": str(seconds)}
        raise ServiceError("WRONG_KEYS", headers=headers, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Pace:
    """How slowly a body may come in."""

    stall_seconds: float = 30.0
    slowest_bytes_s: int = 500

    @property
    def least_bytes(self) -> int:
        """Bytes that must come while the service waits for `stall_seconds`, or the whole rest."""
        return max(1, round(self.stall_seconds * self.slowest_bytes_s))


def _caller(request: Request) -> str:
    """Return the address that asks; of IPv6 the network, as whoever has one has all of it."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else host  # noqa: PLR2004 - the protocol's


class BodyLimit:
    """Refuses a body that is too large: by its stated length, and again as it comes in."""

    def __init__(self, app: ASGIApp, most_bytes: int, pace: Pace | None = None) -> None:
        self.app, self.most, self.pace = app, most_bytes, pace or Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(receive, self.most, self.pace)
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
        try:
            await self.app(scope, body.read, body.lingering(send))
        finally:
            if SPOOL in scope:
                await run_in_threadpool(scope[SPOOL].close)


class _Body:
    """The body of one request as it comes in."""

    def __init__(self, receive: Receive, most: int, pace: Pace) -> None:
        self._receive, self._most, self._pace = receive, most, pace
        self._taken, self._whole, self._refused = 0, False, False
        self._waited_s, self._paced = 0.0, 0
        self._answered = False

    async def read(self) -> Message:
        """Return the next part.

        Raises
        ------
        ServiceError
            ``BODY_TOO_LARGE``, or ``BODY_STALLED`` where it does not come.
        """
        message = await (self._next() if self._whole else self._paced_next())
        if self._taken > self._most:
            raise self.refuse()
        return message

    async def _paced_next(self) -> Message:
        """Return the next part of a body that keeps to the pace; what we are at does not count."""
        start = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self._pace.stall_seconds - self._waited_s)):
                message = await self._next()
        except TimeoutError:
            return self._stalled()
        self._waited_s += time.monotonic() - start
        self._paced += len(message.get("body", b""))
        if self._paced >= self._pace.least_bytes:
            self._waited_s, self._paced = 0.0, 0
        return message

    def _stalled(self) -> Message:
        """Refuse to wait longer; where there is an answer already, its caller has gone."""
        if self._answered:
            self._whole = True
            return {"type": "http.disconnect"}
        raise ServiceError(
            "BODY_STALLED",
            headers={"Connection": "close"},
            seconds=self._pace.stall_seconds,
            least=self._pace.least_bytes,
        )

    def refuse(self) -> ServiceError:
        """Return the refusal; the connection cannot be used again, as the rest is not read."""
        self._refused = True
        return ServiceError("BODY_TOO_LARGE", headers={"Connection": "close"}, limit=self._most)

    def lingering(self, send: Send) -> Send:
        """Send a refusal whole, and end only when the caller had time to see it.

        A connection that is closed while its caller still sends is reset, and the answer is lost.
        """

        async def sending(message: Message) -> None:
            self._answered = True
            if message["type"] == "http.response.start":
                self._refused = self._refused or _closes(message)
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


def _closes(start: Message) -> bool:
    """Tell whether an answer is the last of its connection."""
    return any(
        name.lower() == b"connection" and value.lower() == b"close"
        for name, value in start.get("headers", ())
    )


_DRAIN_S, _SILENCE_S = 10.0, 2.0
_DRAIN_TIMES = 32
