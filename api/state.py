"""What one running service holds, made once; routes get it by ``Here``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.auth.keys import Keys
from api.auth.limits import Limiter
from api.db import Database
from api.http.body_spool import Room
from api.http.metrics import Metrics
from api.jobs.event_stream import Streams
from api.jobs.queue_figures import QueueFigures
from api.jobs.runner import Runner
from api.settings import Settings
from api.tasks.planner_task import Sizes
from api.tasks.worker_pool import TaskLimits as WorkerBounds
from api.tasks.worker_pool import Workers


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Settings, database, processes and figures of a service."""

    settings: Settings
    store: Database
    keys: Keys
    limiter: Limiter
    workers: Workers
    metrics: Metrics
    sizes: Sizes
    runner: Runner
    room: Room
    streams: Streams


def new_state(settings: Settings) -> ServiceState:
    """Make the parts of a service; nothing is started yet."""
    if settings.database_url is None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    store, metrics = Database(settings.url), Metrics()
    metrics.registry.register(QueueFigures(store))
    workers = Workers(
        settings.workers,
        WorkerBounds(
            settings.sync_seconds,
            settings.reading_seconds,
            settings.sync_waiting,
            settings.memory_bytes,
        ),
        metrics,
        spare=settings.spare_workers,
    )
    return ServiceState(
        settings,
        store,
        Keys(store),
        Limiter(settings),
        workers,
        metrics,
        Sizes.of(settings),
        Runner(store, settings, metrics),
        Room.of(settings),
        Streams(settings.max_streams),
    )


async def state_of(request: Request) -> ServiceState:
    """Return the state of the service that a request has come to.

    Never waits; a plain function would be sent to another thread and back for each request.
    """
    return cast("ServiceState", request.app.state.here)


Here = Annotated[ServiceState, Depends(state_of)]
