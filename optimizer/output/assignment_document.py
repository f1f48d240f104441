"""One assignment as the response JSON says it: who looks after whom, with what is proven."""

from __future__ import annotations

import numpy as np

from optimizer.domain.checked import CheckedBy, checked_by
from optimizer.domain.goals import GOALS, Stage, Unit
from optimizer.domain.plan import METRE_DECIMALS, Assignment, Recruitment
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.domain.walk_levels import walk_levels
from optimizer.output.metres import is_unstated, metres_or_none, shown_metres, shows_metres
from optimizer.output.moves import moves
from optimizer.output.proof_document import Document, plain_number, proof_document
from optimizer.output.team_documents import team_document, team_proofs


def assignment_document(
    village: Village,
    assignment: Assignment,
    persons: Ids,
    minimum: Ints,
    recruitment: Recruitment | None = None,
) -> Document:
    """Return an assignment with ids.

    Parameters
    ----------
    persons, minimum
        Shape (persons,): ids and minimum loads, members first and recruits after them.
    recruitment
        Where the assignment is the one after recruiting.
    """
    ids = village.households.ids
    served, unserved = np.flatnonzero(assignment.person >= 0), assignment.unserved
    people = persons[assignment.person[served]].tolist()
    metres = metres_or_none(np.round(shown_metres(village, assignment)[served], METRE_DECIMALS))
    shown = shows_metres(village)
    return {
        "assignments": [
            list(row) for row in zip(ids[served].tolist(), people, metres, strict=True)
        ],
        "unserved": [
            list(row)
            for row in zip(
                ids[unserved].tolist(), assignment.reasons[unserved].tolist(), strict=True
            )
        ],
        "reserve": persons[assignment.reserve].tolist(),
        "exceptions": persons[assignment.exceptions(minimum)].tolist(),
        "walk_m": rounded_metres(assignment.walk_m) if shown else None,
        "longest_m": rounded_metres(assignment.longest_m) if shown else None,
        "changed": int(assignment.changed),
        **_moves(village, assignment, persons),
        **_stand_ins(village, assignment, persons),
        "proof": stage_proofs(village, assignment, recruitment)
        | team_proofs(village, assignment.teams),
        **team_document(village, assignment, persons),
    }


def stage_proofs(
    village: Village, assignment: Assignment, recruitment: Recruitment | None
) -> Document:
    """Return value, bound and way of checking of each stage of the households' plan.

    Parameters
    ----------
    recruitment
        Where the assignment is the one after recruiting.
    """
    return {
        str(stage): None
        if is_unstated(village, stage)
        else proof_document(proof, stage)
        | _levels(village, assignment, stage)
        | _how_checked(village, assignment, stage, recruitment)
        for stage, proof in assignment.proofs.items()
    }


def _moves(village: Village, assignment: Assignment, persons: Ids) -> Document:
    """Return who changes person, where there is a plan in force."""
    if assignment.by_event is None:
        return {}
    return {"moves": [list(move) for move in moves(village, assignment, persons)]}


def _stand_ins(village: Village, assignment: Assignment, persons: Ids) -> Document:
    """Return who would take whom if the own person left, where the rules ask for it."""
    found, ids = assignment.stand_ins, village.households.ids
    if found is None:
        return {"stand_ins": None} if village.rules.stand_ins else {}
    names, shown = [*persons.tolist(), None], shows_metres(village)
    served = np.flatnonzero(assignment.person >= 0).tolist()
    moves: dict[str, list[list[object]]] = {}
    for leaver, household, before, now in found.moves.tolist():
        move = [str(ids[household]), names[before], names[now]]
        moves.setdefault(names[leaver], []).append(move)
    return {
        "stand_ins": [
            [
                str(ids[row]),
                names[int(found.person[row])],
                None if found.person[row] < 0 or not shown else rounded_metres(found.metres[row]),
            ]
            for row in served
        ],
        "stand_in_moves": moves,
    }


def _how_checked(
    village: Village, assignment: Assignment, stage: Stage, recruitment: Recruitment | None
) -> Document:
    """Return how the bound of a stage can be checked, with the prices where that takes any."""
    how = checked_by(village.rules, stage, assignment, recruitment)
    if stage is not Stage.WALK or how is not CheckedBy.PRICES or assignment.prices is None:
        return {"checked": str(how)}
    return {"checked": str(how), "prices": assignment.prices.tolist()}


def _levels(village: Village, assignment: Assignment, stage: Stage) -> Document:
    """Return what the fairest walks are: households beyond each step, from the last on."""
    if GOALS[stage].unit is not Unit.STEPS:
        return {}
    levels = walk_levels(assignment.metres, village.rules.fairest_step_m)
    return {"levels": [[plain_number(step_m), beyond] for step_m, beyond in levels]}


def rounded_metres(value: float) -> float:
    """Return metres to the millimetre, as they are stated."""
    return round(float(value), METRE_DECIMALS)
