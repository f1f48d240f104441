"""Converts a solver's rows to an `Assignment`: metres, loads, reasons, proofs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.changes import changed_by_event, keepable
from optimizer.assignment.goals import STAGE_GOALS, LeximaxGoal
from optimizer.assignment.lexicographic import LexicographicSolution
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.diagnosis.reasons import reasons
from optimizer.distance.reach import Reach, metres_of
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED, Assignment
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints, Village


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
    usable: NDArray[np.bool_] | None = None,
) -> Assignment:
    """Measure what was assigned.

    Parameters
    ----------
    places
        Row of the place of each recruit; recruits are the persons after the members.
    gains
        Whom some exchange gives a seat, where the task has not all pairs.
    usable
        Who may keep the person of the plan in force, where the task has not all pairs.
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
        changed=_lost(village, person),
        proofs=found.proofs,
        by_event=_by_event(village, task, person, usable) if village.has_current else None,
        prices=found.prices,
    )


def _lost(village: Village, person: Ints) -> int:
    """Count the households that lose the person they have in the plan in force."""
    gone = 0 if village.former is None else int((village.former != "").sum())
    return gone + int((person[village.current[:, 0]] != village.current[:, 1]).sum())


def _by_event(
    village: Village, task: LexicographicProblem, person: Ints, usable: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Return which households change person by event."""
    kept = keepable(task.reach, task.current) if usable is None else usable
    forced = changed_by_event(task.current, kept, task.maximum, person)
    gone = np.zeros(len(person), bool) if village.former is None else village.former != ""
    both: NDArray[np.bool_] = forced | gone
    return both


def add_site_bounds(
    task: LexicographicProblem,
    found: LexicographicSolution,
    sited: LexicographicSolution,
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
    served = len(task.households) - int(found.proofs[Stage.SERVE].value)
    proofs = dict(first)
    for stage, proof in found.proofs.items():
        goal = STAGE_GOALS[stage]
        if stage in proofs:
            continue
        if isinstance(goal, LeximaxGoal):
            anywhere = replace(found.steps[stage], bounds=sited.steps[stage].bounds)
            proofs[stage] = anywhere.proof(task.rules.fairest_step_m)
        elif stage in sited.proofs:
            proofs[stage] = Proof(proof.value, min(proof.value, sited.proofs[stage].bound))
        else:
            bound = goal.bound_anywhere(task, served)
            proofs[stage] = Proof(proof.value, min(proof.value, bound))
    return proofs
