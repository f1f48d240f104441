"""Every group of addresses is a file with a ``router``; routes translate and nothing else."""

from api.routes import health, optimize, presets, validate, verify

ROUTERS = (
    optimize.router,
    validate.router,
    verify.router,
    presets.router,
    health.router,
)

__all__ = ["ROUTERS"]
