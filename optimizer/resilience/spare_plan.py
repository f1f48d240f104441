"""The plan after recruiting so many that everybody is still served whoever leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.leximax import SteppedValue
from optimizer.assignment.plan_conversion import add_site_bounds, convert_assignment
from optimizer.distance import measuring_limits
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, Recruitment
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment.fewest import site_reach
from optimizer.recruitment.marginal_gain import order_by_gain
from optimizer.recruitment.plan_with_recruits import (
    AFTERWARDS,
    PlanWithRecruits,
    plan_with_nobody,
    plan_with_recruits,
    staffed_problem,
)
from optimizer.recruitment.recruits import Recruits
from optimizer.recruitment.siting import (
    SitingRequest,
    site_recruits,
    with_every_place,
    with_recruits,
)
from optimizer.resilience.fewest_spare import FewestWithSpare

SITING = 0.6
"""Share of the time left for the places, before they are made to hold whoever leaves."""


def plan_with_spare(
    village: Village,
    task: LexicographicProblem,
    today: Assignment,
    found: FewestWithSpare | None,
    limits: SearchLimits,
) -> PlanWithRecruits:
    """Make the plan with recruits to spare.

    Where no number is enough, or there may not be so many, as many are recruited as let everybody
    be served, and the number that would be needed is stated.

    Parameters
    ----------
    task, today
        The members' problem and their plan.
    found
        The fewest recruits for it; None where no number is enough.
    """
    most = village.rules.max_recruits
    if found is None:
        return plan_with_recruits(village, task, today, limits)
    if most is not None and found.needed.value > most:
        made = plan_with_recruits(village, task, today, limits)
        return replace(
            made, recruitment=replace(made.recruitment, needed=found.needed, by="search")
        )
    fewest = found.recruits(limits)
    near = site_reach(village, limits=measuring_limits(village, limits))
    if not fewest.per_place.any():
        return plan_with_nobody(village, fewest, today, near)
    certain = fewest.needed.proven and not len(village.locked)
    sited = site_recruits(
        village,
        task,
        near,
        SitingRequest(fewest.per_place, certain),
        limits.share(SITING * (1 - AFTERWARDS)),
        known=today.person,
    )
    per_place = found.hold(sited.per_place, limits)
    return _made(village, task, near, fewest, per_place, sited.assigned, limits)


def _made(
    village: Village,
    task: LexicographicProblem,
    near: Reach,
    fewest: Recruits,
    per_place: Ints,
    sited: LexicographicSolution,
    limits: SearchLimits,
) -> PlanWithRecruits:
    """Share the households among members and recruits at these places."""
    places, worth = order_by_gain(
        task.reach,
        near,
        task.maximum,
        village.rules.max_households,
        np.repeat(np.arange(near.persons), per_place),
    )
    staffed = staffed_problem(village, task, with_recruits(village, task.reach, near, places))
    found = solve_lexicographic(staffed, limits)
    first = {Stage.SERVE: fewest.unserved, Stage.RECRUIT: fewest.needed}
    free = replace(staffed, reach=with_every_place(task.reach, near, len(places)))
    proofs = add_site_bounds(free, found, _comparable(found, sited), first)
    return PlanWithRecruits(
        Recruitment(fewest.needed, fewest.by, places, worth, fewest.pockets),
        convert_assignment(village, staffed, LexicographicSolution(found.person, proofs), places),
        near,
    )


def _comparable(
    found: LexicographicSolution, sited: LexicographicSolution
) -> LexicographicSolution:
    """Return the bounds of any places that hold for this plan.

    A stage's bound is one of plans that are as good in the stages before it; the places that hold
    whoever leaves may be worse there, and bound nothing afterwards.
    """
    proofs, equal = {}, True
    steps = dict(sited.steps)
    for stage in found.proofs:
        other = sited.proofs.get(stage)
        if equal and other is not None:
            proofs[stage] = other
            equal = _as_good(stage, found, sited) or stage is Stage.SERVE
        elif stage in found.steps:
            values = found.steps[stage].values
            steps[stage] = SteppedValue(values, np.zeros_like(values))
    return LexicographicSolution(sited.person, proofs, steps)


def _as_good(stage: Stage, found: LexicographicSolution, sited: LexicographicSolution) -> bool:
    """Tell whether two plans have the same value in a stage."""
    if stage in found.steps:
        return np.array_equal(found.steps[stage].values, sited.steps[stage].values)
    return found.proofs[stage].value == sited.proofs[stage].value
