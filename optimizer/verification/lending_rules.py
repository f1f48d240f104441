"""Rules of lending: one plan of several villages, each pair, load and sum of it counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.lending import Lending
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints, Village
from optimizer.verification.cluster_case import ClusterCase, broken, cluster_case
from optimizer.verification.cluster_ground import ClusterGround, touches
from optimizer.verification.cluster_pockets import check_cluster_pockets
from optimizer.verification.cluster_reasons import check_cluster_reasons
from optimizer.verification.time_budget import Deadline
from optimizer.verification.violation import Violation

MOST_HOUSEHOLDS = 6_000
"""Villages that have more together may stay apart without a word of it."""
STAGES = ("serve", "recruit", "lent", "minimum", "keep", "walk")


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What a village's own plan comes to: recruits, and households without anybody after them."""

    recruits: int
    unserved: int


def check_cluster(
    villages: Sequence[Village],
    plan: ClusterPlan,
    lending: Lending,
    own: Mapping[str, OwnPlan],
    *,
    rounding_m: float = 0.0,
    limits: Deadline | None = None,
) -> list[Violation]:
    """Return every rule that the plan of a cluster breaks.

    Parameters
    ----------
    villages
        Those of the cluster, in its order.
    plan
        Rows count through their tables one after the other; those that are unknown were told.
    own
        What the villages' own plans come to.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before its distances are found.
    """
    case = cluster_case(ClusterGround(tuple(villages), lending, plan.places, limits), plan)
    found = [*_pairs(case, rounding_m), *_loads(case), *_recruits(case)]
    if found:
        return found
    return [
        *check_cluster_reasons(case),
        *_values(case, rounding_m),
        *_beside_own(case, [own[one.id] for one in villages]),
        *check_cluster_pockets(case),
    ]


def _pairs(case: ClusterCase, rounding_m: float) -> list[Violation]:
    """Return pairs that may not be, locks that are not obeyed, and metres that are not so."""
    rows = np.flatnonzero(case.person != UNSERVED)
    bad = rows[~case.maybe[rows, case.person[rows]]]
    found = [
        broken(
            case,
            "LENT_PAIR",
            1,
            f"{case.household(row)} is {_metres_said(case.metres[row])} {case.name(who)}: beyond "
            "its limit, forbidden, locked to somebody else, or of villages that may not lend",
            (case.household(row), case.name(who)),
        )
        for row, who in zip(bad.tolist(), case.person[bad].tolist(), strict=True)
    ]
    for number, village in enumerate(case.ground.villages):
        first, member = (case.ground.starts(kind)[number] for kind in ("households", "members"))
        for home, who in village.locked.tolist():
            if case.person[first + home] != member + who:
                text = f"{case.household(int(first + home))} is locked to another person"
                found.append(broken(case, "LOCKED", 1, text, (case.household(int(first + home)),)))
    own, stated = case.metres[rows], case.plan.metres[rows]
    off = np.flatnonzero(~(np.abs(stated - own) <= case.slack[rows] + rounding_m + 1e-9))
    found += [
        broken(
            case,
            "METRES",
            1,
            f"{case.household(row)}: {case.plan.metres[row]} m are stated, "
            f"{case.metres[row]:.6f} m measured",
            (case.household(row),),
        )
        for row in rows[off].tolist()
        if row not in bad
    ]
    return found


def _metres_said(metres: float) -> str:
    return f"{metres:.3f} m from" if isfinite(metres) else "with"


def _loads(case: ClusterCase) -> list[Violation]:
    """Return loads above the maximum, and below a minimum that is enforced and no lock forces."""
    locks = _locks(case)
    least = np.where(locks > 0, np.minimum(case.minimum, locks), case.minimum)
    few = (case.loads > 0) & (case.loads < least) & case.enforced
    return [
        *(
            broken(
                case,
                "OVER_MAXIMUM",
                case.loads[who] - case.maximum[who],
                f"{case.name(who)} has {case.loads[who]} households; at most {case.maximum[who]}",
                (case.name(who),),
            )
            for who in np.flatnonzero(case.loads > case.maximum).tolist()
        ),
        *(
            broken(
                case,
                "BELOW_MINIMUM",
                least[who] - case.loads[who],
                f"{case.name(who)} has {case.loads[who]} households; the minimum of "
                f"{case.minimum[who]} is enforced",
                (case.name(who),),
            )
            for who in np.flatnonzero(few).tolist()
        ),
    ]


def _locks(case: ClusterCase) -> Ints:
    """Count the households that are locked to each person, shape (persons,)."""
    starts = case.ground.starts("members")
    rows = [one.locked[:, 1] + starts[at] for at, one in enumerate(case.ground.villages)]
    return np.bincount(np.concatenate(rows).astype(np.int64), minlength=len(case.loads))


