"""A village with its plan checked; and a small scenario, village by village, in this process.

Many villages, several processes and machines are the matter of `optimizer.execution.workers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import SolverError
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan


def plan_checked(village: Village, *, seed: int = 0, time_limit_s: float = 20.0) -> VillagePlan:
    """Plan one village and check the plan before anybody sees it.

    Raises
    ------
    SolverError
        When the plan does not pass the independent check: a fault of ours.
    """
    plan = plan_village(village, seed=seed, time_limit_s=time_limit_s)
    violations = verify_plan(village, plan)
    if violations:
        listed = "; ".join(str(violation) for violation in violations[:5])
        raise SolverError(
            f"the plan of village {village.id} breaks {len(violations)} of its own rules: {listed}"
        )
    return plan


def plan_scenario(
    scenario: Scenario,
    *,
    seed: int = 0,
    time_limit_s: float = 20.0,
    on_done: Callable[[VillagePlan], None] | None = None,
) -> Iterator[VillagePlan]:
    """Plan every village and yield the verified plans in the scenario's order.

    Parameters
    ----------
    time_limit_s
        Seconds for each village.
    on_done
        Called with each plan, just before it is yielded.

    Raises
    ------
    SolverError
        When a plan does not pass the independent check: a fault of ours.
    """
    for village in scenario.villages:
        plan = plan_checked(village, seed=seed, time_limit_s=time_limit_s)
        if on_done is not None:
            on_done(plan)
        yield plan
