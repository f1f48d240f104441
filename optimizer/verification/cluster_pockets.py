"""Rules of a cluster's pockets: households whose members, of all villages, cannot hold them."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED, Pocket
from optimizer.domain.scenario import Ints
from optimizer.verification.cluster_case import ClusterCase, broken
from optimizer.verification.seating import seat_one
from optimizer.verification.violation import Violation


def check_cluster_pockets(case: ClusterCase) -> list[Violation]:
    """Return pockets that do not hold what they say, or force more recruits than there are."""
    found: list[Violation] = []
    households, members = len(case.person), int(case.ground.starts("members")[-1])
    for at, pocket in enumerate(case.plan.pockets):
        rows = pocket.households, pocket.members
        sizes = households, members
        if not len(pocket.households) or any(
            len(np.unique(one)) < len(one) or (one < 0).any() or (one >= size).any()
            for one, size in zip(rows, sizes, strict=True)
        ):
            text = f"pocket {at + 1}: its households or members are no set of known rows"
            found.append(broken(case, "POCKET_ROWS", 1, text))
            continue
        found += _members(case, at, pocket, members)
        found += _figures(case, at, pocket)
        found += _servable(case, at, pocket, members)
    return found or _sum(case)


def _members(case: ClusterCase, at: int, pocket: Pocket, members: int) -> list[Violation]:
    """Return members of any village who reach a household and are not listed, or do not."""
    listed = np.zeros(members, np.bool_)
    listed[pocket.members] = True
    surely = case.sure[pocket.households, :members].any(axis=0)
    possibly = case.maybe[pocket.households, :members].any(axis=0)
    return [
        broken(
            case,
            "POCKET_MEMBERS",
            1,
            f"pocket {at + 1}: member {case.name(row)} {text}",
            (case.name(row),),
        )
        for mask, text in (
            (surely & ~listed, "reaches one of its households and is not listed"),
            (listed & ~possibly, "is listed and reaches none of its households"),
        )
        for row in np.flatnonzero(mask).tolist()
    ]


def _figures(case: ClusterCase, at: int, pocket: Pocket) -> list[Violation]:
    """Return a room that is not its members', and a number that it does not force."""
    room = int(case.maximum[pocket.members].sum())
    most = max(one.rules.max_households for one in case.ground.villages)
    forced = -((room - len(pocket.households)) // most)
    found = []
    if pocket.room != room:
        text = f"pocket {at + 1}: room {pocket.room} is stated; its members hold {room}"
        found.append(broken(case, "POCKET_ROOM", abs(pocket.room - room), text))
    if pocket.recruits_at_least != forced or forced < 1:
        text = (
            f"pocket {at + 1}: {pocket.recruits_at_least} recruits are stated; "
            f"{len(pocket.households)} households and a room of {room} force {max(forced, 0)}"
        )
        found.append(broken(case, "POCKET_BOUND", 1, text))
    return found


def _servable(case: ClusterCase, at: int, pocket: Pocket, members: int) -> list[Violation]:
    """Return a household that cannot be served beside the others of its pocket at all.

    Seats of members, and as many as there are households near any place; one after the other is
    seated by exchanges, whatever the order (what can be served together is a matroid).
    """
    rows = pocket.households
    if (case.person[rows] != UNSERVED).all():
        return []
    sites = np.column_stack([case.ground.sites_reaching(rows[[at]]) for at in range(len(rows))])
    allowed = np.column_stack([case.maybe[rows, :members], sites.T])
    caps = np.append(case.maximum[:members], _caps(case, len(rows)))
    person, loads = np.full(len(rows), UNSERVED), np.zeros(len(caps), np.int64)
    for row in range(len(rows)):
        if not seat_one(allowed, person, loads, caps, np.array([row])):
            text = f"pocket {at + 1}: {case.household(int(rows[row]))} cannot be served beside it"
            return [broken(case, "POCKET_UNSERVABLE", 1, text, (case.household(int(rows[row])),))]
    return []


def _caps(case: ClusterCase, households: int) -> Ints:
    """Return how many households the recruits near each place hold at most."""
    most = []
    for village in case.ground.villages:
        rules = village.rules
        per_place = rules.recruits_per_place
        held = households if per_place is None else per_place * rules.max_households
        most.append(np.full(len(village.sites), min(held, households), np.int64))
    return np.concatenate(most)


def _sum(case: ClusterCase) -> list[Violation]:
    """Return pockets that force more recruits than the plan has, though no place is near two."""
    total, near = 0, np.zeros(int(case.ground.starts("sites")[-1]), np.bool_)
    for pocket in case.plan.pockets:
        mine = case.ground.sites_reaching(pocket.households)
        if not (near & mine).any():
            near |= mine
            total += pocket.recruits_at_least
    stated = len(case.plan.places)
    proof = case.plan.proofs.get("serve")
    if total > stated and proof is not None and proof.proven:
        text = f"its pockets force {total} recruits; {stated} are stated"
        return [broken(case, "POCKETS_SUM", total - stated, text)]
    return []
