"""The curve of a village beside its plan: where `rules.curve` asks for it."""

from __future__ import annotations

from dataclasses import replace

from optimizer.budget.coverage_curve import KnownPlans, coverage_curve
from optimizer.distance.reach import Reach
from optimizer.domain.plan import Assignment, Recruitment
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment.plan_with_recruits import PlanWithRecruits

PLACING = 0.7
"""Share of the time for the plan after recruiting; the rest is for the curve."""


def before_curve(village: Village, limits: SearchLimits) -> SearchLimits:
    """Return the limits of the plan after recruiting: time is kept for the curve that is asked."""
    return limits.share(PLACING) if village.rules.curve else limits


def with_curve(
    village: Village,
    reach: Reach,
    today: Assignment,
    made: PlanWithRecruits,
    limits: SearchLimits,
) -> PlanWithRecruits:
    """Return the plan with its curve, where one is asked for."""
    if not village.rules.curve:
        return made
    known = KnownPlans.of(village, today, made.after, made.recruitment)
    curve = coverage_curve(village, reach, made.near, known, limits)
    return replace(made, recruitment=replace(made.recruitment, curve=curve))


def with_counted_curve(
    village: Village, today: Assignment, after: Assignment, found: Recruitment
) -> Recruitment:
    """Return the recruits of a large village with what their plan and counting say of fewer."""
    if not village.rules.curve:
        return found
    return replace(found, curve=KnownPlans.of(village, today, after, found).counted())
