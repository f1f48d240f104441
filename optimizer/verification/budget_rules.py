"""Rules of a budget: curves whose points are served, sums that add up, nothing that serves more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.plan import UNSERVED, CurvePoint
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.verification.budget_recount import (
    Area,
    BestShares,
    KeptCurve,
    best_shares,
    fair_weights,
    in_proportion,
    most_needed,
)
from optimizer.verification.curve_rules import check_places, check_points, check_seats
from optimizer.verification.time_budget import Deadline
from optimizer.verification.violation import Violation

FrontierPoint = tuple[int, int, int]
"""Recruits, households served, and what nothing serves more of."""


@dataclass(frozen=True, slots=True)
class StatedBudget:
    """A budget as a document states it.

    Parameters
    ----------
    given
        Recruits by village, those that need none left out.
    figures
        What stands beside it: numbers, and lists of them.
    """

    recruits: int
    fairest: bool
    floors: Mapping[Area, int]
    given: tuple[tuple[str, int], ...]
    frontier: tuple[FrontierPoint, ...]
    figures: Mapping[str, object]


def check_kept_curve(
    village: Village, curve: KeptCurve, limits: Deadline | None = None
) -> tuple[list[Violation], int]:
    """Return what is wrong with a kept curve, and the points of which nothing is known.

    Those are the points of a village whose minimum is enforced: that its recruits serve so many
    is a question of its own, which places alone do not answer.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before its distances are found.
    """
    points = [
        CurvePoint(number, int(served), int(bound), places)
        for number, (served, bound, places) in enumerate(
            zip(curve.served, curve.bound, curve.places, strict=True)
        )
    ]
    found = check_points(points, curve.most, len(village.households))
    found += [broken for point in points for broken in check_places(village, point)]
    found += _ends(village, curve)
    if not found and village.rules.minimum is not MinimumPolicy.ENFORCE:
        person = np.full(len(village.households), UNSERVED)
        person[village.locked[:, 0]] = village.locked[:, 1]
        found = check_seats(village, points, person, limits)
    unknown = len(points) if village.rules.minimum is MinimumPolicy.ENFORCE else 0
    return [replace(one, where=f"village {village.id}") for one in found], unknown


def _ends(village: Village, curve: KeptCurve) -> list[Violation]:
    """Return a curve beyond the cap, and households that cannot be served and are said to be."""
    cap, found = village.rules.max_recruits, []
    cap = cap if village.rules.recruiting else 0
    if cap is not None and curve.most > cap:
        text = f"the curve goes to {curve.most} recruits; at most {cap} may be"
        found.append(_broken("CURVE_POINTS", curve.most - cap, text))
    if not curve.served[-1] <= curve.servable <= len(village.households):
        text = f"{curve.servable} households are said to be servable, {curve.served[-1]} served"
        found.append(_broken("SERVABLE", 1, text))
    return found


def _broken(code: str, size: float, message: str, witness: tuple[str, ...] = ()) -> Violation:
    return Violation("budget", code, float(size), witness, message, "budget")


def check_budget(curves: Sequence[KeptCurve], stated: StatedBudget) -> list[Violation]:
    """Return what is wrong with a budget whose curves are sound.

    The frontier and the allocation are compared with the best that the verifier's own dynamic
    programme finds on these curves.
    """
    plain = [curve.served.tolist() for curve in curves]
    weights = fair_weights(curves) if stated.fairest else plain
    best = best_shares(curves, stated.floors, weights)
    if stated.recruits < best.floor:
        text = f"the floors alone take {best.floor} recruits; {stated.recruits} are shared out"
        return [_broken("FLOORS_ABOVE_BUDGET", best.floor - stated.recruits, text)]
    above = best_shares(curves, stated.floors, [curve.bound.tolist() for curve in curves])
    open_curves = any((curve.served != curve.bound).any() for curve in curves)
    bounds = above.value if open_curves or not stated.fairest else best.served
    found = _frontier(stated, best, bounds)
    given, known = _given(curves, stated)
    if known:
        return [*found, *known]
    return [
        *found,
        *_allocation(curves, stated, given, weights, best),
        *_figures(curves, stated, given, best, bounds),
    ]


def _frontier(stated: StatedBudget, best: BestShares, bounds: Sequence[int]) -> list[Violation]:
    """Return points of the frontier that are not the best, or are missing."""
    own = list(zip(range(best.floor, best.floor + len(bounds)), best.served, bounds, strict=True))
    if [point[0] for point in stated.frontier] != [point[0] for point in own]:
        text = f"the frontier has {len(stated.frontier)} points; {len(own)} from {best.floor} on"
        return [_broken("FRONTIER_POINTS", abs(len(own) - len(stated.frontier)), text)]
    found = []
    for (number, served, bound), (_, most, above) in zip(stated.frontier, own, strict=True):
        if served != most:
            text = f"{number} recruits serve {most} by the recount; {served} are stated"
            found.append(_broken("FRONTIER_SERVED", abs(served - most), text))
        if bound != above:
            text = f"{number} recruits serve at most {above} by the recount; {bound} are stated"
            found.append(_broken("FRONTIER_BOUND", abs(bound - above), text))
    return found


def _given(curves: Sequence[KeptCurve], stated: StatedBudget) -> tuple[list[int], list[Violation]]:
    """Return the recruits of each village, and villages that are unknown, twice or overfull."""
    given, found = dict(stated.given), []
    needy = [curve.village for curve in curves if curve.most]
    if [name for name, _ in stated.given] != needy:
        text = f"{len(stated.given)} villages are listed; those that need recruits are {len(needy)}"
        odd = tuple(sorted(set(needy) ^ given.keys())[:3])
        found.append(_broken("ALLOCATION_VILLAGES", 1, text, odd))
    for curve in curves:
        if given.get(curve.village, 0) > curve.most:
            text = f"village {curve.village} gets {given[curve.village]}; it needs {curve.most}"
            found.append(_broken("ALLOCATION_BEYOND", 1, text, (curve.village,)))
    return [given.get(curve.village, 0) for curve in curves], found


def _allocation(
    curves: Sequence[KeptCurve],
    stated: StatedBudget,
    given: Sequence[int],
    weights: Sequence[Sequence[int]],
    best: BestShares,
) -> list[Violation]:
    """Return an allocation that breaks a floor, takes too many, or could be better."""
    found, spent = [], sum(given)
    if spent > stated.recruits:
        text = f"{spent} recruits are given to villages; there are {stated.recruits}"
        found.append(_broken("ALLOCATION_SUM", spent - stated.recruits, text))
    for area, least in stated.floors.items():
        inside = [row for row, one in enumerate(curves) if one.area[: len(area)] == area]
        floor = min(least, sum(curves[row].most for row in inside))
        if sum(given[row] for row in inside) < floor:
            text = f"area {'/'.join(area)} gets fewer than its floor of {floor}"
            found.append(_broken("ALLOCATION_FLOOR", 1, text, area))
    at = min(stated.recruits, best.floor + len(best.value) - 1) - best.floor
    value = sum(row[taken] for row, taken in zip(weights, given, strict=True))
    if not found and value < best.value[at]:
        text = "another way of sharing out " + ("is fairer" if stated.fairest else "serves more")
        found.append(_broken("ALLOCATION_WORSE", 1, text))
    if not found and spent > best.spent[at]:
        text = f"{spent} recruits are spent; {best.spent[at]} bring the same"
        found.append(_broken("ALLOCATION_SPENT", spent - best.spent[at], text))
    return found


def _figures(
    curves: Sequence[KeptCurve],
    stated: StatedBudget,
    given: Sequence[int],
    best: BestShares,
    bounds: Sequence[int],
) -> list[Violation]:
    """Return figures beside the allocation that are not the recount."""
    need = best.floor + len(bounds) - 1
    number = min(stated.recruits, need)
    served, bound = best.served[number - best.floor], bounds[number - best.floor]
    simple = {
        "nobody": [0] * len(curves),
        "most_needed_first": most_needed(curves, number),
        "proportional": in_proportion(curves, number),
    }
    own: dict[str, object] = {
        "spent": sum(given),
        "served": served,
        "bound": bound,
        "proven": served == bound,
        "households": sum(curve.households for curve in curves),
        "floor": best.floor,
        "need": need,
        "waiting": [
            curve.village for curve, taken in zip(curves, given, strict=True) if taken < curve.most
        ],
        "compared": {name: _served(curves, way) for name, way in simple.items()},
        "curves_proven": [
            sum(int((curve.served == curve.bound).sum()) for curve in curves),
            sum(len(curve.served) for curve in curves),
        ],
        "lending": False,
    }
    return [
        _broken(
            "CLAIM", 1, f"{name}: {stated.figures.get(name)!r:.80} is stated; it is {value!r:.80}"
        )
        for name, value in own.items()
        if stated.figures.get(name) != value
        or isinstance(stated.figures.get(name), bool) != isinstance(value, bool)
    ]


def _served(curves: Sequence[KeptCurve], given: Sequence[int]) -> int:
    return sum(int(one.served[taken]) for one, taken in zip(curves, given, strict=True))
