"""The application: made from settings, so that a test can make as many as it likes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib.metadata import version

import structlog
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import is_open
from api.auth.limits import BodyLimit, Pace
from api.background.webhook_sender import webhooks_beside
from api.db import upgrade
from api.db.retention import purging_beside
from api.http.errors import CatchFaults, install_handlers
from api.http.request_log import RequestLog
from api.http.security_headers import SecurityHeaders
from api.http.temporary_files import choose_folder, remove_stale
from api.http.whole_files import WholeFiles
from api.idempotency.answer_keeper import KeepAnswers
from api.idempotency.repeats import install_repeats
from api.lifespan import jobs_beside
from api.openapi import describe
from api.pages import install_pages
from api.routes import ROUTERS
from api.settings import Settings
from api.state import State, new_state

_LOG = structlog.get_logger("liengia")

BACKGROUND: tuple[Callable[[State], AbstractAsyncContextManager[None]], ...] = (
    jobs_beside,
    webhooks_beside,
    purging_beside,
)
"""What runs beside the requests: each is entered after the processes, and left before them."""


def create_app(settings: Settings) -> FastAPI:
    """Make the service."""
    app = FastAPI(
        title="liengia",
        summary="Shares a village's households among its volunteers, and proves what it says.",
        version=version("liengia"),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    here = new_state(settings)
    app.state.here, app.state.keys, app.state.limiter = here, here.keys, here.limiter
    for router in ROUTERS:
        app.include_router(router)
    install_pages(app)
    install_handlers(app)
    install_repeats(app)
    describe(app)
    # From the inside out.
    app.add_middleware(KeepAnswers)
    app.add_middleware(CatchFaults)
    pace = Pace(settings.stall_seconds, settings.slowest_bytes_s)
    app.add_middleware(BodyLimit, most_bytes=settings.max_body_bytes, pace=pace)
    app.add_middleware(WholeFiles)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog, metrics=here.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Bring the database up to date, start the processes, and end everything in turn."""
    here: State = app.state.here
    choose_folder()
    if removed := await run_in_threadpool(remove_stale):
        _LOG.info("temporary", removed=removed)
    async with AsyncExitStack() as running:
        running.callback(here.store.close)
        await run_in_threadpool(upgrade, here.store)
        running.callback(here.workers.close)
        await here.workers.start(reserve=not await run_in_threadpool(is_open, here.store))
        for start in BACKGROUND:
            await running.enter_async_context(start(here))
        yield
