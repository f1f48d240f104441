"""Connections: how long and how large a head may be, and how long a reader may keep one waiting.

The server below knows neither: it waits for ever for the end of a head, takes one of any size, and
keeps a connection whose reader has stopped. Here every connection is looked at once in a while.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.http.errors import ServiceError, problem_response
from api.http.outstanding_answers import Outstanding, bytes_in_system
from api.settings import Settings

_LOOKS = 8
"""Looks at a connection within its shortest time limit."""
_MOST_BETWEEN_S = 1.0


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What a connection may take; each is a setting of the same name."""

    head_seconds: float
    stall_seconds: float
    slowest_bytes_s: int
    max_head_bytes: int
    max_headers: int
    max_connections: int
    max_address_connections: int
    max_pipelined: int

    @classmethod
    def of(cls, settings: Settings) -> ConnectionLimits:
        """Take them from the settings."""
        return cls(**{name: getattr(settings, name) for name in cls.__slots__})

    @property
    def look_every_s(self) -> float:
        """Seconds between two looks at a connection."""
        return min(_MOST_BETWEEN_S, min(self.head_seconds, self.stall_seconds) / _LOOKS)


def protocol_with(limits: ConnectionLimits) -> type[asyncio.Protocol]:
    """Return the protocol of a server whose connections keep to these limits."""
    addresses = Counter[str]()
    numbers = count()

    class Protocol(BoundedProtocol):
        def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the server's
            super().__init__(limits, addresses, next(numbers), *args, **options)

    return Protocol


class BoundedProtocol(HttpToolsProtocol):
    """HTTP over one connection, within limits."""

    def __init__(
        self,
        limits: ConnectionLimits,
        addresses: Counter[str],
        number: int,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits, self._addresses = limits, addresses
        self._look: asyncio.TimerHandle | None = None
        self._head_since: float | None = None
        self._outstanding = Outstanding(limits.stall_seconds, limits.slowest_bytes_s)
        self._inside_head, self._head_bytes, self._unaccounted = False, 0, 0
        self._counted, self._number = "", number

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head; refuse one connection too many."""
        super().connection_made(transport)
        self._counted = self.client[0] if self.client else ""
        self._addresses[self._counted] += 1
        self._head_since = self.loop.time()
        self._look_later()
        if len(self.connections) > self._limits.max_connections or self._too_many_of_address():
            self._make_room()

    def _make_room(self) -> None:
        """Close the oldest of the connections that wait without a request, or this one."""
        idle = [
            other
            for other in self.connections
            if isinstance(other, BoundedProtocol)
            and other is not self
            and other._waits()  # noqa: SLF001 - one of its own kind
            and (other._counted == self._counted or not self._too_many_of_address())  # noqa: SLF001 - likewise
        ]
        if idle:
            min(idle, key=lambda other: other._number).transport.abort()  # noqa: SLF001 - likewise
        else:
            self._refuse(b"503 Service Unavailable", b"Too many connections; come back.", b"2")

    def _waits(self) -> bool:
        """Tell whether nothing would be lost with this connection but a head."""
        return self._idle() and not self.transport.is_closing()

    def _too_many_of_address(self) -> bool:
        """Tell whether one address has all it may have; a proxy on this machine speaks for many."""
        if self._addresses[self._counted] <= self._limits.max_address_connections:
            return False
        try:
            return not ip_address(self._counted).is_loopback
        except ValueError:  # a socket of the file system
            return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._look is not None:
            self._look.cancel()
            self._look = None
        self._unset_keepalive_if_required()
        self._addresses[self._counted] -= 1
        if not self._addresses[self._counted]:
            del self._addresses[self._counted]
        while self.pipeline:  # nobody waits for those any more
            self.pipeline.pop()
        super().connection_lost(exc)

    # What comes in.

    def data_received(self, data: bytes) -> None:
        """Read on, and count what is neither an accepted head nor a body."""
        if self.transport.is_closing():
            return
        self._unaccounted += len(data)
        super().data_received(data)
        if self.transport.is_closing() or self.parser is None:
            return
        if self._unaccounted > self._limits.max_head_bytes:
            self._refuse(b"431 Request Header Fields Too Large", b"The head is too large.")
        elif self._head_since is None and self._idle():
            # Whatever came is no whole head: it has as long as a first one.
            self._head_since = self.loop.time()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._inside_head, self._head_bytes = True, 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self._head_bytes += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; those behind a body (trailers) are left out."""
        self._head_bytes += len(name) + len(value)
        if self._inside_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Answer a request whose head is whole."""
        self._inside_head, self._unaccounted, self._head_since = False, 0, None
        refused = self._refused_head()
        self.app = refused or self.config.loaded_app
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._unaccounted = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._unaccounted = 0
        super().on_message_complete()

    def _refused_head(self) -> Callable[[Scope, Receive, Send], Any] | None:
        """Return what refuses a head that is too large, or says two things at once."""
        if len(self.pipeline) >= self._limits.max_pipelined:
            raise _TooManyAtOnceError
        most = self._limits.max_head_bytes
        if self._head_bytes > most:
            return _refusing("HEAD_TOO_LARGE", limit=most, unit="bytes")
        if len(self.headers) > self._limits.max_headers:
            return _refusing("HEAD_TOO_LARGE", limit=self._limits.max_headers, unit="headers")
        return None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; where an answer to something else is under way, close."""
        if self._idle():
            super().send_400_response(msg)
        else:
            self.transport.abort()

    def _idle(self) -> bool:
        """Tell whether no request is under way."""
        return not self.pipeline and (self.cycle is None or self.cycle.response_complete)

    # What goes out.

    def resume_writing(self) -> None:
        """Note that the reader goes on."""
        self._outstanding.begin_anew()
        super().resume_writing()

    def _look_later(self) -> None:
        self._look = self.loop.call_later(self._limits.look_every_s, self._look_now)

    def _look_now(self) -> None:
        """End a connection whose head does not come, or whose answer is not taken."""
        now = self.loop.time()
        limits = self._limits
        if self._outstanding.stands_still(self._left_to_send(), now):
            self.transport.abort()
            return
        self._look_later()
        if self.transport.is_closing():
            return
        if self._head_since is not None and now - self._head_since > limits.head_seconds:
            self._refuse(b"408 Request Timeout", b"The head of the request did not come in time.")

    def _left_to_send(self) -> int:
        """Return the bytes that the reader has not taken, here and in the system."""
        return self.transport.get_write_buffer_size() + bytes_in_system(self.transport)

    def _refuse(self, status: bytes, words: bytes, retry_s: bytes = b"") -> None:
        """Answer without any request, and close; under an answer to another one only close."""
        if self._idle():
            retry = b"retry-after: " + retry_s + b"\r\n" if retry_s else b""
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\ncontent-type: text/plain; charset=utf-8\r\n"
                b"content-length: "
                + str(len(words)).encode()
                + b"\r\n"
                + retry
                + b"connection: close\r\n\r\n"
                + words
            )
            self.transport.close()
        else:
            self.transport.abort()


class _TooManyAtOnceError(Exception):
    """A connection has sent too many requests without waiting for an answer; parsing ends."""


def _refusing(code: str, limit: int, unit: str) -> Callable[[Scope, Receive, Send], Any]:
    """Return an application that refuses whatever it is asked."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        fault = ServiceError(code, headers={"Connection": "close"}, limit=limit, unit=unit)
        await problem_response(Request(scope), fault)(scope, receive, send)

    return refuse
