"""Converts a solver's rows to an `Assignment`: metres, loads, reasons, proofs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.lexicographic import LexicographicSolution
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.diagnosis.reasons import reasons
from optimizer.distance.reach import Reach, metres_of
from optimizer.domain.plan import UNSERVED, Assignment, Proof, Stage
from optimizer.domain.scenario import Ints, Village
from optimizer.errors import SolverError
from optimizer.solvers.flow import minimum_cost_flow

MANY = 20_000
"""Pairs of a flow that is only to bound how even loads may be."""


def members_problem(village: Village, reach: Reach) -> LexicographicProblem:
    """Return the task of sharing the households among the members there are."""
    households, members = len(village.households), village.members
    current = np.full(households, UNSERVED)
    current[village.current[:, 0]] = village.current[:, 1]
    locked = np.isin(np.arange(households), village.locked[:, 0])
    rows = np.arange(households), np.arange(len(members))
    return LexicographicProblem(
        reach, members.minimum, members.maximum, current, locked, village.rules, *rows
    )


def convert_assignment(
    village: Village,
    task: LexicographicProblem,
    found: LexicographicSolution,
    places: Ints | None = None,
    gains: NDArray[np.bool_] | None = None,
) -> Assignment:
    """Measure what was assigned.

    Parameters
    ----------
    places
        Row of the place of each recruit; recruits are the persons after the members.
    gains
        Whom some exchange gives a seat, where the task has not all pairs.
    """
    persons = len(village.members) + (0 if places is None else len(places))
    person, served = found.person, found.person != UNSERVED
    metres = np.full(len(person), np.nan)
    metres[served] = metres_of(task.reach, np.flatnonzero(served), person[served])
    return Assignment(
        person=person,
        metres=metres,
        loads=np.bincount(person[served], minlength=persons),
        reasons=reasons(village, task.reach, person, task.maximum, gains),
        changed=int((person[village.current[:, 0]] != village.current[:, 1]).sum()),
        proofs=found.proofs,
    )


def add_site_bounds(
    task: LexicographicProblem,
    found: dict[Stage, Proof],
    sited: dict[Stage, Proof],
    first: dict[Stage, Proof],
) -> dict[Stage, Proof]:
    """Return the proofs of a plan with recruits, who might have lived elsewhere.

    Parameters
    ----------
    task
        Its recruits reach whatever can be reached from any place.
    found
        Values of the plan; its bounds hold for these places only.
    sited
        Bounds that hold for all places.
    first
        The proofs of the stages that settled the number of recruits.
    """
    served = len(task.households) - int(found[Stage.SERVE].value)
    proofs, anyhow = dict(first), dict.fromkeys(found, 0.0)
    if Stage.BALANCE in found:
        anyhow |= _evenly(task, served)
    for stage, proof in found.items():
        if stage not in proofs:
            bound = sited[stage].bound if stage in sited else anyhow[stage]
            proofs[stage] = Proof(proof.value, min(proof.value, bound))
    return proofs


def _evenly(task: LexicographicProblem, served: int) -> dict[Stage, float]:
    """Return what no plan goes below that serves so many, wherever the recruits live.

    Without any minimum both are flows, and every plan is one of them. Where the flows would be
    large only shares are counted, which are never finer.
    """
    if len(task.reach) > MANY:
        each, more = divmod(served, max(len(task.persons), 1))
        even = (len(task.persons) - more) * each**2 + more * (each + 1) ** 2
        return {Stage.BALANCE: each + (more > 0), Stage.SPREAD: even}
    nobody, nothing = np.zeros_like(task.maximum), np.zeros(len(task.reach), np.int64)

    def at_most(largest: int) -> Ints:
        loads = np.minimum(task.maximum, largest)
        person = minimum_cost_flow(task.reach, nothing, nobody, loads, rising=1)
        if person is None:
            raise SolverError("a flow without lower loads cannot fail")
        return person

    largest = int(task.maximum.max(initial=0))
    low, high = 0, largest
    while low < high:
        middle = (low + high) // 2
        if int((at_most(middle) != UNSERVED).sum()) >= served:
            high = middle
        else:
            low = middle + 1
    person = at_most(largest)
    loads = np.bincount(person[person != UNSERVED], minlength=len(task.maximum))
    # Whoever serves more has more squares: such a flow bounds no plan that serves fewer.
    squares = int((loads**2).sum()) if int(loads.sum()) == served else 0
    return {Stage.BALANCE: float(low), Stage.SPREAD: float(squares)}
