"""Lending: clusters of villages, each planned as one, beside the villages' own plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.distance import measuring_limits
from optimizer.distance.reach import reach_within
from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.goals import Stage
from optimizer.domain.lending import Lending
from optimizer.domain.plan import UNSERVED, Assignment, Reason, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ends, Floats, Ids, Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.lending.border_pairs import border_reach
from optimizer.lending.cluster_recruits import ClusterRecruits, fewest_together
from optimizer.lending.cluster_stages import StaffedCluster, assign_cluster
from optimizer.lending.clusters import MOST_HOUSEHOLDS, Cluster, find_clusters
from optimizer.lending.joined import (
    Joined,
    VillagePairs,
    crossing_pairs,
    join_villages,
    own_pairs,
)

RECRUITING = 0.5
"""Share of a cluster's time for its recruits and their places; the rest is for the plan."""


def plan_lending(
    villages: Sequence[Village],
    plans: Mapping[str, VillagePlan],
    lending: Lending,
    limits: SearchLimits,
    *,
    most: int = MOST_HOUSEHOLDS,
) -> list[ClusterPlan]:
    """Plan every cluster: villages that reach one another across their borders.

    Parameters
    ----------
    villages
        Sorted by id; those without a plan lend nobody.
    plans
        The villages' own plans by id. They stay as they are.
    limits
        For each cluster.
    most
        Households of a cluster that is planned whole.

    Raises
    ------
    Unmeasured
        When distances are not measured in the time.
    """
    able = [village for village in villages if village.id in plans]
    crossings = crossing_pairs(able, lending, limits)
    clusters = find_clusters(able, crossings, most)
    left = limits.left_s
    made = []
    for cluster in clusters:
        mine = limits.within(left) if len(clusters) == 1 else _own(limits, left)
        made.append(plan_cluster(able, plans, crossings, cluster, lending, mine))
    return made


def _own(limits: SearchLimits, seconds: float) -> SearchLimits:
    """Return limits that begin now: each cluster has the same time."""
    return SearchLimits.lasting(
        seconds, seed=limits.seed, effort=limits.effort, measuring_s=limits.measuring_s
    )


def plan_cluster(
    able: Sequence[Village],
    plans: Mapping[str, VillagePlan],
    crossings: Sequence[VillagePairs],
    cluster: Cluster,
    lending: Lending,
    limits: SearchLimits,
) -> ClusterPlan:
    """Plan one cluster in the order of its stages."""
    villages = [able[number] for number in cluster.villages]
    number = {old: new for new, old in enumerate(cluster.villages)}
    pairs = [own_pairs(new, village, limits) for new, village in enumerate(villages)]
    pairs += [
        replace(one, home=number[one.home], other=number[one.other])
        for one in crossings
        if one.home in number and one.other in number
    ]
    joined = join_villages(villages, pairs)
    own = [plans[village.id] for village in villages]
    alone = _alone(joined, own)
    if not alone.per_place.any() and not alone.unserved.value:
        return replace(_as_they_are(joined, own), cut=cluster.cut)
    found = fewest_together(joined, alone, limits.share(RECRUITING))
    places = np.repeat(np.arange(len(found.per_place)), found.per_place)
    staffed = StaffedCluster.of(joined, places)
    person, proofs = assign_cluster(staffed, limits)
    return ClusterPlan(
        tuple(village.id for village in villages),
        int(alone.per_place.sum()),
        person,
        _metres(staffed, person),
        _reasons(joined, person, lending, limits),
        places,
        found.pockets,
        _proofs(found, proofs),
        cluster.cut,
    )


def _last(plan: VillagePlan) -> Assignment:
    return plan.after or plan.today


def _alone(joined: Joined, plans: Sequence[VillagePlan]) -> ClusterRecruits:
    """Return the recruits of the villages' own plans, of which nothing is proven together."""
    starts = np.searchsorted(joined.place_of, np.arange(len(plans))).tolist()
    per_place = np.zeros(len(joined.place_of), np.int64)
    for plan, start in zip(plans, starts, strict=True):
        if plan.recruitment is not None:
            np.add.at(per_place, start + plan.recruitment.places, 1)
    unserved = sum(len(_last(plan).unserved) for plan in plans)
    return ClusterRecruits(per_place, Proof(unserved, 0), Proof(int(per_place.sum()), 0))


