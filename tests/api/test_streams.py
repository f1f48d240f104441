"""Streams of events: so many for each tenant, counted for as long as they are open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sse_starlette import ServerSentEvent

from api.http.errors import ServiceError
from api.jobs.event_stream import Streams


async def endless() -> AsyncIterator[ServerSentEvent]:
    while True:
        yield ServerSentEvent("x")


def test_that_a_tenant_has_so_many_streams() -> None:
    """Tests that one stream too many is refused, another tenant's is not, and a closed one ends."""

    async def opened() -> None:
        streams = Streams(2)
        own = [streams.counted("a", endless()) for _ in range(3)]
        for one in own[:2]:
            streams.check("a")
            await anext(one)
        with pytest.raises(ServiceError) as caught:
            streams.check("a")
        assert (caught.value.code, caught.value.status_code) == ("TOO_MANY_STREAMS", 429)
        assert [event async for event in own[2]] == []
        streams.check("b")
        await own[0].aclose()  # type: ignore[attr-defined]  # it is a generator
        streams.check("a")

    asyncio.run(opened())
