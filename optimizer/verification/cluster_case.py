"""The plan of a cluster beside what the verifier counts of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Ints
from optimizer.verification.cluster_ground import ClusterGround
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation


@dataclass(frozen=True, slots=True, eq=False)
class ClusterCase:
    """A cluster's plan beside what the verifier counts of it.

    Parameters
    ----------
    person
        Shape (households,), members of all villages and then recruits.
    metres, slack
        Shape (households,): own metres, and how far others may be off.
    loads, minimum, maximum
        Shape (persons,).
    sure, maybe
        Shape (households, persons): who may look after whom, surely and possibly.
    """

    ground: ClusterGround
    plan: ClusterPlan
    person: Ints
    metres: Floats
    slack: Floats
    loads: Ints
    minimum: Ints
    maximum: Ints
    sure: Mask
    maybe: Mask

    @property
    def enforced(self) -> Mask:
        """Persons whose loads below the minimum are forbidden, locks aside."""
        villages = [one.rules.minimum is MinimumPolicy.ENFORCE for one in self.ground.villages]
        return np.array(villages, np.bool_)[self.ground.person_of]

    def household(self, row: int) -> str:
        """Return a household as a message names it: its village, its id."""
        return _named(self.ground, "households", row)

    def name(self, person: int) -> str:
        """Return a person as a message names it."""
        members = int(self.ground.starts("members")[-1])
        if person < members:
            return _named(self.ground, "members", person)
        at = int(self.ground.places[person - members])
        return f"the recruit near {_named(self.ground, 'sites', at)}"


def _named(ground: ClusterGround, kind: str, row: int) -> str:
    starts = ground.starts(kind)
    number = int(np.searchsorted(starts, row, side="right")) - 1
    village = ground.villages[number]
    return f"{village.id}/{getattr(village, kind).ids[row - starts[number]]}"


def broken(
    case: ClusterCase, code: str, size: float, message: str, witness: tuple[str, ...] = ()
) -> Violation:
    """Return a violation of a cluster."""
    where = f"cluster {', '.join(case.plan.villages)}"
    return Violation("lending", code, float(size), witness, message, where)


def cluster_case(ground: ClusterGround, plan: ClusterPlan) -> ClusterCase:
    """Recount a plan whose rows are known ones.

    Raises
    ------
    OutOfTime
        Where the ground's limits end before its distances are found.
    """
    members, of = [one.members for one in ground.villages], ground.place_of
    rules = [one.rules for one in ground.villages]
    low, high = (
        np.array([getattr(one, name) for one in rules], np.int64)
        for name in ("min_households", "max_households")
    )
    metres, slack = ground.metres(plan.person)
    persons = len(ground.person_of)
    return ClusterCase(
        ground,
        plan,
        plan.person,
        metres,
        slack,
        np.bincount(plan.person[plan.person != UNSERVED], minlength=persons).astype(np.int64),
        np.concatenate([*(one.minimum for one in members), low[of]]),
        np.concatenate([*(one.maximum for one in members), high[of]]),
        ground.reached(sure=True),
        ground.reached(sure=False),
    )
