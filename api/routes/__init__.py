"""Every group of addresses is a file with a ``router``; routes translate and nothing else."""

from api.routes import (
    exports,
    health,
    jobs,
    optimize,
    presets,
    results,
    scenarios,
    screen,
    validate,
    verify,
    webhooks,
)

ROUTERS = (
    optimize.router,
    validate.router,
    verify.router,
    screen.router,
    presets.router,
    scenarios.router,
    results.router,
    exports.router,
    jobs.router,
    webhooks.router,
    health.router,
)

__all__ = ["ROUTERS"]
