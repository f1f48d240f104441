"""Rules of the moves: who changes person against the plan in force, by event or by choice.

A change is by event where the pair of the plan in force can no longer be used, where the person
has fewer seats than households that it could keep (so many of those that it loses), or where the
household had nobody. Every other change is by choice.
"""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.verification.case import Case
from optimizer.verification.measured_village import pair_metres
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation


def changed(case: Case) -> int:
    """Count the households that lose the person of the plan in force, gone persons included."""
    former = case.village.former
    return int(_lost(case).sum()) + (0 if former is None else int((former != "").sum()))


def by_choice(case: Case) -> tuple[int, int]:
    """Return how many changes are by choice, at least and at most.

    The two differ where a pair lies too near the limit to say, or where nothing was measured.
    """
    lost = int(_lost(case).sum())
    if not case.measured:
        return 0, lost
    least, most = (lost - _forced(case, sure=sure) for sure in (True, False))
    return min(max(least, 0), most), most


def check_moves(case: Case) -> list[Violation]:
    """Return moves that are missing or unasked for, and changes with the wrong cause."""
    stated = case.stated.by_event
    if not case.village.has_current or stated is None:
        if case.village.has_current is (stated is not None):
            return []
        message = "moves belong where there is a plan in force, and nowhere else"
        return [case.broken("keep", "MOVES", 1, (), message)]
    if stated.shape != case.person.shape:
        return [case.broken("keep", "MOVES", 1, (), "the moves are not one a household")]
    return [*_unchanged(case, stated), *_causes(case, stated)] if case.measured else []


def _unchanged(case: Case, stated: Mask) -> list[Violation]:
    former = case.village.former
    moved = _before(case) != case.person
    moved |= False if former is None else former != ""
    return [
        case.broken("keep", "MOVES", 1, (name,), f"household {name} keeps its person, by event")
        for name in map(case.household, np.flatnonzero(stated & ~moved))
    ]


def _causes(case: Case, stated: Mask) -> list[Violation]:
    """Return causes that the village does not bear out, household by household and in sum."""
    rows, members = case.village.current.T
    lost, sure, maybe = _lost(case), _usable(case, sure=True), _usable(case, sure=False)
    chosen = lost & ~stated[rows]
    wrong = rows[chosen & ~maybe]
    had_nobody = (_before(case) < 0) & (case.person >= 0) & ~stated
    found = [
        case.broken("keep", "CAUSE", 1, (name,), f"household {name} could not keep its person")
        for name in map(case.household, [*wrong.tolist(), *np.flatnonzero(had_nobody).tolist()])
    ]
    for member in np.unique(members[lost & stated[rows] & sure]):
        mine = members == member
        forced = int((lost & stated[rows] & sure & mine).sum())
        over = max(int((maybe & mine).sum()) - int(case.ground.maximum[member]), 0)
        if forced > over:
            name = case.ground.name(member)
            text = f"{forced} households leave {name} by event; its window forces {over} out"
            found.append(case.broken("keep", "CAUSE", forced - over, (name,), text))
    least, most = by_choice(case)
    if not least <= int(chosen.sum()) <= most:
        text = f"{chosen.sum()} changes are stated to be by choice; {most} are"
        found.append(case.broken("keep", "CAUSE", abs(int(chosen.sum()) - most), (), text))
    return found


def _before(case: Case) -> Ints:
    """Return the row of each household's person in the plan in force, -1 for nobody."""
    before = np.full(len(case.person), -1)
    before[case.village.current[:, 0]] = case.village.current[:, 1]
    return before


def _lost(case: Case) -> Mask:
    """Return which pairs of the plan in force are no longer used, shape (pairs,)."""
    rows, members = case.village.current.T
    return np.asarray(case.person[rows] != members)


def _usable(case: Case, *, sure: bool) -> Mask:
    """Return which pairs of the plan in force may be used still, shape (pairs,)."""
    ground, village = case.ground, case.village
    rows, members = village.current.T
    doubt_m = ground.doubt_m(ground.limit_m)
    metres = pair_metres(ground, rows, members)
    near = metres <= ground.limit_m + (-doubt_m if sure else doubt_m)
    size = max(len(village.members), 1)
    out = village.forbidden[:, 0] * size + village.forbidden[:, 1]
    near &= ~np.isin(rows * size + members, out)
    locked = ground.locked_to[rows]
    return np.where(locked >= 0, locked == members, near)


def _forced(case: Case, *, sure: bool) -> int:
    """Count the pairs that no plan can keep: unusable ones, and those beyond their window."""
    usable = _usable(case, sure=sure)
    members = case.village.current[:, 1]
    size = len(case.village.members)
    mine = np.bincount(members[usable], minlength=size)
    over = np.maximum(mine - case.ground.maximum[:size], 0)
    return int((~usable).sum() + over.sum())