def _recruits(case: ClusterCase) -> list[Violation]:
    """Return recruits where nobody is recruited, or more than a place or a village takes."""
    found, ground = [], case.ground
    for number, village in enumerate(ground.villages):
        rows = ground.places[ground.place_of == number] - ground.starts("sites")[number]
        rules = village.rules
        if len(rows) and not rules.recruiting:
            text = f"village {village.id} recruits nobody"
            found.append(broken(case, "RECRUITING_OFF", len(rows), text))
        if rules.max_recruits is not None and len(rows) > rules.max_recruits:
            text = f"village {village.id} has {len(rows)} recruits; at most {rules.max_recruits}"
            found.append(broken(case, "TOTAL_CAP", len(rows) - rules.max_recruits, text))
        most = int(np.bincount(rows, minlength=1).max())
        if rules.recruits_per_place is not None and most > rules.recruits_per_place:
            text = f"a place of village {village.id} has {most}; at most {rules.recruits_per_place}"
            found.append(broken(case, "PLACE_CAP", most - rules.recruits_per_place, text))
    return found


def _values(case: ClusterCase, rounding_m: float) -> list[Violation]:
    """Return stages whose value is not the recount, or whose bound is above it."""
    ground, served = case.ground, case.person != UNSERVED
    lent = ground.home[served] != ground.person_of[case.person[served]]
    lost = _lost(case)
    few = (case.loads > 0) & (case.loads < case.minimum)
    walk, slack = float(case.metres.sum()), float(case.slack.sum()) + rounding_m + 1e-6
    own = {
        "serve": (int((~served).sum()), 0.0),
        "recruit": (len(case.plan.places), 0.0),
        "lent": (int(lent.sum()), 0.0),
        "minimum": (int(few.sum()), 0.0),
        "keep": (lost, 0.0),
        "walk": (walk, slack),
    }
    found = []
    for stage, (value, off) in own.items():
        proof = case.plan.proofs.get(stage)
        if proof is None:
            found.append(broken(case, "STAGES", 1, f"there is no proof of {stage}"))
            continue
        # Of villages that keep their own plans, changes by choice alone are counted.
        least = 0 if stage == "keep" and not case.plan.recruits_alone else value
        if not least - off <= proof.value <= value + off:
            text = f"{stage}: {proof.value} is stated; the recount is {value}"
            found.append(broken(case, "VALUE", abs(proof.value - value), text))
        if not 0 <= proof.bound <= proof.value:
            text = f"{stage}: a bound of {proof.bound} beside a value of {proof.value}"
            found.append(broken(case, "BOUND", 1, text))
    return found


def _lost(case: ClusterCase) -> int:
    """Count the households that lose the person whom they have now."""
    lost = 0
    for number, village in enumerate(case.ground.villages):
        first, member = (case.ground.starts(kind)[number] for kind in ("households", "members"))
        now = case.person[first + village.current[:, 0]]
        lost += int((now != member + village.current[:, 1]).sum())
    return lost


def _beside_own(case: ClusterCase, own: Sequence[OwnPlan]) -> list[Violation]:
    """Return what is not so beside the villages' own plans, which lending never makes worse."""
    recruits, unserved = (
        sum(getattr(one, name) for one in own) for name in ("recruits", "unserved")
    )
    found, stated = [], case.plan.recruits_alone
    if stated != recruits:
        text = f"{stated} recruits alone are stated; the villages' own plans have {recruits}"
        found.append(broken(case, "ALONE", abs(stated - recruits), text))
    together = int((case.person == UNSERVED).sum()), len(case.plan.places)
    if together > (unserved, recruits):
        text = (
            f"together {together[0]} households have nobody, with {together[1]} recruits; "
            f"alone it is {unserved}, with {recruits}"
        )
        found.append(broken(case, "WORSE_THAN_ALONE", 1, text))
    return found


def check_borders(
    villages: Sequence[Village],
    clusters: Sequence[ClusterPlan],
    lending: Lending,
    limits: Deadline | None = None,
) -> list[Violation]:
    """Return borders that are open, by a pair that is surely in reach, and closed in the plan.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before distances across a border are found.
    """
    at = {name: number for number, one in enumerate(clusters) for name in one.villages}
    found = []
    for row, one in enumerate(villages):
        for other in villages[row + 1 :]:
            here, there = at.get(one.id), at.get(other.id)
            known = {number for number in (here, there) if number is not None}
            together = here is not None and here == there
            households = len(one.households) + len(other.households)
            told = all(clusters[number].cut for number in known)
            if together or (told and (known or households > MOST_HOUSEHOLDS)):
                continue
            if any(touches(*pair, lending, limits) for pair in ((one, other), (other, one))):
                text = f"villages {one.id} and {other.id} reach each other and no cut is told"
                pair = (one.id, other.id)
                found.append(Violation("lending", "CLUSTER_MISSING", 1.0, pair, text, "lending"))
    return found