def _as_they_are(joined: Joined, plans: Sequence[VillagePlan]) -> ClusterPlan:
    """Return the villages' own plans as that of the cluster: nobody is short, nobody is lent."""
    starts = joined.person_starts().tolist()
    persons = [
        np.where(plan.today.person == UNSERVED, UNSERVED, plan.today.person + start)
        for plan, start in zip(plans, starts, strict=True)
    ]
    proofs = {name: Proof(0, 0) for name in ("serve", "recruit", "lent", "keep")}
    for stage in (Stage.MINIMUM, Stage.KEEP, Stage.WALK):
        own = [plan.today.proofs[stage] for plan in plans if stage in plan.today.proofs]
        value, bound = sum(one.value for one in own), sum(one.bound for one in own)
        proofs[str(stage)] = Proof(value, bound)
    return ClusterPlan(
        tuple(plan.village_id for plan in plans),
        0,
        np.concatenate(persons),
        np.concatenate([plan.today.metres for plan in plans]),
        np.concatenate([plan.today.reasons for plan in plans]),
        np.empty(0, np.int64),
        (),
        proofs,
    )


def _proofs(found: ClusterRecruits, placed: Mapping[str, Proof]) -> dict[str, Proof]:
    """Return what is proven wherever the recruits live.

    With recruits at places that were chosen, the later stages are proven of these places alone:
    their values stand with the bound that holds for all places.
    """
    recruits = int(found.per_place.sum())
    serve = Proof(placed["serve"].value, min(found.unserved.bound, placed["serve"].value))
    recruit = Proof(recruits, min(found.needed.bound, recruits))
    if not recruits:
        return {"serve": serve, "recruit": recruit, **{k: placed[k] for k in _LATER}}
    lent = Proof(placed["lent"].value, min(found.lent_at_least, placed["lent"].value))
    rest = {stage: Proof(placed[stage].value, 0) for stage in ("minimum", "keep", "walk")}
    return {"serve": serve, "recruit": recruit, "lent": lent, **rest}


_LATER = ("lent", "minimum", "keep", "walk")


def _metres(staffed: StaffedCluster, person: Ints) -> Floats:
    """Return the metres of each household to its person, NaN where there is none."""
    reach = staffed.reach
    metres = np.full(reach.households, np.nan)
    used = person[reach.household] == reach.person
    metres[reach.household[used]] = reach.metres[used]
    return metres


def _reasons(joined: Joined, person: Ints, lending: Lending, limits: SearchLimits) -> Ids:
    """Say why nobody looks after a household: nobody within reach, all excluded, or all full."""
    reasons = np.full(len(person), "", "<U8")
    reached = np.zeros(len(person), bool)
    reached[joined.reach.household] = True
    reached[joined.near.household] = True
    first = np.searchsorted(joined.home, np.arange(len(joined.villages))).tolist()
    for row in np.flatnonzero(person == UNSERVED).tolist():
        home = int(joined.home[row])
        near = reached[row] or _anybody_near(joined, home, row - first[home], lending, limits)
        if not near:
            reasons[row] = Reason.DISTANCE
        elif not reached[row]:
            reasons[row] = Reason.EXCLUDED
        else:
            enforced = bool(joined.enforced[home])
            reasons[row] = Reason.MINIMUM if enforced else Reason.CAPACITY
    return reasons


def _anybody_near(
    joined: Joined, home: int, row: int, lending: Lending, limits: SearchLimits
) -> bool:
    """Tell whether any member is within reach of a household, be the pair forbidden or not."""
    village = joined.villages[home]
    own = reach_within(
        village,
        Ends.MEMBERS,
        village.rules.max_distance_m,
        limits=measuring_limits(village, limits),
    )
    if (own.household == row).any():
        return True
    return any(
        (border_reach(village, other, Ends.MEMBERS, lending).household == row).any()
        for number, other in enumerate(joined.villages)
        if number != home
    )
