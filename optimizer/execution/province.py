"""A village with its plan checked; and a small scenario, village by village, in this process.

Many villages, several processes and machines are the matter of `optimizer.execution.workers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import SolverError
from optimizer.execution.effort_steps import (
    Step,
    better_plan,
    effort_steps,
    is_settled,
)
from optimizer.execution.workers.job_spec import JobSpec
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan


def plan_checked(
    village: Village,
    *,
    seed: int = 0,
    time_limit_s: float | None = None,
    gap: float = 0.0,
) -> VillagePlan:
    """Plan one village and check the plan before anybody sees it.

    Parameters
    ----------
    time_limit_s
        Seconds of one search; None for searches that grow longer until the plan is good enough
        (`effort_steps`).
    gap
        (value - bound) / value of the walk that is good enough.

    Raises
    ------
    SolverError
        When the plan does not pass the independent check: a fault of ours.
    """
    steps = effort_steps() if time_limit_s is None else (Step(time_limit_s, time_limit_s),)
    return plan_in_steps(village, steps, seed=seed, gap=gap)


def plan_asked(village: Village, ask: JobSpec) -> VillagePlan:
    """Plan a village as it is asked for."""
    return plan_in_steps(village, ask.steps, seed=ask.seed, gap=ask.gap)


def plan_in_steps(
    village: Village, steps: Sequence[Step], *, seed: int = 0, gap: float = 0.0
) -> VillagePlan:
    """Plan one village with one search after the other until it is settled, and check the plan.

    Raises
    ------
    SolverError
        When the plan does not pass the independent check.
    """
    plan: VillagePlan | None = None
    for step in steps:
        found = plan_village(
            village,
            seed=seed,
            time_limit_s=step.time_limit_s,
            effort=step.effort,
            measuring_s=step.measuring_s,
            gap=max(gap, step.gap),
        )
        plan = found if plan is None else better_plan(plan, found)
        if is_settled(plan, gap):
            break
    if plan is None:
        raise SolverError("no search was asked for")
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
    time_limit_s: float | None = None,
    gap: float = 0.0,
    on_done: Callable[[VillagePlan], None] | None = None,
) -> Iterator[VillagePlan]:
    """Plan every village and yield the verified plans in the scenario's order.

    Parameters
    ----------
    time_limit_s, gap
        For each village; see `plan_checked`.
    on_done
        Called with each plan, just before it is yielded.

    Raises
    ------
    SolverError
        When a plan does not pass the independent check: a fault of ours.
    """
    for village in scenario.villages:
        plan = plan_checked(village, seed=seed, time_limit_s=time_limit_s, gap=gap)
        if on_done is not None:
            on_done(plan)
        yield plan
