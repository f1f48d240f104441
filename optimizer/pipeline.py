"""From a village to its plan: the one place that knows the order."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from optimizer.assignment.lexicographic import (
    LexicographicSolution,
    plan_without_minimum,
    solve_lexicographic,
)
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.plan_conversion import (
    add_site_bounds,
    convert_assignment,
    members_problem,
)
from optimizer.diagnosis.baselines import baselines
from optimizer.diagnosis.relaxations import beyond_limit, relaxations
from optimizer.diagnosis.verdicts import verdict
from optimizer.distance import is_plain
from optimizer.distance.reach import Reach, village_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED, Assignment, Proof, Recruitment, Relaxations, VillagePlan
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.large_villages.large_plan import plan_large
from optimizer.large_villages.village_size import is_large
from optimizer.recruitment import Recruits, fewest_recruits, order_by_gain, site_reach
from optimizer.recruitment.siting import (
    SitingRequest,
    SitingResult,
    expand_recruits,
    site_recruits,
    with_every_place,
    with_recruits,
)

AFTERWARDS = 0.03
"""Of the time left when recruits are placed: kept for writing down the plan with them."""
MEASURING_S = 0.3
"""Processor seconds that distances may always take, though a search took all the time."""


def plan_village(village: Village, *, seed: int = 0, time_limit_s: float = 20.0) -> VillagePlan:
    """Plan one village: today's members first, then with recruits where somebody is left out.

    Parameters
    ----------
    time_limit_s
        For the whole village; half of it for today where a plan after recruiting is sure to
        follow. What is not proven by then keeps its bound and says so. It is also the effort of
        each search, which is counted, and ends most searches before the time does: so that the
        same request has the same answer on a slower machine.

    Raises
    ------
    Unmeasured
        When the distances that a plan needs are not measured in the time.
    """
    started_s = time.monotonic()
    limits = SearchLimits.lasting(time_limit_s, seed=seed, effort=time_limit_s)
    if is_large(village, limits):
        return plan_large(village, limits)
    reach = village_reach(village, limits=_measuring(village, limits))
    task = members_problem(village, reach)
    first = plan_without_minimum(task)
    # Today's plan of such a village is a matter of metres, while the one after, short of time, has
    # exceptions that nobody needs.
    planned_twice = village.rules.recruiting and bool((first == UNSERVED).any())
    mine = limits.within(limits.left_s - time_limit_s / 2) if planned_twice else limits
    found = solve_lexicographic(task, mine, first=first)
    today = convert_assignment(village, task, found)
    short = len(today.unserved) > 0
    recruitment = after = None
    if short and village.rules.recruiting:
        recruitment, after = recruit(village, task, today, limits)
    return VillagePlan(
        village_id=village.id,
        verdict=verdict(village, len(today.unserved)),
        today=today,
        recruitment=recruitment,
        after=after,
        relaxations=_relaxations(village, limits) if short else None,
        baselines=baselines(village),
        locked_beyond_limit=beyond_limit(village),
        seconds=time.monotonic() - started_s,
    )


def recruit(
    village: Village, task: LexicographicProblem, today: Assignment, limits: SearchLimits
) -> tuple[Recruitment, Assignment]:
    """Find the fewest recruits, their places, and the plan with them."""
    near = site_reach(village, limits=_measuring(village, limits))
    fewest = fewest_recruits(village, task.reach, near, limits)
    if not fewest.per_place.any():
        return _nobody(village, fewest, today)
    certain = fewest.needed.proven and fewest.per_place.sum() == fewest.needed.value
    pockets = fewest.pockets if _holds(village, task.reach, near, fewest) else ()
    sited = site_recruits(
        village,
        task,
        near,
        SitingRequest(fewest.per_place, certain, pockets),
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
    staffed = _staffed(village, task, with_recruits(village, task.reach, near, places))
    found = _in_planners_order(village, staffed, sited, places, limits)
    fewest = _as_planned(village, fewest, found, len(places))
    fewest = _counted(village, fewest, int(today.proofs[Stage.SERVE].bound))
    first = {Stage.SERVE: fewest.unserved, Stage.RECRUIT: _hired(fewest, len(places))}
    free = replace(staffed, reach=with_every_place(task.reach, near, len(places)))
    proofs = add_site_bounds(free, found.proofs, sited.assigned.proofs, first)
    fewest = replace(fewest, needed=_needed(village, fewest, len(places)))
    recruitment = Recruitment(fewest.needed, fewest.by, places, worth, fewest.pockets)
    return recruitment, convert_assignment(
        village, staffed, LexicographicSolution(found.person, proofs), places
    )


def _holds(village: Village, reach: Reach, near: Reach, fewest: Recruits) -> bool:
    """Tell whether every plan after recruiting serves all households of the pockets.

    It does where nobody is left out but those whom nobody reaches, whoever is chosen.
    """
    lost = np.isin(np.concatenate([reach.household, near.household]), fewest.lost)
    forced = village.rules.minimum is MinimumPolicy.ENFORCE
    return not forced and not lost.any() and fewest.cap_costs == 0


def _as_planned(
    village: Village, fewest: Recruits, found: LexicographicSolution, number: int
) -> Recruits:
    """Return what the plan bears out, where the time ran out under an enforced minimum.

    It may serve more than the search for the fewest did, or others. Where it serves less, nothing
    is proven of the number, and a pocket forces recruits only where all its households are served.
    """
    left = found.proofs[Stage.SERVE].value
    told = replace(fewest, unserved=Proof(left, min(left, fewest.unserved.bound)))
    forced = sum(reason.recruits_at_least for reason in fewest.pockets)
    if _capped(village, fewest) or (left <= fewest.unserved.value and forced <= number):
        return told
    served = [
        reason for reason in fewest.pockets if (found.person[reason.households] != UNSERVED).all()
    ]
    return replace(told, needed=Proof(fewest.needed.value, 0), pockets=tuple(served))


def _counted(village: Village, fewest: Recruits, alone: int) -> Recruits:
    """Return a bound no lower than what counting says, however early the search ended.

    Every best plan leaves out no more than this one, and without its recruits it leaves out at
    least as many as members alone: each recruit took so many of them at most.

    Parameters
    ----------
    alone
        Households that members alone leave out, at least.
    """
    gained = alone - int(fewest.unserved.value)
    least = -(-max(gained, 0) // village.rules.max_households)
    needed = fewest.needed
    bound = min(needed.value, max(needed.bound, least))
    return replace(fewest, needed=replace(needed, bound=bound))


def _capped(village: Village, fewest: Recruits) -> bool:
    """Tell whether fewer recruits may be suggested than are needed."""
    most = village.rules.max_recruits
    return most is not None and fewest.needed.value > most


def _hired(fewest: Recruits, number: int) -> Proof:
    """Return the proof of the number hired: a cap may leave it below the number needed."""
    return Proof(number, min(number, fewest.needed.bound))


def _needed(village: Village, fewest: Recruits, number: int) -> Proof:
    """Return the number needed: where the search was cut short, the siting may need fewer."""
    if _capped(village, fewest):
        return fewest.needed
    return _hired(fewest, number)


def _nobody(
    village: Village, fewest: Recruits, today: Assignment
) -> tuple[Recruitment, Assignment]:
    """Return today's plan as the plan after recruiting nobody: none would help, or none may be.

    Or the time ran out before anybody was found who helps: what is proven of the members alone
    is not proven of them with recruits.
    """
    none = np.empty(0, np.int64)
    served = today.proofs[Stage.SERVE]
    if village.rules.max_recruits != 0:
        served = replace(served, bound=min(served.value, fewest.unserved.bound))
    first = {Stage.SERVE: served, Stage.RECRUIT: _hired(fewest, 0)}
    after = replace(today, proofs={**first, **today.proofs, **first})
    return Recruitment(fewest.needed, fewest.by, none, none, fewest.pockets), after


def _staffed(village: Village, task: LexicographicProblem, reach: Reach) -> LexicographicProblem:
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
    """Return the plan at these places: the walk found them; another order shares them anew."""
    person = expand_recruits(village, sited.assigned.person, places)
    if set(staffed.stages) <= {Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK}:
        return LexicographicSolution(person, sited.assigned.proofs)
    return solve_lexicographic(staffed, limits, known=person)


def _measuring(village: Village, limits: SearchLimits) -> SearchLimits | None:
    """Return how long distances may take: straight lines of so few pairs need no limit."""
    if is_plain(village):
        return None
    return limits if limits.left_s > MEASURING_S else SearchLimits.lasting(MEASURING_S)


def _relaxations(village: Village, limits: SearchLimits) -> Relaxations:
    def serves_all(relaxed: Village) -> bool:
        task = members_problem(relaxed, village_reach(relaxed))
        plan = solve_lexicographic(task, limits)
        return plan.proofs[Stage.SERVE].value == 0

    # A flow has the last word unless loads below the minimum are forbidden.
    enforced = village.rules.minimum is MinimumPolicy.ENFORCE
    measuring = _measuring(village, limits)
    return relaxations(village, serves_all if enforced else lambda _: True, measuring)
