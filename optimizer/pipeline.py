"""From a village to its plan: the one place that knows the order."""

from __future__ import annotations

import time

from optimizer.assignment.lexicographic import plan_without_minimum, solve_lexicographic
from optimizer.assignment.member_relaxations import smallest_relaxations
from optimizer.assignment.plan_conversion import convert_assignment, members_problem
from optimizer.budget.plan_curve import before_curve, with_curve
from optimizer.diagnosis.baselines import baselines
from optimizer.diagnosis.relaxations import beyond_limit
from optimizer.diagnosis.verdicts import verdict
from optimizer.distance import measuring_limits
from optimizer.distance.distance_matrix import usable_metres
from optimizer.distance.reach import village_reach
from optimizer.domain.plan import UNSERVED, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import MEASURING_S, SearchLimits
from optimizer.large_villages.large_plan import plan_large
from optimizer.large_villages.village_size import is_large
from optimizer.resilience.withstanding import plan_recruiting, withstand
from optimizer.teams.plan_teams import plan_teams


def plan_village(
    village: Village,
    *,
    seed: int = 0,
    time_limit_s: float = 20.0,
    gap: float = 0.0,
    effort: float | None = None,
    measuring_s: float = MEASURING_S,
) -> VillagePlan:
    """Plan one village: today's members first, then with recruits where somebody is left out.

    Parameters
    ----------
    time_limit_s
        For the whole village; half of it for today where a plan after recruiting is sure to
        follow. What is not proven by then keeps its bound and says so. It is also the effort of
        each search, which is counted, and ends most searches before the time does: so that the
        same request has the same answer on a slower machine.
    gap
        (value - bound) / value of the walk that is good enough.
    effort
        Counted work of each search where it is to be another than ``time_limit_s``.
    measuring_s
        Seconds that distances may take where that is more.

    Raises
    ------
    Unmeasured
        When the distances that a plan needs are not measured in the time.
    """
    limits = SearchLimits.lasting(
        time_limit_s,
        seed=seed,
        effort=time_limit_s if effort is None else effort,
        gap=gap,
        measuring_s=measuring_s,
    )
    return plan_within(village, limits)


def plan_within(village: Village, limits: SearchLimits) -> VillagePlan:
    """Plan one village within limits; see `plan_village`.

    Raises
    ------
    Unmeasured
        As `plan_village` does.
    """
    return plan_teams(village, _plan_households(village, limits), limits)


def _plan_households(village: Village, limits: SearchLimits) -> VillagePlan:
    """Decide who looks after whom, today and after recruiting."""
    started_s, whole_s = time.monotonic(), limits.left_s
    if is_large(village, limits):
        return plan_large(village, limits)
    reach = village_reach(village, limits=measuring_limits(village, limits))
    task = members_problem(village, reach)
    first = plan_without_minimum(task)
    # Today's plan of such a village is a matter of metres, while the one after, short of time, has
    # exceptions that nobody needs.
    more = bool((first == UNSERVED).any()) or village.rules.spare > 0
    planned_twice = village.rules.recruiting and more
    mine = limits.within(limits.left_s - whole_s / 2) if planned_twice else limits
    found = solve_lexicographic(task, mine, first=first)
    today = convert_assignment(village, task, found)
    short = len(today.unserved) > 0
    recruiting = village.rules.recruiting and (short or village.rules.spare > 0)
    made, spare = None, None
    if recruiting:
        made, spare = plan_recruiting(village, task, today, before_curve(village, limits))
        made = with_curve(village, reach, today, made, limits)
    held = withstand(village, task, today, made, spare, limits)
    staffed = held.made
    return VillagePlan(
        village_id=village.id,
        verdict=verdict(village, len(today.unserved)),
        today=held.today,
        recruitment=None if staffed is None else staffed.recruitment,
        after=None if staffed is None else staffed.after,
        relaxations=smallest_relaxations(village, limits) if short else None,
        baselines=baselines(village, usable_metres(village, reach)),
        locked_beyond_limit=beyond_limit(village),
        seconds=time.monotonic() - started_s,
        survival=held.survival,
    )
