"""The plan of a large village: the steps of `optimizer.pipeline` on fewer pairs."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.goals import NearestPersons
from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.plan_conversion import convert_assignment, members_problem
from optimizer.budget.plan_curve import with_counted_curve
from optimizer.diagnosis.baselines import baselines
from optimizer.diagnosis.relaxations import beyond_limit
from optimizer.diagnosis.verdicts import verdict
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import (
    UNSERVED,
    Assignment,
    Pocket,
    Recruitment,
    Relaxations,
    VillagePlan,
)
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.large_villages.candidate_pairs import (
    candidates,
    members_metres,
    pairs_of,
    served_most,
)
from optimizer.large_villages.group_recruits import StaffedVillage, only, staffed
from optimizer.large_villages.large_bounds import bounded_by_nearest, over_all_pairs
from optimizer.large_villages.large_relaxations import smallest_relaxations
from optimizer.large_villages.nearest import Nearest
from optimizer.large_villages.village_size import most_pairs
from optimizer.recruitment.marginal_gain import by_worth
from optimizer.solvers.alternating_paths import Bools, seated, ways

TODAY = 0.4
"""Share of the time for today's plan where recruits are to be found as well."""
LAST = 0.8
"""Share of what is left then for the plan with recruits; the rest is for writing it down."""
RELAXED = 0.3
"""Share of what is left in the end for the smallest relaxations."""
FLOW_S = 1e-5
"""Processor seconds that a flow may take for each pair, where many walks are the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Today:
    """Today's members: all their pairs, and a plan that serves as many as can be."""

    metres: Floats
    person: Ints
    locked: Bools
    reached: Bools

    @property
    def unserved(self) -> int:
        """Households that members alone leave out, at least."""
        return int((self.person == UNSERVED).sum())


def today_of(village: Village) -> Today:
    """Return all pairs of the members, and whom they can serve."""
    metres = members_metres(village)
    locked = np.zeros(len(metres), bool)
    locked[village.locked[:, 0]] = True
    person, reached = served_most(metres, village.members.maximum, locked)
    return Today(metres, person, locked, reached)


def plan_today(village: Village, today: Today, limits: SearchLimits) -> Assignment:
    """Share the households among the members."""
    reach = candidates(today.metres, most_pairs(limits), (today.person, _current(village)))
    task = members_problem(village, reach)
    found = solve_lexicographic(task, limits)
    if len(reach) < int(np.isfinite(today.metres).sum()):
        proofs = over_all_pairs(task, found, today.metres, today.unserved, limits)
        found = LexicographicSolution(found.person, proofs)
    gains = _exchangeable(task, today.metres, found.person)
    usable = _keepable(village, today.metres)
    return convert_assignment(village, task, found, gains=gains, usable=usable)


