"""Lending as the response JSON says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.goals import Stage
from optimizer.domain.plan import METRE_DECIMALS, UNSERVED, Pocket, recruit_ids
from optimizer.domain.scenario import Ints, Village
from optimizer.output.proof_document import Document, proof_document


def lending_document(
    villages: Sequence[Village], clusters: Sequence[ClusterPlan], *, alone: int
) -> Document:
    """Return what lending would save, and who would look after whom in each cluster.

    Parameters
    ----------
    villages
        All of the scenario.
    alone
        Recruits of all villages, each planned by itself.
    """
    known = {village.id: village for village in villages}
    saved = sum(one.recruits_alone - len(one.places) for one in clusters)
    return {
        "recruits_alone": alone,
        "recruits": alone - saved,
        "clusters": [
            cluster_document([known[name] for name in one.villages], one) for one in clusters
        ],
    }


def cluster_document(villages: Sequence[Village], plan: ClusterPlan) -> Document:
    """Return one cluster; a household is lent where the two villages of its row differ."""
    names = ClusterNames(villages, plan.places)
    served = np.flatnonzero(plan.person != UNSERVED).tolist()
    rows = [
        [
            *names.households[row],
            *names.persons[int(plan.person[row])],
            round(float(plan.metres[row]), METRE_DECIMALS),
        ]
        for row in served
    ]
    proofs = {
        name: proof_document(proof, Stage.WALK if name == "walk" else Stage.SERVE)
        for name, proof in plan.proofs.items()
    }
    return {
        "villages": list(plan.villages),
        "recruits_alone": plan.recruits_alone,
        "recruits": len(plan.places),
        "bound": proofs["recruit"]["bound"],
        "proven": plan.proven,
        "cut": plan.cut,
        "households_lent": sum(row[0] != row[2] for row in rows),
        "unserved": [
            [*names.households[row], str(plan.reasons[row])]
            for row in np.flatnonzero(plan.person == UNSERVED).tolist()
        ],
        "recruited": [list(one) for one in names.recruited],
        "assignments": rows,
        "pockets": [_pocket(names, pocket) for pocket in plan.pockets],
        "proof": proofs,
    }


class ClusterNames:
    """Village and id of every household and person of a cluster.

    Parameters
    ----------
    places
        Rows of the recruits' places among those of all villages.
    """

    def __init__(self, villages: Sequence[Village], places: Ints) -> None:
        self.households = list(_named(villages, "households"))
        self.members = list(_named(villages, "members"))
        sites = list(_named(villages, "sites"))
        at = [sites[place] for place in places.tolist()]
        ids = {
            village.id: iter(
                recruit_ids(village.members.ids, sum(home == village.id for home, _ in at))
            )
            for village in villages
        }
        self.recruited = [(home, next(ids[home]), place) for home, place in at]
        self.persons = [*self.members, *((home, name) for home, name, _ in self.recruited)]


def _named(villages: Sequence[Village], kind: str) -> Iterator[tuple[str, str]]:
    for village in villages:
        for name in getattr(village, kind).ids.tolist():
            yield village.id, name


def _pocket(names: ClusterNames, pocket: Pocket) -> Mapping[str, object]:
    return {
        "households": [list(names.households[row]) for row in pocket.households.tolist()],
        "members": [list(names.members[row]) for row in pocket.members.tolist()],
        "room": int(pocket.room),
        "recruits_at_least": int(pocket.recruits_at_least),
    }
