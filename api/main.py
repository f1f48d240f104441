"""The application: made from settings, so that a test can make as many as it likes."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from api.auth.limits import BodyLimit, Pace
from api.http.errors import CatchFaults, install_handlers
from api.http.request_log import RequestLog
from api.http.security_headers import SecurityHeaders
from api.http.whole_files import WholeFiles
from api.idempotency.answer_keeper import KeepAnswers
from api.idempotency.repeats import install_repeats
from api.lifespan import lifespan
from api.openapi import DESCRIPTION, TAGS, describe, operation_id
from api.pages import install_pages
from api.routes import ROUTERS
from api.settings import Settings
from api.state import new_state


def create_app(settings: Settings) -> FastAPI:
    """Make the service."""
    app = FastAPI(
        title="liengia",
        summary="Shares a village's households among its volunteers, and proves what it says.",
        description=DESCRIPTION,
        version=version("liengia"),
        contact={"name": "The makers of liengia"},
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "The service that this file is from"}],
        openapi_tags=TAGS,
        generate_unique_id_function=operation_id,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
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
