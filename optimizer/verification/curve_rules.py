"""Rules of the coverage curve: each point is served by recruits who are named, none is beaten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED, CurvePoint, Recruitment
from optimizer.domain.scenario import Ints, Village
from optimizer.verification.case import Case
from optimizer.verification.measured_village import MeasuredVillage, measure_village
from optimizer.verification.seating import seat_one
from optimizer.verification.time_budget import Deadline
from optimizer.verification.violation import Violation


def check_curve(recruitment: Recruitment, today: Case, after: Case) -> list[Violation]:
    """Return what is wrong with the curve of a village, or that it is missing."""
    curve, asked = recruitment.curve, today.village.rules.curve
    if not asked or not curve:
        if asked == bool(curve):
            return []
        message = "a curve is asked for and there is none" if asked else "nobody asked for a curve"
        return [_broken("CURVE_MISSING" if asked else "CURVE_UNASKED", 1, message)]
    found = [*_numbers(recruitment, today), *_ends(curve, today, after)]
    found += [broken for point in curve for broken in check_places(today.village, point)]
    if found or today.enforced:
        return found
    return check_seats(today.village, curve, today.person, today.ground.limits)


def _broken(code: str, size: float, message: str, witness: tuple[str, ...] = ()) -> Violation:
    return Violation(str(Stage.RECRUIT), code, float(size), witness, message, "recruitment")


def _numbers(recruitment: Recruitment, today: Case) -> list[Violation]:
    """Return numbers that do not follow one another up to those needed, or fall."""
    cap = today.village.rules.max_recruits
    last = int(recruitment.needed.value)
    last = last if cap is None else min(last, cap)
    return check_points(recruitment.curve, last, len(today.person))


def check_points(curve: Sequence[CurvePoint], last: int, households: int) -> list[Violation]:
    """Return points that are not one each from none to ``last`` recruits, or fall, or cannot be."""
    if [point.recruits for point in curve] != list(range(last + 1)):
        message = f"the curve has {len(curve)} points; one each from 0 to {last} is expected"
        return [_broken("CURVE_POINTS", abs(len(curve) - last - 1), message)]
    found = [
        _broken("CURVE_BOUND", one.served - one.bound, f"{_said(one)}, and at most {one.bound}")
        for one in curve
        if not 0 <= one.served <= one.bound <= households
    ]
    found += [
        _broken("CURVE_FALLS", 1, f"{_said(other)} after {one.served} with one fewer")
        for one, other in pairwise(curve)
        if other.served < one.served or other.bound < one.bound
    ]
    return found


def _said(point: CurvePoint) -> str:
    return f"{point.served} served by {point.recruits} recruits"


def _ends(curve: tuple[CurvePoint, ...], today: Case, after: Case) -> list[Violation]:
    """Return ends that fall short of the two plans."""
    ends = (("today", curve[0], today), ("after", curve[-1], after))
    return [
        _broken("CURVE_END", len(case.served) - point.served, f"{_said(point)}; {name} serves more")
        for name, point, case in ends
        if point.served < len(case.served)
    ]


def check_places(village: Village, point: CurvePoint) -> list[Violation]:
    """Return places that there are not, and more recruits than a point or a place may have."""
    places = point.places
    if len(places) > point.recruits or ((places < 0) | (places >= len(village.sites))).any():
        message = f"{len(places)} places are named for {point.recruits} recruits, or unknown ones"
        return [_broken("CURVE_PLACES", 1, message)]
    most = village.rules.recruits_per_place
    taken = np.bincount(places, minlength=len(village.sites))
    if most is not None and (taken > most).any():
        names = tuple(village.sites.ids[taken > most].tolist())
        return [_broken("CURVE_PLACES", taken.max() - most, "more than a place takes", names)]
    return []


def check_seats(
    village: Village, curve: Sequence[CurvePoint], person: Ints, limits: Deadline | None
) -> list[Violation]:
    """Return points whose recruits cannot serve what is stated, or serve more than the bound.

    Households are seated by own exchanges. Whether more are served than the bound is looked at
    where no pair lies so near the limit that it is in doubt.

    Parameters
    ----------
    person
        Shape (households,): who looks after whom without recruits; locked pairs at least.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before the distances to the places are found.
    """
    found, before = [], _Seats(person, np.empty(0, np.int64))
    for point in curve:
        ground = measure_village(village, point.places, limits)
        before = _seated(ground, before, point)
        served = int((before.person != UNSERVED).sum())
        if served < point.served:
            message = f"{_said(point)}; those near its places serve {served}"
            found.append(_broken("CURVE_SERVED", point.served - served, message))
        elif served > point.bound:
            message = f"at most {point.bound} are stated; those near its places serve {served}"
            found.append(_broken("CURVE_BOUND", served - point.bound, message))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Seats:
    """Who sits with whom, members and then recruits at the rows ``places``."""

    person: Ints
    places: Ints


def _seated(ground: MeasuredVillage, before: _Seats, point: CurvePoint) -> _Seats:
    """Serve as many as the point states, and one above the bound, from the seats before."""
    members = len(ground.village.members)
    homes, people = np.arange(len(before.person)), np.arange(len(ground))
    allowed, surely = (ground.allowed(homes, people, sure=flag) for flag in (False, True))
    most = point.served if (allowed != surely).any() else point.bound + 1
    # A locked household keeps its member.
    allowed[ground.locked_to >= 0] = False
    person = _moved(before, point.places, members)
    loads = np.bincount(person[person != UNSERVED], minlength=len(ground))
    missing = most - int((person != UNSERVED).sum())
    for _ in range(max(missing, 0)):
        free = np.flatnonzero(person == UNSERVED)
        if not seat_one(allowed, person, loads, ground.maximum, free):
            break
    return _Seats(person, point.places)


def _moved(before: _Seats, places: Ints, members: int) -> Ints:
    """Return the persons as rows of the next point; those whose place is gone serve nobody."""
    # The last row is that of UNSERVED.
    row = np.full(members + len(before.places) + 1, UNSERVED)
    row[:members] = np.arange(members)
    free = list(enumerate(places.tolist()))
    for at, place in enumerate(before.places.tolist()):
        same = next((item for item in free if item[1] == place), None)
        if same is not None:
            free.remove(same)
            row[members + at] = members + same[0]
    return row[before.person]
