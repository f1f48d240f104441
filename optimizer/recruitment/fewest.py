"""The fewest recruits of a village: which question is asked, and who answers it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.distance import Deadline
from optimizer.distance.reach import Reach, reach_within
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Ends, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment.maximum_coverage import join_needs, maximise_coverage
from optimizer.recruitment.positions import positions
from optimizer.recruitment.recruits import Recruits
from optimizer.recruitment.shortage import RecruitmentInstance, whole_needs
from optimizer.recruitment.with_minimum import fewest_with_minimum
from optimizer.recruitment.without_minimum import FewestWithoutMinimum

ENFORCED = 0.7
"""Share of the time for the number under an enforced minimum; the rest is for the places."""


def site_reach(village: Village, *, limits: Deadline | None = None) -> Reach:
    """Return the pairs of households and places: a locked household keeps its member."""
    near = reach_within(village, Ends.SITES, village.rules.max_distance_m, limits=limits)
    if not len(village.locked):
        return near
    return near.only(~np.isin(near.household, village.locked[:, 0]))


def fewest_recruits(village: Village, reach: Reach, near: Reach, limits: SearchLimits) -> Recruits:
    """Find the fewest recruits that let everybody be served who can be.

    Parameters
    ----------
    reach, near
        Pairs of households with members and with places.
    """
    # Its searches are counted in flows; a tree may have as many nodes as the time allows.
    limits = replace(limits, nodes=None)
    ground = recruitment_instance(village, reach, near)
    if village.rules.minimum is MinimumPolicy.ENFORCE:
        return fewest_with_minimum(village, ground, limits.share(ENFORCED))
    lenient = FewestWithoutMinimum.of(ground, limits)
    most = village.rules.max_recruits
    if most is None or lenient.needed.value <= most:
        unserved = Proof(len(lenient.shortage.lost), len(lenient.shortage.lost))
        return lenient.recruits(lenient.per_place, unserved, limits)
    return _as_many_as_allowed(lenient, most, limits)


def recruitment_instance(village: Village, reach: Reach, near: Reach) -> RecruitmentInstance:
    """Return what recruits are looked for on; a place takes no more than its households fill."""
    size = village.rules.max_households
    useful = -(-np.bincount(near.person, minlength=near.persons) // size)
    most = village.rules.recruits_per_place
    cap = useful if most is None else np.minimum(useful, most)
    return RecruitmentInstance(
        reach, near, village.members.maximum, size, cap, positions(village, near)
    )


def _as_many_as_allowed(lenient: FewestWithoutMinimum, most: int, limits: SearchLimits) -> Recruits:
    """Serve as many as possible with ``most`` recruits, which are fewer than needed."""
    settled = bool(lenient.shortage.forced.any())
    # Places filled to their cap are no longer a matter of course when recruits are few.
    nobody = np.zeros(lenient.ground.members.households, bool)
    needs = whole_needs(lenient.ground, nobody) if settled else list(lenient.needs)
    apart = 0 if settled else len(lenient.shortage.lost)
    best = maximise_coverage(needs, most, limits)
    per_place = np.zeros(lenient.ground.places.persons, np.int64)
    per_place[join_needs(needs).place_rows] = best.recruits
    return lenient.recruits(per_place, Proof(apart + best.short, apart + best.bound), limits)
