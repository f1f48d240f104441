"""Logs: one JSON object a line on standard error, with the request's id and never its body."""

from __future__ import annotations

import logging
import re
import sys
import time
from secrets import token_hex

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import Processor

from api.http.metrics import Metrics

_GIVEN = re.compile(rb"[A-Za-z0-9_-]{1,64}")
_LOG = structlog.get_logger("liengia")


def configure_logs() -> None:
    """Write what the service and its libraries say as lines of JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("alembic", "httpx", "distributed"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


class RequestLog:
    """Gives every request an id, counts it and writes one line about it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and say how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"")
        scope["request_id"] = given.decode() if _GIVEN.fullmatch(given) else token_hex(8)
        structlog.contextvars.bind_contextvars(request_id=scope["request_id"])
        status, start = 500, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", scope["request_id"].encode()))
            await send(message)

        try:
            with self.metrics.under_way.track_inprogress():
                await self.app(scope, receive, noted)
        finally:
            self._told(scope, status, time.perf_counter() - start)
            structlog.contextvars.unbind_contextvars("request_id")

    def _told(self, scope: Scope, status: int, seconds: float) -> None:
        """Count and log by the route's pattern: an address may hold a village's name."""
        pattern = getattr(scope.get("route"), "path", "") or "none"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.requests.labels(method, pattern, str(status)).inc()
        self.metrics.seconds.labels(method, pattern).observe(seconds)
        principal = scope.get("principal")
        _LOG.info(
            "request",
            method=method,
            route=pattern,
            status=status,
            ms=round(seconds * 1000, 1),
            key=getattr(principal, "key_id", ""),
        )


_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
