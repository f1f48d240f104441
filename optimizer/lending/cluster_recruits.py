"""The fewest recruits of a cluster, and places near which the fewest households are lent."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.distance.reach import Reach, make_reach
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import UNSERVED, Pocket
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints, Members, Points, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.lending.cluster_program import solve_cluster
from optimizer.lending.joined import Joined
from optimizer.recruitment.shortage import RecruitmentInstance
from optimizer.recruitment.siting import SitingRequest, site_recruits
from optimizer.recruitment.without_minimum import FewestWithoutMinimum

DECIMETRES = 10.0
MICRO = 1e6
"""A pair's cost is read in metres and kept in whole micrometres."""


@dataclass(frozen=True, slots=True, eq=False)
class ClusterRecruits:
    """Recruits per place of a cluster.

    Parameters
    ----------
    unserved, needed
        What is proven of the households without anybody, and of the recruits.
    lent_at_least
        Households that are lent in any plan with so few unserved and recruits.
    """

    per_place: Ints
    unserved: Proof
    needed: Proof
    pockets: tuple[Pocket, ...] = ()
    lent_at_least: int = 0


def fewest_together(
    joined: Joined, alone: ClusterRecruits, limits: SearchLimits
) -> ClusterRecruits:
    """Find the fewest recruits of a cluster; never more than its villages have alone.

    Parameters
    ----------
    alone
        The recruits of the villages' own plans, with nothing proven of them.
    """
    cap = _caps(joined)
    found = _alike(joined, cap, limits) if _is_alike(joined) else _mixed(joined, cap, limits)
    if found is None:
        return alone
    both = (found.unserved.value, found.needed.value), (alone.unserved.value, alone.needed.value)
    if both[1] < both[0]:
        # The search was cut short: its bounds hold, the plans of the villages are better.
        fewer = found.unserved.value > alone.unserved.value
        needed = 0 if fewer else found.needed.bound
        return replace(
            alone,
            unserved=Proof(alone.unserved.value, min(found.unserved.bound, alone.unserved.value)),
            needed=Proof(alone.needed.value, min(needed, alone.needed.value)),
            pockets=found.pockets,
        )
    return found


def _caps(joined: Joined) -> Ints:
    """Return the recruits that each place takes, never more than its households fill."""
    near = joined.near
    size = joined.rule("max_households", joined.place_of)
    useful = -(-np.bincount(near.person, minlength=near.persons) // size)
    most = [one.rules.recruits_per_place or int(useful.sum()) for one in joined.villages]
    cap: Ints = np.minimum(useful, np.array(most, np.int64)[joined.place_of])
    return cap


def _is_alike(joined: Joined) -> bool:
    """Tell whether recruits of all villages have one window, no village a cap or a must."""
    rules = [one.rules for one in joined.villages]
    return (
        len({(one.min_households, one.max_households) for one in rules}) == 1
        and all(one.minimum is MinimumPolicy.FLAG for one in rules)
        and all(one.max_recruits is None or not one.recruiting for one in rules)
    )


def _mixed(joined: Joined, cap: Ints, limits: SearchLimits) -> ClusterRecruits | None:
    need = solve_cluster(joined, cap, replace(limits, nodes=None))
    return None if need is None else ClusterRecruits(need.per_place, need.unserved, need.needed)


def _alike(joined: Joined, cap: Ints, limits: SearchLimits) -> ClusterRecruits:
    """Find them by pockets, then places with few lent households by a search for places."""
    size = joined.villages[0].rules.max_households
    xy = np.concatenate([one.households.given for one in joined.villages])
    ground = RecruitmentInstance(joined.reach, joined.near, joined.maximum, size, cap, xy)
    fewest = FewestWithoutMinimum.of(ground, replace(limits.share(0.5), nodes=None))
    lost = len(fewest.shortage.lost)
    found = ClusterRecruits(
        fewest.per_place, Proof(lost, lost), fewest.needed, fewest.pockets(limits.share(0.2))
    )
    if (
        not found.per_place.any()
        or len({one.rules.recruits_per_place for one in joined.villages}) > 1
    ):
        # The search for places knows one cap for all of them.
        return found
    return _sited(joined, found, limits.share(0.6))


def _sited(joined: Joined, found: ClusterRecruits, limits: SearchLimits) -> ClusterRecruits:
    """Move the recruits to where the fewest households are lent, then the walk is short.

    A lent household costs more than all walks together, so that the bound of the sum is one of the
    lent households: with W for each, sum >= B and walks < W give at least floor(B / W).
    """
    walks = [
        np.rint(one.metres * DECIMETRES).astype(np.int64) for one in (joined.reach, joined.near)
    ]
    longest = max((int(walk.max(initial=0)) for walk in walks), default=0)
    weight = joined.reach.households * (longest + 1) + 1
    costs = [
        walk + weight * (joined.home[one.household] != of[one.person])
        for walk, one, of in zip(
            walks,
            (joined.reach, joined.near),
            (joined.member_of, joined.place_of),
            strict=True,
        )
    ]
    reach, near = (
        make_reach(one.household, one.person, cost / MICRO, (one.households, one.persons))
        for one, cost in zip((joined.reach, joined.near), costs, strict=True)
    )
    village = _as_village(joined)
    task = _task(joined, reach, village.rules)
    pockets = found.pockets if not found.unserved.value else ()
    certain = found.needed.proven and _uncapped(joined)
    sited = site_recruits(
        village, task, near, SitingRequest(found.per_place, certain, pockets), limits
    )
    walk = sited.assigned.proofs[Stage.WALK]
    served = int((sited.assigned.person == UNSERVED).sum()) <= found.unserved.value
    if not served or sited.per_place.sum() > found.per_place.sum():
        return found
    least = int(walk.bound * MICRO + 0.5) // weight if found.needed.proven else 0
    return replace(found, per_place=sited.per_place, lent_at_least=max(least, 0))


def _uncapped(joined: Joined) -> bool:
    return all(one.rules.recruits_per_place is None for one in joined.villages)


def _task(joined: Joined, reach: Reach, rules: Rules) -> LexicographicProblem:
    """Return the task of the members of all villages, without any minimum."""
    households, members = reach.households, reach.persons
    return LexicographicProblem(
        reach,
        np.zeros(members, np.int64),
        joined.maximum,
        np.full(households, UNSERVED),
        joined.locked,
        rules,
        np.arange(households),
        np.arange(members),
    )


def _as_village(joined: Joined) -> Village:
    """Return the cluster as a village: only its numbers and its rules are looked at."""
    tables = [_points(joined, kind) for kind in ("households", "members", "sites")]
    people = tables[1]
    rules = joined.villages[0].rules.model_copy(
        update={
            "min_households": 0,
            "priorities": (Priority.WALK,),
            "max_recruits": None,
            "recruiting": True,
        }
    )
    none = np.empty((0, 2), np.int64)
    return Village(
        id="",
        name="",
        area=(),
        rules=rules,
        households=tables[0],
        members=Members(
            people.ids,
            people.xy,
            people.given,
            np.zeros(len(people), np.int64),
            joined.maximum,
            np.full(len(people), "", np.str_),
        ),
        places=tables[2],
        locked=none,
        forbidden=none,
        current=none,
        lonlat=False,
    )


def _points(joined: Joined, kind: str) -> Points:
    _, ids = joined.point(kind)
    xy = np.concatenate([getattr(one, kind).given for one in joined.villages])
    return Points(np.array(ids, np.str_), xy, xy)
