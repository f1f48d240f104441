"""The fewest recruits of a village with loads below the minimum forbidden, part by part."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.distance.reach import Reach
from optimizer.domain.plan import Pocket
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.recruitment.maximum_coverage import join_needs
from optimizer.recruitment.minimum_mip import MinimumResult, RelaxedResult, solve_with_minimum
from optimizer.recruitment.recruit_mip import LoadWindow
from optimizer.recruitment.recruits import Recruits
from optimizer.recruitment.shortage import RecruitmentInstance, whole_needs
from optimizer.recruitment.without_minimum import FewestWithoutMinimum, share_deadline


def fewest_with_minimum(
    village: Village, ground: RecruitmentInstance, limits: SearchLimits
) -> Recruits:
    """Find the fewest recruits that serve as many as can be with every load in its window.

    The answer without the minimum comes first: what it needs is needed here as well wherever
    as many households are served, and its recruits often do.
    """
    lenient = FewestWithoutMinimum.of(ground, limits.share(0.5))
    urgent = np.isin(np.arange(len(village.households)), village.locked[:, 0])
    needs = whole_needs(ground, urgent)
    floors = [_floor(lenient, need) for need in needs]
    ends = share_deadline([need.households for need in needs], limits)
    parts = [
        solve_with_minimum(need, load_window(village, need), floor, None, mine)
        for need, floor, mine in zip(needs, floors, ends, strict=True)
    ]
    per_place = np.zeros(ground.places.persons, np.int64)
    for need, part in zip(needs, parts, strict=True):
        per_place[need.place_rows] = part.recruits
    needed = Proof(int(per_place.sum()), sum(part.bound for part in parts))
    unserved, pockets = _unserved(parts), _sound(lenient, needs, parts, limits)
    most = village.rules.max_recruits
    if most is not None and most < needed.value:
        need = join_needs(needs)
        part = solve_with_minimum(
            need, load_window(village, need), _floor(lenient, need), most, limits
        )
        per_place = np.zeros_like(per_place)
        per_place[need.place_rows] = part.recruits
        unserved = _unserved([part])
    return Recruits(needed, per_place, unserved, lenient.shortage.lost, pockets)


def _sound(
    lenient: FewestWithoutMinimum,
    needs: Sequence[Need],
    parts: Sequence[MinimumResult],
    limits: SearchLimits,
) -> tuple[Pocket, ...]:
    """Return the pockets of the parts where the minimum leaves nobody out.

    A hamlet smaller than the minimum forces a recruit without it, and gets none with it.
    """
    sound = np.zeros(lenient.ground.members.households, bool)
    for need, part in zip(needs, parts, strict=True):
        sound[need.rows] = part.unserved == sum(np.isin(need.rows, lenient.shortage.lost))
    return tuple(pocket for pocket in lenient.pockets(limits) if sound[pocket.households].all())


def _unserved(parts: Sequence[MinimumResult]) -> Proof:
    return Proof(sum(part.unserved for part in parts), sum(part.unserved_bound for part in parts))


def load_window(village: Village, need: Need) -> LoadWindow:
    """Return the loads forbidden; a member's locks, which are served in any case, are none."""
    minimum, members = village.members.minimum, len(village.members)
    locks = np.bincount(village.locked[:, 1], minlength=members)
    least = np.where(locks > 0, np.minimum(minimum, locks), minimum)
    return LoadWindow(village.rules.min_households, least[need.member_rows])


def _floor(lenient: FewestWithoutMinimum, need: Need) -> RelaxedResult:
    """Move the lenient answer to the places of this need, and count what holds there."""
    rows = np.zeros(lenient.ground.members.households, bool)
    rows[need.rows] = True
    near = lenient.ground.places
    sites = np.unique(near.person[rows[near.household]])
    bound = int(lenient.shortage.forced[sites].sum())
    for part, solved in zip(lenient.needs, lenient.solved, strict=True):
        bound += solved.bound if rows[part.rows[0]] else 0
    recruits = np.zeros_like(need.cap)
    per_place = lenient.per_place
    for site in sites[per_place[sites] > 0]:
        recruits[_stand_in(need, near, site)] += per_place[site]
    return RelaxedResult(recruits, bound, int(rows[lenient.shortage.lost].sum()))


def _stand_in(need: Need, near: Reach, site: int) -> int:
    """Return the place of the need that reaches all that ``site`` reaches."""
    same = np.flatnonzero(need.place_rows == site)
    if len(same):
        return int(same[0])
    reached = np.isin(need.rows, near.household[near.person == site])
    classes = np.repeat(np.arange(len(need.count)), need.count)[reached]
    return int(np.flatnonzero(need.places[np.unique(classes)].all(axis=0))[0])
