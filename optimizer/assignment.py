"""From rows and pairs to an assignment that can be read: metres, loads, reasons, proofs."""

from __future__ import annotations

import numpy as np

from optimizer.diagnosis import reasons
from optimizer.plan import UNSERVED, Assignment, Proof, Stage
from optimizer.reach import Reach, metres_of
from optimizer.scenario import Ints, Village
from optimizer.stages import Assigned, Task


def members_task(village: Village, reach: Reach) -> Task:
    """Return the task of sharing the households among the members there are."""
    households, members = len(village.households), village.members
    current = np.full(households, UNSERVED)
    current[village.current[:, 0]] = village.current[:, 1]
    locked = np.isin(np.arange(households), village.locked[:, 0])
    rows = np.arange(households), np.arange(len(members))
    return Task(reach, members.minimum, members.maximum, current, locked, village.rules, *rows)


def as_assignment(
    village: Village, task: Task, found: Assigned, places: Ints | None = None
) -> Assignment:
    """Measure what was assigned.

    Parameters
    ----------
    places
        Row of the place of each recruit; recruits are the persons after the members.
    """
    persons = len(village.members) + (0 if places is None else len(places))
    person, served = found.person, found.person != UNSERVED
    metres = np.full(len(person), np.nan)
    metres[served] = metres_of(task.reach, np.flatnonzero(served), person[served])
    return Assignment(
        person=person,
        metres=metres,
        loads=np.bincount(person[served], minlength=persons),
        reasons=reasons(village, task.reach, person, task.maximum),
        changed=int((person[village.current[:, 0]] != village.current[:, 1]).sum()),
        proofs=found.proofs,
    )


def with_bounds(
    task: Task, found: dict[Stage, Proof], sited: dict[Stage, Proof], first: dict[Stage, Proof]
) -> dict[Stage, Proof]:
    """Return the proofs of a plan with recruits, who might have lived elsewhere.

    Parameters
    ----------
    found
        Values of the plan; its bounds hold for these places only.
    sited
        Bounds that hold for all places.
    first
        The proofs of the stages that settled the number of recruits.
    """
    served = len(task.households) - int(found[Stage.SERVE].value)
    anyhow = _anyhow(served, len(task.persons))
    proofs = dict(first)
    for stage, proof in found.items():
        if stage not in proofs:
            bound = sited[stage].bound if stage in sited else anyhow[stage]
            proofs[stage] = Proof(proof.value, min(proof.value, bound))
    return proofs


def _anyhow(served: int, persons: int) -> dict[Stage, float]:
    """Return bounds by counting alone: nobody walks less than nothing, shares are never finer."""
    each, more = divmod(served, max(persons, 1))
    even = (persons - more) * each**2 + more * (each + 1) ** 2
    return {Stage.LONGEST: 0.0, Stage.BALANCE: each + (more > 0), Stage.SPREAD: even}
