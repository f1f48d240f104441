"""Figures about the service, for Prometheus; a registry for each application."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

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

        self.webhooks = Counter(
            "liengia_webhooks",
            "Webhooks tried, by what became of them.",
            ["state"],
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self.registry)
