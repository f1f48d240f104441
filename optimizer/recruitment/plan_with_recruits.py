"""The plan after recruiting: how many recruits, where they live, and who looks after whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.goals import STAGE_GOALS, is_sum
from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.plan_conversion import add_site_bounds, convert_assignment
from optimizer.assignment.walk_prices import proves
from optimizer.distance import measuring_limits
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, Recruitment
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment.fewest import fewest_recruits, site_reach
from optimizer.recruitment.marginal_gain import order_by_gain
from optimizer.recruitment.recruit_bounds import (
    confirmed_by_plan,
    hired_proof,
    left_out_by_nobody,
    serves_pockets,
)
from optimizer.recruitment.recruits import Recruits
from optimizer.recruitment.siting import (
    SitingRequest,
    SitingResult,
    anywhere,
    expand_recruits,
    site_recruits,
    with_every_place,
    with_recruits,
    with_sites,
)

AFTERWARDS = 0.03
"""Of the time left when recruits are placed: kept for writing down the plan with them."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanWithRecruits:
    """The recruits of a village, its plan with them, and the pairs of households and places."""

    recruitment: Recruitment
    after: Assignment
    near: Reach


def plan_with_recruits(
    village: Village, task: LexicographicProblem, today: Assignment, limits: SearchLimits
) -> PlanWithRecruits:
    """Find the fewest recruits, their places, and the plan with them.

    Parameters
    ----------
    task, today
        The members' problem and their plan.

    Raises
    ------
    Unmeasured
        When the distances to the places are not measured in the time.
    """
    near = site_reach(village, limits=measuring_limits(village, limits))
    fewest = fewest_recruits(village, task.reach, near, limits)
    if not fewest.per_place.any():
        return plan_with_nobody(village, fewest, today, near)
    sited = site_recruits(
        village,
        task,
        near,
        _request(village, task.reach, near, fewest),
        limits.share(1 - AFTERWARDS),
        known=today.person,
    )
    places, worth = order_by_gain(
        task.reach,
        near,
        task.maximum,
        village.rules.max_households,
        np.repeat(np.arange(near.persons), sited.per_place),
    )
    staffed = staffed_problem(village, task, with_recruits(village, task.reach, near, places))
    found = _in_planners_order(village, staffed, sited, places, limits)
    fewest = confirmed_by_plan(village, fewest, found, today, len(places))
    first = {Stage.SERVE: fewest.unserved, Stage.RECRUIT: hired_proof(fewest, len(places))}
    free = replace(staffed, reach=with_every_place(task.reach, near, len(places)))
    proofs = add_site_bounds(free, found, sited.assigned, first)
    prices = sited.assigned.prices
    if prices is not None:
        everywhere = with_sites(village, task, near, anywhere(village, near, len(places))).problem
        prices = prices if proves(everywhere, found.person, proofs, prices) else None
    solution = LexicographicSolution(found.person, proofs, prices=prices)
    return PlanWithRecruits(
        Recruitment(fewest.needed, fewest.by, places, worth, fewest.pockets),
        convert_assignment(village, staffed, solution, places),
        near,
    )


def _request(village: Village, reach: Reach, near: Reach, fewest: Recruits) -> SitingRequest:
    """Return the recruits to be placed, with the pockets that hold for every plan."""
    certain = fewest.needed.proven and int(fewest.per_place.sum()) == fewest.needed.value
    pockets = fewest.pockets if serves_pockets(village, reach, near, fewest) else ()
    return SitingRequest(fewest.per_place, certain, pockets)


def plan_with_nobody(
    village: Village, fewest: Recruits, today: Assignment, near: Reach
) -> PlanWithRecruits:
    """Return today's plan as the plan after recruiting nobody: none would help, or none may be."""
    none = np.empty(0, np.int64)
    first = {
        Stage.SERVE: left_out_by_nobody(village, fewest, today),
        Stage.RECRUIT: hired_proof(fewest, 0),
    }
    after = replace(today, proofs={**first, **today.proofs, **first})
    recruitment = Recruitment(fewest.needed, fewest.by, none, none, fewest.pockets)
    return PlanWithRecruits(recruitment, after, near)


def staffed_problem(
    village: Village, task: LexicographicProblem, reach: Reach
) -> LexicographicProblem:
    """Return the task with the recruits as persons, who have the village's window."""
    recruits, rules = reach.persons - len(village.members), village.rules
    return replace(
        task,
        reach=reach,
        minimum=np.append(task.minimum, np.full(recruits, rules.min_households)),
        maximum=np.append(task.maximum, np.full(recruits, rules.max_households)),
        persons=np.arange(reach.persons),
    )


def _in_planners_order(
    village: Village,
    staffed: LexicographicProblem,
    sited: SitingResult,
    places: Ints,
    limits: SearchLimits,
) -> LexicographicSolution:
    """Return the plan at these places: sums found them; any other order shares them anew."""
    person = expand_recruits(village, sited.assigned.person, places)
    if all(is_sum(stage) and STAGE_GOALS[stage].sited for stage in staffed.stages):
        return LexicographicSolution(person, sited.assigned.proofs)
    return solve_lexicographic(staffed, limits, known=person)
