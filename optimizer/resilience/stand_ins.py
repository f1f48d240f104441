"""Stand-ins: who would take each household if its own person left tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import lexicographic_flow
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.stand_ins import StandIns
from optimizer.errors import SolverError
from optimizer.resilience.roster import Bools, Roster


@dataclass(frozen=True, slots=True, eq=False)
class _Leaving:
    """What is shared anew when one person leaves.

    Parameters
    ----------
    problem
        The pairs that may be used then, without lower loads.
    theirs
        Shape (households,): whom the leaver looks after.
    """

    problem: AssignmentProblem
    theirs: Bools


def find_stand_ins(roster: Roster, person: Ints) -> StandIns:
    """Find everybody's stand-in, one flow a leaver.

    In the seats that are spare when the person leaves, among the households that the plan serves:
    fewest without anybody, fewest others who must move, fewest metres. Minimum loads do not
    matter for a time, and the leaver's locks lapse.

    Parameters
    ----------
    person
        Shape (households,): the plan's persons, or ``UNSERVED``.
    """
    stand_in = np.full(len(person), UNSERVED)
    metres = np.full(len(person), np.nan)
    moved: list[Ints] = []
    for leaver in np.unique(person[person != UNSERVED]).tolist():
        found = share_without(roster, person, (leaver,))
        theirs = np.flatnonzero(person == leaver)
        stand_in[theirs], metres[theirs] = found.person[theirs], found.metres[theirs]
        others = found.others
        if len(others):
            rows = [np.full(len(others), leaver), others, person[others], found.person[others]]
            moved.append(np.column_stack(rows))
    return StandIns(stand_in, metres, np.concatenate([np.empty((0, 4), np.int64), *moved]))


@dataclass(frozen=True, slots=True, eq=False)
class SharedWithout:
    """Who looks after whom while some are not there.

    Parameters
    ----------
    person, metres
        Shape (households,); metres are NaN for nobody, and for whom nothing changes.
    others
        Rows of households of others who move.
    """

    person: Ints
    metres: Floats
    others: Ints


def share_without(roster: Roster, person: Ints, leavers: Sequence[int]) -> SharedWithout:
    """Share the households of some persons among the others, in the seats that are spare then."""
    leaving = _leaving(roster, person, leavers)
    found, metres = _shared(leaving, person)
    moved = (found != person) & ~leaving.theirs & (person != UNSERVED)
    return SharedWithout(found, metres, np.flatnonzero(moved))


def _leaving(roster: Roster, person: Ints, leavers: Sequence[int]) -> _Leaving:
    """Return the problem of leavers: locked households of others stay where they are."""
    reach = roster.reach
    bound = (roster.locked_to >= 0) & ~np.isin(roster.locked_to, leavers)
    stays = (person == UNSERVED) | bound
    fixed = np.bincount(person[stays & (person != UNSERVED)], minlength=roster.persons)
    pairs = reach.only(roster.pairs(*leavers) & ~stays[reach.household])
    nobody = np.zeros(len(person), bool)
    room = roster.maximum - fixed
    problem = AssignmentProblem(pairs, np.zeros_like(room), room, None, None, nobody)
    return _Leaving(problem, np.isin(person, leavers))


def _shared(
    leaving: _Leaving, person: Ints
) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Return who takes whom then, and the metres of each household."""
    problem, reach = leaving.problem, leaving.problem.reach
    other = ~leaving.theirs
    moves = Goal(
        (other[reach.household] & (person[reach.household] != reach.person)).astype(np.int64),
        other.astype(np.int64),
    )
    walk = Goal(reach.micrometres, np.zeros(len(person), np.int64))
    none = np.zeros(problem.persons, np.int64)
    found = lexicographic_flow(problem, (moves, walk), none, problem.maximum)
    if found is None:
        raise SolverError("a flow without lower loads cannot fail")
    metres = np.full(len(person), np.nan)
    used = found[reach.household] == reach.person
    metres[reach.household[used]] = reach.metres[used]
    asked = np.zeros(len(person), bool)
    asked[reach.household] = True
    # Who is not asked stays; a household of the leaver that nobody reaches has nobody.
    return np.where(asked | leaving.theirs, found, person), metres
