"""What the processes do with a request that may be answered at once, or become a job."""

from __future__ import annotations

from dataclasses import replace

from api.db.scenario_queries import PreparedScenario
from api.tasks.planner_task import Sizes, TooLarge, optimize
from api.tasks.scenario_task import prepare_scenario
from optimizer.execution.workers import JobSpec

_NEVER = -1


def answer(body: bytes, sizes: Sizes, ask: JobSpec, *, at_once: bool) -> bytes | PreparedScenario:
    """Return the response JSON, or the scenario to be kept where it is to become a job.

    Parameters
    ----------
    at_once
        Whether a small request is to be answered right away.

    Raises
    ------
    ServiceError
        When the body is no JSON, no scenario, or larger than is taken at all.
    """
    wanted = sizes if at_once else replace(sizes, at_once=_NEVER)
    made = optimize(body, wanted, ask)
    return prepare_scenario(made.scenario, sizes) if isinstance(made, TooLarge) else made
