"""From a village to its plan: the one place that knows the order."""

from __future__ import annotations

import time

import numpy as np

from optimizer.baselines import baselines
from optimizer.diagnosis import reasons, relaxations, verdict
from optimizer.distance import straight_m
from optimizer.plan import UNSERVED, Assignment, Relaxations, VillagePlan
from optimizer.reach import Reach, village_reach
from optimizer.rules import MinimumPolicy
from optimizer.scenario import Floats, Ints, Village
from optimizer.stages import Assigned, Task, assign


def plan_village(village: Village, *, seed: int = 0, time_limit_s: float = 60.0) -> VillagePlan:
    """Plan one village: today's members first, then with recruits where somebody is left out.

    Parameters
    ----------
    time_limit_s
        For the whole village. What is not proven by then keeps its bound and says so.
    """
    started_s = time.monotonic()
    deadline_s = started_s + time_limit_s
    reach = village_reach(village)
    today = plan_today(village, reach, deadline_s=deadline_s, seed=seed)
    short = len(today.unserved) > 0
    return VillagePlan(
        village_id=village.id,
        verdict=verdict(village, len(today.unserved)),
        today=today,
        recruitment=None,
        after=None,
        relaxations=_relaxations(village, deadline_s, seed) if short else None,
        baselines=baselines(village),
        locked_beyond_limit=_beyond_limit(village),
        seconds=time.monotonic() - started_s,
    )


def plan_today(village: Village, reach: Reach, *, deadline_s: float, seed: int) -> Assignment:
    """Share the households among the members there are."""
    members = village.members
    task = Task(
        reach,
        members.minimum,
        members.maximum,
        current_person(village),
        np.isin(np.arange(len(village.households)), village.locked[:, 0]),
        village.rules,
        np.arange(len(village.households)),
        np.arange(len(members)),
    )
    found = assign(task, deadline_s=deadline_s, seed=seed)
    return as_assignment(village, reach, found, members.xy, members.maximum)


def as_assignment(
    village: Village, reach: Reach, found: Assigned, homes: Floats, most: Ints
) -> Assignment:
    """Measure what was assigned; ``homes`` and ``most`` have a row for each person."""
    person, served = found.person, found.person != UNSERVED
    metres = np.full(len(person), np.nan)
    metres[served] = straight_m(village.households.xy[served], homes[person[served]])
    return Assignment(
        person=person,
        metres=metres,
        loads=np.bincount(person[served], minlength=len(homes)),
        reasons=reasons(village, reach, person, most),
        changed=int((person[village.current[:, 0]] != village.current[:, 1]).sum()),
        proofs=found.proofs,
    )


def current_person(village: Village) -> Ints:
    """Return who looks after each household now, or ``UNSERVED``, shape (households,)."""
    current = np.full(len(village.households), UNSERVED)
    current[village.current[:, 0]] = village.current[:, 1]
    return current


def _relaxations(village: Village, deadline_s: float, seed: int) -> Relaxations:
    def serves_all(relaxed: Village) -> bool:
        plan = plan_today(relaxed, village_reach(relaxed), deadline_s=deadline_s, seed=seed)
        return len(plan.unserved) == 0

    # A flow has the last word unless loads below the minimum are forbidden.
    enforced = village.rules.minimum is MinimumPolicy.ENFORCE
    return relaxations(village, serves_all if enforced else lambda _: True)


def _beyond_limit(village: Village) -> Ints:
    """Return the locked pairs that are longer than the limit, shape (n, 2)."""
    home, member = village.locked[:, 0], village.locked[:, 1]
    metres = straight_m(village.households.xy[home], village.members.xy[member])
    return village.locked[metres > village.rules.max_distance_m]
