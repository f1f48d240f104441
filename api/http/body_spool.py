"""Bodies as they come in: small ones in memory, others in a file, all together within bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Concatenate, ParamSpec, TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.http.errors import ServiceError
from api.http.temporary_files import scratch
from api.settings import Settings

Given = ParamSpec("Given")
Made = TypeVar("Made")

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Body:
    """A whole body, which may be sent to another process: its bytes, or the file that has them."""

    size: int
    content: bytes | Path

    def read(self) -> bytes:
        """Return the bytes."""
        return self.content.read_bytes() if isinstance(self.content, Path) else self.content

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes part by part."""
        source = (
            BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")
        )
        with source:
            while chunk := source.read(_CHUNK):
                yield chunk


@dataclass(slots=True)
class ByteShare:
    """So many bytes for all tenants together, and half of them for one at most."""

    most: int
    _taken: Counter[str] = field(default_factory=Counter)

    def take(self, tenant: str, count: int) -> bool:
        """Take bytes for a tenant; False where there are none left for it."""
        if self._taken[tenant] + count > self.most // 2 or self.total + count > self.most:
            return False
        self._taken[tenant] += count
        return True

    def give_back(self, tenant: str, count: int) -> None:
        """Give bytes back."""
        self._taken[tenant] -= count
        if not self._taken[tenant]:
            del self._taken[tenant]

    @property
    def total(self) -> int:
        """The bytes that are taken."""
        return self._taken.total()


@dataclass(frozen=True, slots=True)
class Room:
    """Memory and disk for all bodies of a service that are under way.

    Parameters
    ----------
    small
        Bytes up to which a body is held in memory.
    """

    memory: ByteShare
    disk: ByteShare
    small: int

    @classmethod
    def of(cls, settings: Settings) -> Room:
        """Take the sizes from the settings."""
        memory, disk = ByteShare(settings.body_memory_bytes), ByteShare(settings.body_disk_bytes)
        return cls(memory, disk, settings.small_body_bytes)


class Spool:
    """Takes one body in, and lets go of it when its request is over."""

    def __init__(self, room: Room, tenant: str) -> None:
        self._room, self._tenant = room, tenant
        self._held, self._in_memory, self._on_disk = bytearray(), 0, 0
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._open = ExitStack()
        self.body: Body | None = None

    async def add(self, part: bytes) -> None:
        """Take a part.

        Raises
        ------
        ServiceError
            ``BODIES_FULL`` where there is no room for it.
        """
        fits = self._file is None and self._in_memory + len(part) <= self._room.small
        if fits and self._room.memory.take(self._tenant, len(part)):
            self._in_memory += len(part)
            self._held += part
        else:
            await self._add_to_file(part)

    async def _add_to_file(self, part: bytes) -> None:
        """Write a part, and before the first one what was held in memory."""
        held, first = bytes(self._held), self._file is None
        if not self._room.disk.take(self._tenant, len(held) + len(part)):
            raise _full()
        self._on_disk += len(held) + len(part)
        if first:
            await run_in_threadpool(self._make_file)
            self._let_go_of_memory()
        await run_in_threadpool(self._write, held + part)

    def _make_file(self) -> None:
        self._path = self._open.enter_context(scratch()) / "body"
        self._file = self._open.enter_context(self._path.open("wb", buffering=0))

    def _write(self, part: bytes) -> None:
        assert self._file is not None
        left = memoryview(part)
        while left:
            left = left[self._file.write(left) :]

    def end(self) -> Body:
        """Return the whole body."""
        content = bytes(self._held) if self._path is None else self._path
        self._held.clear()
        self.body = Body(self._in_memory + self._on_disk, content)
        return self.body

    def close(self) -> None:
        """Delete the file and give the room back."""
        self.body = None
        self._let_go_of_memory()
        self._open.close()
        self._room.disk.give_back(self._tenant, self._on_disk)
        self._on_disk = 0

    def _let_go_of_memory(self) -> None:
        self._held.clear()
        self._room.memory.give_back(self._tenant, self._in_memory)
        self._in_memory = 0


async def body_of_request(request: Request) -> Body:
    """Return the body of a request, whole; it is there as long as the request is under way.

    Raises
    ------
    ServiceError
        ``BODIES_FULL`` where there is no room for it, or what `limits` refuses.
    """
    spool: Spool | None = request.scope.get(SPOOL)
    if spool is not None and spool.body is not None:
        return spool.body
    spool = Spool(request.app.state.here.room, request.scope["principal"].tenant)
    request.scope[SPOOL] = spool
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        if part := message.get("body", b""):
            await spool.add(part)
        more = message.get("more_body", False)
    return spool.end()


def with_body(
    make: Callable[Concatenate[bytes, Given], Made],
    body: Body,
    *args: Given.args,
    **options: Given.kwargs,
) -> Made:
    """Return ``make(...)`` with the bytes of a body; for the processes, which read them."""
    return make(body.read(), *args, **options)


SPOOL = "spool"
"""Where a request's scope has its body, for who ends the request."""


def _full() -> ServiceError:
    return ServiceError("BODIES_FULL", headers={"Retry-After": "5", "Connection": "close"})
