"""The whole check of one village's plan, rule family by rule family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Ints, Village
from optimizer.verification.bound_rules import check_bounds
from optimizer.verification.case import Case, case_of, shape_violations, unmeasured_case
from optimizer.verification.curve_rules import check_curve
from optimizer.verification.leaver_rules import check_stand_ins, check_survival
from optimizer.verification.load_rules import check_loads
from optimizer.verification.move_rules import check_moves
from optimizer.verification.pair_rules import check_locked_listing, check_pairs
from optimizer.verification.pocket_rules import check_pockets
from optimizer.verification.proof_rules import check_stages
from optimizer.verification.reason_rules import check_reasons
from optimizer.verification.recruit_rules import check_recruits, misplaced_recruits
from optimizer.verification.team_rules import check_teams
from optimizer.verification.time_budget import Deadline, OutOfTime
from optimizer.verification.verdict_rules import check_relaxations, check_verdict
from optimizer.verification.violation import Violation

NOBODY: Ints = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class VillageCheck:
    """What a check found.

    Parameters
    ----------
    unchecked
        Distances that were not measured in the time: nothing is known of them, nor of reasons,
        pockets, recruits and relaxations, which depend on them. 0 where everything was checked.
    """

    violations: tuple[Violation, ...]
    unchecked: int = 0


def verify_plan(
    village: Village, plan: VillagePlan, *, rounding_m: float = 0.0
) -> tuple[Violation, ...]:
    """Return every rule that a plan breaks, however long it takes; nothing when it is what it says.

    Parameters
    ----------
    village
        The village as it was given.
    plan
        The plan in question.
    rounding_m
        Rounding of the stated metres, for a plan that was read from a file.
    """
    return check_plan(village, plan, rounding_m=rounding_m).violations


def check_plan(
    village: Village,
    plan: VillagePlan,
    *,
    rounding_m: float = 0.0,
    limits: Deadline | None = None,
    bounds: bool = False,
) -> VillageCheck:
    """Check a plan within limits.

    Parameters
    ----------
    bounds
        Whether the bound of the walk is recomputed from its prices, too.

    Where distances round barriers or along paths are not found in the time, what needs none is
    checked all the same, and stated distances against straight lines.
    """
    shapes = _shapes(village, plan)
    if shapes:
        return VillageCheck(tuple(shapes))
    try:
        return VillageCheck(_all(village, plan, rounding_m, limits, bounds=bounds))
    except OutOfTime:
        return _without_walks(village, plan, rounding_m)


def _all(
    village: Village,
    plan: VillagePlan,
    rounding_m: float,
    limits: Deadline | None,
    *,
    bounds: bool,
) -> tuple[Violation, ...]:
    today = case_of("today", village, plan.today, NOBODY, rounding_m, limits)
    return (
        *_identity(village, plan),
        *check_assignment(today),
        *check_locked_listing(village, plan, today),
        *check_verdict(plan, today),
        *check_relaxations(plan, today),
        *(check_bounds(today) if bounds else ()),
        *_recruiting(plan, today, rounding_m, bounds=bounds),
    )


def _without_walks(village: Village, plan: VillagePlan, rounding_m: float) -> VillageCheck:
    """Check what no distance round barriers or along paths is needed for."""
    cases = [unmeasured_case("today", village, plan.today, NOBODY, rounding_m)]
    if plan.recruitment is not None and plan.after is not None:
        places = plan.recruitment.places
        cases.append(unmeasured_case("after", village, plan.after, places, rounding_m))
    found = [*_identity(village, plan), *check_verdict(plan, cases[0])]
    for case in cases:
        found += [*check_pairs(case), *check_loads(case), *check_stages(case)]
    return VillageCheck(tuple(found), sum(len(case.served) for case in cases))


def check_assignment(case: Case, *, proofs: bool = True) -> list[Violation]:
    """Return what is wrong with one assignment by itself."""
    return [
        *check_pairs(case),
        *check_loads(case),
        *check_reasons(case),
        *((*check_stages(case), *check_moves(case), *check_stand_ins(case)) if proofs else ()),
        *check_teams(case, proofs=proofs),
    ]


def _shapes(village: Village, plan: VillagePlan) -> list[Violation]:
    violations = list(shape_violations("today", village, plan.today, 0))
    recruitment, after = plan.recruitment, plan.after
    if recruitment is not None:
        violations.extend(misplaced_recruits(village, recruitment))
        if after is not None:
            violations.extend(shape_violations("after", village, after, len(recruitment.places)))
    if (recruitment is None) != (after is None):
        message = "recruitment and after belong together; one of them is missing"
        violations.append(Violation("recruit", "HALF", 1.0, (), message, "recruitment"))
    return violations


def _identity(village: Village, plan: VillagePlan) -> list[Violation]:
    if plan.village_id == village.id:
        return []
    message = f"the plan is of village {plan.village_id!r}, not of {village.id!r}"
    return [Violation("serve", "VILLAGE", 1.0, (plan.village_id,), message, "village")]


def _recruiting(
    plan: VillagePlan, today: Case, rounding_m: float, *, bounds: bool
) -> list[Violation]:
    recruitment, stated = plan.recruitment, plan.after
    if recruitment is None or stated is None:
        return [*_unanswered(today), *check_survival(plan.survival, today, None)]
    after = case_of(
        "after", today.village, stated, recruitment.places, rounding_m, today.ground.limits
    )
    return [
        *check_assignment(after),
        *check_recruits(recruitment, today, after),
        *check_pockets(recruitment, after),
        *check_curve(recruitment, today, after),
        *check_survival(plan.survival, today, after),
        *(check_bounds(after) if bounds else ()),
    ]


def _unanswered(today: Case) -> list[Violation]:
    """Return a question for recruits that nobody answered; that none would help is an answer."""
    if not today.village.rules.recruiting or not len(today.unserved):
        return []
    households = tuple(today.household(row) for row in today.unserved[:3])
    message = f"{len(today.unserved)} are unserved, recruiting is on, and no recruitment is given"
    return [Violation("recruit", "RECRUITMENT_MISSING", 1.0, households, message, "recruitment")]
