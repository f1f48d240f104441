"""Rules of a cluster's unserved: the right reason, and no exchange that would serve one more."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED, Reason
from optimizer.domain.scenario import Ids, Ints
from optimizer.verification.cluster_case import ClusterCase, broken
from optimizer.verification.seating import path_to_seat
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation


def check_cluster_reasons(case: ClusterCase) -> list[Violation]:
    """Return wrong reasons, and households whom an exchange or a recruit would serve.

    Under an enforced minimum whether one more can be served is not decided here.
    """
    stated = case.plan.reasons.astype(str)
    served = case.person != UNSERVED
    found = [
        broken(
            case,
            "WRONG_REASON",
            1,
            f"{case.household(row)} is {'' if served[row] else 'un'}served and its reason is "
            f"{stated[row]!r}",
            (case.household(row),),
        )
        for row in np.flatnonzero(served != (stated == "")).tolist()
    ]
    rows = np.flatnonzero(~served)
    if found or not len(rows):
        return found
    found = _reasons(case, rows, stated)
    if found or case.enforced.any() or any(_minimum_kept(case)):
        return found
    return [*_exchange(case, rows), *_recruitable(case, rows)]


def _minimum_kept(case: ClusterCase) -> list[bool]:
    return [one.rules.minimum.value != "flag" for one in case.ground.villages]


def _reasons(case: ClusterCase, rows: Ints, stated: Ids) -> list[Violation]:
    """Return reasons that distances and forbidden pairs exclude."""
    near_sure, near, free_sure, free = (
        np.any(mask[rows], axis=1)
        for mask in (
            case.ground.reached(sure=True, forbidden=True),
            case.ground.reached(sure=False, forbidden=True),
            case.sure,
            case.maybe,
        )
    )
    found = []
    for at, row in enumerate(rows.tolist()):
        placed = bool(case.ground.sites_reaching(np.array([row])).any())
        enforced = _minimum_kept(case)[int(case.ground.home[row])]
        possible = {
            Reason.DISTANCE: not near_sure[at],
            Reason.EXCLUDED: near[at] and not free_sure[at],
            Reason.CAPACITY: free[at] or placed,
            Reason.MINIMUM: (free[at] or placed) and enforced,
        }
        right = sorted(str(reason) for reason, can in possible.items() if can)
        if stated[row] not in right:
            text = f"{case.household(row)} is unserved for {stated[row]}; what holds is " + (
                " or ".join(right)
            )
            found.append(broken(case, "WRONG_REASON", 1, text, (case.household(row),)))
    return found


def _exchange(case: ClusterCase, rows: Ints) -> list[Violation]:
    """Return an unserved household from which an alternating path leads to a free seat."""
    path = path_to_seat(case.sure, case.person, case.loads < case.maximum, rows)
    names = [name for row, who in path for name in (case.household(row), case.name(who))]
    if not names:
        return []
    text = f"{names[0]} could be served: {' -> '.join(names)}"
    return [broken(case, "EXCHANGE", 1, text, tuple(names))]


def _recruitable(case: ClusterCase, rows: Ints) -> list[Violation]:
    """Return a household that one more recruit would serve, within the caps.

    Where the fewest unserved are not proven nobody says that there is none.
    """
    proof = case.plan.proofs.get("serve")
    if proof is None or not proof.proven:
        return []
    ground, found = case.ground, []
    taken = np.bincount(ground.places, minlength=int(ground.starts("sites")[-1]))
    for row in rows.tolist():
        open_sites = _sure_sites(case, row)
        for number, village in enumerate(ground.villages):
            first, end = ground.starts("sites")[number : number + 2].tolist()
            rules = village.rules
            per_place = rules.recruits_per_place
            used = int((ground.place_of == number).sum())
            if rules.max_recruits is not None and used >= rules.max_recruits:
                continue
            free = open_sites[first:end] & (
                np.ones(end - first, np.bool_)
                if per_place is None
                else taken[first:end] < per_place
            )
            if free.any():
                text = f"one more recruit of village {village.id} would serve {case.household(row)}"
                found.append(broken(case, "EXCHANGE", 1, text, (case.household(row),)))
                break
    return found


def _sure_sites(case: ClusterCase, row: int) -> Mask:
    """Return which places of villages that recruit are surely in reach of a household."""
    ground = case.ground
    home = int(ground.home[row])
    own = np.array([row - ground.starts("households")[home]])
    found = []
    for other, village in enumerate(ground.villages):
        sites = np.arange(len(village.sites))
        side = ground.side(home, other) if village.rules.recruiting else None
        if side is None or np.isin(own, ground.villages[home].locked[:, 0]).any():
            found.append(np.zeros(len(sites), np.bool_))
            continue
        found.append(np.array([side.near_a_site(own, sites[[at]])[0] for at in sites], np.bool_))
    return np.concatenate(found)
