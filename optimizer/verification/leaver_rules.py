"""Rules of leaving: stand-ins who have a seat then, and who has nobody if somebody leaves.

Who can still be served is found by alternating paths (Berge), one leaver after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import UNSERVED, Survival
from optimizer.domain.scenario import Ints
from optimizer.domain.stand_ins import StandIns
from optimizer.verification.case import Case
from optimizer.verification.measured_village import pair_metres
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation


@dataclass(frozen=True, slots=True, eq=False)
class _Left:
    """What is there when one person has left.

    Parameters
    ----------
    allowed
        Shape (households, persons): who may look after whom then.
    room
        Shape (persons,).
    """

    allowed: Mask
    room: Ints


def check_stand_ins(case: Case) -> list[Violation]:
    """Return stand-ins without a seat, too few of them, and wrong distances."""
    stated = case.stated.stand_ins
    if stated is None:
        return []
    found = [*_lengths(case, stated)]
    opened = _opened(case, sure=False)
    surely = _opened(case, sure=True)
    for leaver in np.unique(case.person[case.person != UNSERVED]).tolist():
        found += _one_leaver(case, stated, leaver, _left(case, opened, leaver))
        theirs = np.flatnonzero(case.person == leaver)
        alone = int((stated.person[theirs] == UNSERVED).sum())
        most = _further(case, _left(case, surely, leaver), leaver)
        if alone > most:
            name = case.ground.name(leaver)
            text = f"{alone} households of {name} have no stand-in; {most} need have none"
            found.append(case.broken("stand_ins", "STAND_IN_MISSING", alone - most, (name,), text))
    return found


def check_survival(survival: Survival | None, today: Case, after: Case | None) -> list[Violation]:
    """Return counts of those who have nobody if somebody leaves that are not so."""
    if survival is None:
        return []
    found = list(_counts(today, survival.today))
    if after is None or survival.after is None:
        if (after is None) is not (survival.after is None):
            text = "whoever leaves is counted after recruiting, or not, against the plan"
            found.append(today.broken("survives", "SURVIVES", 1, (), text))
        return found
    found += _counts(after, survival.after)
    rules = today.village.rules
    needed, cap = survival.recruits, rules.max_recruits
    if rules.spare and needed is not None and (cap is None or needed.value <= cap):
        short = int(survival.after.sum())
        if short:
            text = f"{short} households have nobody if one leaves, with recruits to spare"
            found.append(after.broken("survives", "SPARE", short, (), text))
        if needed.value != len(after.ground.places):
            text = f"{needed.value:g} recruits are needed, {len(after.ground.places)} suggested"
            found.append(after.broken("survives", "SPARE", 1, (), text))
    return found


def _counts(case: Case, stated: Ints) -> Iterable[Violation]:
    if stated.shape != (len(case.ground),):
        yield case.broken("survives", "SHAPE", 1, (), "it is not one number a person")
        return
    sure, maybe = (_opened(case, sure=flag) for flag in (True, False))
    for leaver in range(len(case.ground)):
        least = _further(case, _left(case, maybe, leaver), leaver)
        most = _further(case, _left(case, sure, leaver), leaver)
        if not least <= stated[leaver] <= most:
            name = case.ground.name(leaver)
            text = f"{stated[leaver]} have nobody if {name} leaves, as stated; {least} do"
            yield case.broken("survives", "SURVIVES", abs(stated[leaver] - least), (name,), text)


def _lengths(case: Case, stated: StandIns) -> Iterable[Violation]:
    """Yield shapes and distances of stand-ins that are wrong."""
    if stated.person.shape != case.person.shape or stated.metres.shape != case.person.shape:
        yield case.broken("stand_ins", "SHAPE", 1, (), "there is not one stand-in a household")
        return
    rows = np.flatnonzero(stated.person != UNSERVED)
    own = pair_metres(case.ground, rows, stated.person[rows])
    apart = np.abs(own - stated.metres[rows])
    wrong = ~(apart <= case.ground.slack_m(own) + case.rounding_m)
    if not case.village.rules.metric.has_metres:
        wrong &= ~np.isnan(stated.metres[rows])  # they are not shown
    for row, away_m in zip(rows[wrong].tolist(), own[wrong].tolist(), strict=True):
        name = case.household(row)
        text = f"the stand-in of {name} is {away_m:.3f} m away, not {stated.metres[row]:.3f}"
        yield case.broken("stand_ins", "STAND_IN_METRES", 1, (name,), text)


def _one_leaver(case: Case, stated: StandIns, leaver: int, left: _Left) -> list[Violation]:
    """Return what cannot be carried out if one person leaves."""
    person = case.person.copy()
    theirs = np.flatnonzero(person == leaver)
    person[theirs] = stated.person[theirs]
    name = case.ground.name(leaver)
    wrong = []
    for gone, household, before, now in stated.moves.tolist():
        if gone == leaver:
            if case.person[household] != before or before == leaver or now == UNSERVED:
                wrong.append(household)
            person[household] = now
    served = np.flatnonzero((person != UNSERVED) & (case.person != UNSERVED))
    changed = served[(person[served] != case.person[served]) | (person[served] == leaver)]
    wrong += changed[~left.allowed[changed, person[changed]]].tolist()
    found = [
        case.broken(
            "stand_ins", "STAND_IN", 1, (household, name), f"if {name} leaves, {household} cannot"
        )
        for household in map(case.household, sorted(set(wrong)))
    ]
    loads = np.bincount(person[served], minlength=len(left.room))
    return found + [
        case.broken(
            "stand_ins",
            "STAND_IN_SEATS",
            loads[row] - left.room[row],
            (case.ground.name(row), name),
            f"if {name} leaves, {case.ground.name(row)} has {loads[row]} households",
        )
        for row in np.flatnonzero(loads > left.room)
    ]


def _opened(case: Case, *, sure: bool) -> Mask:
    """Return who may look after whom as if nothing was locked, shape (households, persons)."""
    rows, persons = np.arange(len(case.person)), np.arange(len(case.ground))
    allowed = case.ground.allowed(rows, persons, sure=sure)
    locked = np.flatnonzero(case.ground.locked_to >= 0)
    allowed[locked, case.ground.locked_to[locked]] = True
    return allowed


def _left(case: Case, opened: Mask, leaver: int) -> _Left:
    """Return who may look after whom when a person has left, whose locks lapse."""
    locked_to = case.ground.locked_to
    bound = np.flatnonzero((locked_to >= 0) & (locked_to != leaver))
    allowed, room = opened.copy(), case.ground.maximum.copy()
    allowed[bound] = False
    allowed[bound, locked_to[bound]] = True
    allowed[:, leaver], room[leaver] = False, 0
    return _Left(allowed, room)


def _further(case: Case, left: _Left, leaver: int) -> int:
    """Count those whom the leaver served and the others cannot serve as well."""
    person = case.person.copy()
    theirs = np.flatnonzero(person == leaver)
    person[theirs] = UNSERVED
    loads = np.bincount(person[person != UNSERVED], minlength=len(left.room))
    return sum(not _seat(left, person, loads, row) for row in theirs.tolist())


def _seat(left: _Left, person: Ints, loads: Ints, row: int) -> bool:
    """Seat a household along an alternating path, breadth first; False where there is none."""
    came = np.full(len(left.room), -1)  # the household that would come to each person
    ends, seen = [row], np.zeros(len(left.room), bool)
    while ends:
        coming = []
        for household in ends:
            for who in np.flatnonzero(left.allowed[household] & ~seen).tolist():
                seen[who], came[who] = True, household
                if loads[who] < left.room[who]:
                    _pass_on(person, loads, came, who, row)
                    return True
                coming += np.flatnonzero(person == who).tolist()
        ends = coming
    return False


def _pass_on(person: Ints, loads: Ints, came: Ints, who: int, row: int) -> None:
    """Move households along the path that ends at a free seat."""
    loads[who] += 1
    while True:
        household = int(came[who])
        before = int(person[household])
        person[household] = who
        if household == row:
            return
        who = before
