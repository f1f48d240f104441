"""Figures about the service, for Prometheus; a registry for each application."""

from __future__ import annotations

import platform
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What is counted."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "liengia_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "liengia_request_seconds",
            "Time until a request was answered.",
            ["method", "route"],
            registry=self.registry,
        )
        self.under_way = Gauge(
            "liengia_requests_under_way", "Requests under way.", registry=self.registry
        )
        self.workers_lost = Counter(
            "liengia_workers_lost",
            "Processes that ended while they worked on a request.",
            registry=self.registry,
        )
        self.villages = Counter(
            "liengia_villages_planned",
            "Villages of jobs that this service planned, by what became of them.",
            ["outcome"],
            registry=self.registry,
        )
        self.planning_seconds = Counter(
            "liengia_planning_seconds",
            "Seconds by the clock that processes planned villages of jobs; failed ones left out.",
            registry=self.registry,
        )
        self.webhooks = Counter(
            "liengia_webhooks",
            "Webhooks tried, by what became of them.",
            ["state"],
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        build = Info("liengia_build", "What runs.", registry=self.registry)
        build.info(
            {
                "version": version("liengia"),
                "python": platform.python_version(),
                "ortools": version("ortools"),
            }
        )

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self.registry)
