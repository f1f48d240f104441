"""Jobs beside the requests of a service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from fastapi.concurrency import run_in_threadpool

from api.state import State


@asynccontextmanager
async def jobs_beside(here: State) -> AsyncIterator[None]:
    """Run jobs beside the requests; at the end their claims are given back."""
    runner = here.runner
    thread = Thread(target=runner.run, name="jobs")
    thread.start()
    try:
        yield
    finally:
        runner.ending.set()
        runner.wake()
        await run_in_threadpool(thread.join)
