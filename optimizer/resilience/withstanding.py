"""What a village's plans withstand, as its rules ask: stand-ins, and any one leaving."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.distance import Deadline, measuring_limits
from optimizer.domain.plan import Assignment, Survival
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment.plan_with_recruits import PlanWithRecruits, plan_with_recruits
from optimizer.resilience.fewest_spare import FewestWithSpare, fewest_recruits_with_spare
from optimizer.resilience.roster import Roster, make_roster, open_near
from optimizer.resilience.spare_plan import plan_with_spare
from optimizer.resilience.stand_ins import find_stand_ins
from optimizer.resilience.survival import further_unserved

SPARE = 0.4
"""Share of the time for the number of recruits to spare; the rest is for their places."""


@dataclass(frozen=True, slots=True, eq=False)
class Withstanding:
    """The plans of a village with what they withstand.

    Parameters
    ----------
    survival
        None where it is not asked for.
    """

    today: Assignment
    made: PlanWithRecruits | None
    survival: Survival | None


def plan_recruiting(
    village: Village, task: LexicographicProblem, today: Assignment, limits: SearchLimits
) -> tuple[PlanWithRecruits, FewestWithSpare | None]:
    """Make the plan with recruits, with some to spare where the rules ask for it.

    Returns
    -------
    The plan, and the search for recruits to spare, None where there was none or none is enough.

    Raises
    ------
    Unmeasured
        When the distances to the places are not measured in the time.
    """
    if not village.rules.spare:
        return plan_with_recruits(village, task, today, limits), None
    found = _fewest(village, task, limits.share(SPARE))
    return plan_with_spare(village, task, today, found, limits), found


def withstand(
    village: Village,
    task: LexicographicProblem,
    today: Assignment,
    plan: PlanWithRecruits | None,
    found: FewestWithSpare | None,
    limits: SearchLimits,
) -> Withstanding:
    """Add stand-ins, and whether everybody is served whoever leaves, where the rules ask for them.

    Parameters
    ----------
    plan, found
        What `plan_recruiting` returned; None where nobody is recruited.
    """
    rules = village.rules
    if not (rules.stand_ins or rules.survival or rules.spare):
        return Withstanding(today, plan, None)
    measuring = measuring_limits(village, limits)
    members = make_roster(village, task.reach, limits=measuring)
    staffed = None if plan is None else _staffed(village, task, plan, measuring)
    if rules.stand_ins:
        today = replace(today, stand_ins=find_stand_ins(members, today.person))
        if plan is not None and staffed is not None:
            after = replace(plan.after, stand_ins=find_stand_ins(staffed, plan.after.person))
            plan = replace(plan, after=after)
    if not (rules.survival or rules.spare):
        return Withstanding(today, plan, None)
    if found is None and rules.recruiting and not rules.spare:
        found = _fewest(village, task, limits)
    survival = Survival(
        further_unserved(members, today.person),
        None if plan is None or staffed is None else further_unserved(staffed, plan.after.person),
        _number(found),
    )
    return Withstanding(today, plan, survival)


def _number(found: FewestWithSpare | None) -> Proof | None:
    """Return the recruits that hold everybody; None where no number does."""
    return None if found is None or found.exposed else found.needed


def _fewest(
    village: Village, task: LexicographicProblem, limits: SearchLimits
) -> FewestWithSpare | None:
    measuring = measuring_limits(village, limits)
    roster = make_roster(village, task.reach, limits=measuring)
    near = open_near(village, limits=measuring)
    return fewest_recruits_with_spare(village, roster, near, limits)


def _staffed(
    village: Village, task: LexicographicProblem, plan: PlanWithRecruits, limits: Deadline | None
) -> Roster:
    """Return the roster of members and recruits."""
    places = plan.recruitment.places
    near = open_near(village, limits=limits) if len(places) else None
    return make_roster(village, task.reach, places, near, limits=limits)
