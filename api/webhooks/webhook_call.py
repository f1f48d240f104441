"""One call of a webhook: looked up once, checked, and connected to just what was checked."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import httpcore
import httpx

from api.webhooks.failures import WebhookFailure
from api.webhooks.target_address import is_public


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """How a call ended; ``status`` where there was an answer."""

    failure: WebhookFailure
    status: int | None = None


class _Inside(Exception):  # noqa: N818 - told as a failure, and to nobody else
    """A host leads inside."""


class _Checked(httpcore.AnyIOBackend):
    """Connects to the very address that was checked, whatever the name leads to a moment later."""

    def __init__(self, *, private: bool) -> None:
        self._private = private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers; one inside spoils them all."""
        addresses = await look_up(host, port)
        if not self._private and not all(map(is_public, addresses)):
            raise _Inside
        fault: Exception = httpcore.ConnectError(host)
        for address in addresses:
            try:
                return await super().connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refusal:
                fault = refusal
        raise fault


async def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, each once."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


async def call(
    url: httpx.URL, headers: Mapping[str, str], body: bytes, *, until: float, private: bool
) -> CallOutcome:
    """Post a body and return what became of it; nothing of the answer but its status is read.

    Parameters
    ----------
    until
        The event loop's time at which the call is given up, whatever it is at.
    """
    try:
        async with asyncio.timeout_at(until):
            return _judged(await _status(url, headers, body, private=private))
    except _Inside:
        return CallOutcome(WebhookFailure.PRIVATE_ADDRESS)
    except (socket.gaierror, UnicodeError):
        return CallOutcome(WebhookFailure.NO_ADDRESS)
    except (TimeoutError, httpcore.TimeoutException):
        return CallOutcome(WebhookFailure.TIMEOUT)
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        return CallOutcome(WebhookFailure.NO_CONNECTION)


async def _status(url: httpx.URL, headers: Mapping[str, str], body: bytes, *, private: bool) -> int:
    """Post over a connection of its own: no proxy, no redirect, no cookie."""
    where = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    named = [("host", url.netloc.decode()), *headers.items()]  # with brackets where it wants them
    async with (
        httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_Checked(private=private)
        ) as pool,
        pool.stream("POST", where, headers=named, content=body) as answer,
    ):
        return int(answer.status)


def _judged(status: int) -> CallOutcome:
    kind = status // 100
    if kind == HTTPStatus.OK // 100:
        return CallOutcome(WebhookFailure.NONE, status)
    if status == HTTPStatus.GONE:
        return CallOutcome(WebhookFailure.GONE, status)
    redirect = kind == HTTPStatus.MULTIPLE_CHOICES // 100
    return CallOutcome(WebhookFailure.REDIRECT if redirect else WebhookFailure.STATUS, status)
