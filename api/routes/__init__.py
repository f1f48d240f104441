"""Every group of addresses is a file with a ``router``; routes translate and nothing else."""

from api.routes import (
    approvals,
    budgets,
    exports,
    hand_changes,
    health,
    jobs,
    optimize,
    pilots,
    plans_in_force,
    presets,
    printing,
    replanning,
    results,
    scenario_changes,
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
    budgets.router,
    scenario_changes.router,
    printing.router,
    hand_changes.router,
    results.router,
    approvals.router,
    plans_in_force.router,
    replanning.router,
    pilots.router,
    exports.router,
    jobs.router,
    webhooks.router,
    health.router,
)

__all__ = ["ROUTERS"]