def plan_after(
    village: Village, today: Today, before: Assignment, limits: SearchLimits
) -> tuple[Recruitment, Assignment]:
    """Find recruits, their places, and the plan with them."""
    members, size = len(village.members), village.rules.max_households
    plan = staffed(village, today.metres, today.person, today.locked)
    needed, most = len(plan.places), village.rules.max_recruits
    capped = most is not None and most < needed
    if capped:
        plan = _reseated(village, only(plan, members, _in_order(village, plan)[0][:most]))
    found = _shared(village, plan, before, limits)
    used = np.flatnonzero(np.bincount(found.person + 1, minlength=plan.metres.shape[1] + 1)[1:])
    plan = only(replace(plan, person=found.person), members, used[used >= members] - members)
    order, worth = _in_order(village, plan)
    plan = only(plan, members, order)
    alone = today.unserved
    fewest = alone - plan.gained
    if capped:
        fewest = max(fewest, alone - size * len(order))
    left, value = int((plan.person == UNSERVED).sum()), needed if capped else len(order)
    # Without the cap no more are left out than in the plan that it cut short; a minimum apart.
    enforced = village.rules.minimum is MinimumPolicy.ENFORCE
    sure = plan.lost if capped and not enforced else left
    bound = min(value, -(-max(alone - sure, 0) // size))
    pockets = _pockets(village, today, plan, bound)
    forced = sum(pocket.recruits_at_least for pocket in pockets)
    by = "pockets" if forced == value == bound else "search"
    recruitment = Recruitment(Proof(value, bound), by, plan.places, worth, pockets)
    anywhere = _anywhere(
        village,
        found,
        Nearest.of(village, today.metres, today.locked),
        len(plan.person) - left,
        len(order) if left <= fewest else None,
    )
    first = {
        Stage.SERVE: Proof(left, min(left, fewest)),
        Stage.RECRUIT: Proof(len(order), min(len(order), bound)),
    }
    proofs = {**first, **anywhere, **first}
    reach = pairs_of(plan.metres, plan.person)
    task = _with_recruits(village, reach, len(order))
    gains = _exchangeable(task, plan.metres, plan.person)
    return recruitment, convert_assignment(
        village,
        task,
        LexicographicSolution(plan.person, proofs),
        plan.places,
        gains,
        _keepable(village, today.metres),
    )


def _current(village: Village) -> Ints:
    person = np.full(len(village.households), UNSERVED)
    person[village.current[:, 0]] = village.current[:, 1]
    return person


def _keepable(village: Village, metres: Floats) -> Bools:
    """Return the households whose pair of the plan in force may still be used, over all pairs."""
    kept = np.zeros(len(metres), bool)
    rows, members = village.current.T
    kept[rows] = np.isfinite(metres[rows, members])
    return kept


def _exchangeable(task: LexicographicProblem, metres: Floats, person: Ints) -> Bools:
    """Return the households that some exchange gives a seat, over all pairs."""
    near = np.ascontiguousarray(np.isfinite(metres).T)
    return np.asarray(ways(near, person, task.maximum, task.locked).goes_to != UNSERVED)


def _reseated(village: Village, plan: StaffedVillage) -> StaffedVillage:
    """Return the plan with as many served as its persons can serve."""
    near = np.ascontiguousarray(np.isfinite(plan.metres).T)
    locked = np.zeros(len(plan.person), bool)
    locked[village.locked[:, 0]] = True
    person, _ = seated(near, plan.person, _room(village, len(plan.places)), locked)
    return replace(plan, person=person)


def _room(village: Village, recruits: int) -> Ints:
    return np.append(village.members.maximum, np.full(recruits, village.rules.max_households))


def _in_order(village: Village, plan: StaffedVillage) -> tuple[Ints, Ints]:
    """Return the recruits in the order of their worth, and what each is worth."""
    near = np.ascontiguousarray(np.isfinite(plan.metres).T)
    return by_worth(near, village.members.maximum, village.rules.max_households, plan.person)


def _shared(
    village: Village, plan: StaffedVillage, before: Assignment, limits: SearchLimits
) -> LexicographicSolution:
    """Share the households among the members and the recruits."""
    reach = candidates(plan.metres, most_pairs(limits), (plan.person, _current(village)))
    task = _with_recruits(village, reach, len(plan.places))
    # A flow cannot be interrupted: with too little time the recruits keep their groups.
    first = plan.person if limits.left_s < FLOW_S * len(reach) else None
    return solve_lexicographic(
        task, limits, known=before.person if task.enforced else None, first=first
    )


def _with_recruits(village: Village, reach: Reach, recruits: int) -> LexicographicProblem:
    """Return the task with the recruits as persons, who have the village's window."""
    task, rules = members_problem(village, reach), village.rules
    return replace(
        task,
        minimum=np.append(task.minimum, np.full(recruits, rules.min_households)),
        maximum=_room(village, recruits),
        persons=np.arange(reach.persons),
    )


def _anywhere(
    village: Village,
    found: LexicographicSolution,
    nearest: Nearest,
    served: int,
    recruits: int | None,
) -> dict[Stage, Proof]:
    """Return proofs with bounds that hold wherever the recruits live.

    Parameters
    ----------
    recruits
        Who may be hired beside the members; None where serving more may take more.
    """
    persons = None if recruits is None else len(village.members) + recruits
    return bounded_by_nearest(
        village.rules,
        found,
        NearestPersons(np.sort(nearest.any_m)[:served], persons),
        {Stage.WALK: nearest.walk_m(served, recruits)},
    )


def _pockets(
    village: Village, today: Today, plan: StaffedVillage, bound: int
) -> tuple[Pocket, ...]:
    """Return the households without a way to a member's seat, all who fill the members they reach.

    Where somebody cannot be served by anybody, or only by breaking a minimum, nothing is told.
    """
    if plan.lost or bound < 1 or village.rules.minimum is MinimumPolicy.ENFORCE:
        return ()
    inside = (today.person == UNSERVED) & ~today.reached
    reached = np.zeros(today.metres.shape[1], bool)
    while True:
        reached |= np.isfinite(today.metres[inside]).any(axis=0)
        wider = inside | ((today.person != UNSERVED) & reached[today.person])
        if np.array_equal(wider, inside):
            break
        inside = wider
    rows, members = np.flatnonzero(inside), np.flatnonzero(reached)
    room = int(village.members.maximum[members].sum())
    forced = -(-(len(rows) - room) // village.rules.max_households)
    return (Pocket(rows, members, room, forced),) if forced > 0 else ()


def plan_large(village: Village, limits: SearchLimits) -> VillagePlan:
    """Plan a village that has more pairs than can be searched whole in its time."""
    started_s, today = time.monotonic(), today_of(village)
    twice = village.rules.recruiting and today.unserved > 0
    plan = plan_today(village, today, limits.share(TODAY) if twice else limits)
    short = len(plan.unserved) > 0
    recruitment = after = None
    if short and village.rules.recruiting:
        recruitment, after = plan_after(village, today, plan, limits.share(LAST))
        recruitment = with_counted_curve(village, plan, after, recruitment)
    return VillagePlan(
        village_id=village.id,
        verdict=verdict(village, len(plan.unserved)),
        today=plan,
        recruitment=recruitment,
        after=after,
        relaxations=_relaxed(village, today, limits) if short else None,
        baselines=baselines(village, None if len(village.locked) else today.metres),
        locked_beyond_limit=beyond_limit(village),
        seconds=time.monotonic() - started_s,
    )


def _relaxed(village: Village, today: Today, limits: SearchLimits) -> Relaxations:
    # A single maximum or limit that is tried is not interrupted.
    mine = limits.share(RELAXED)
    return smallest_relaxations(village, today.metres, today.person, today.locked, mine)
