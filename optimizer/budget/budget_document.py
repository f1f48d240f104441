"""A budget as JSON: one allocation, the frontier behind it, and what simpler ways would bring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.budget.allocation import (
    Frontier,
    budget_frontier,
    most_needed_first,
    proportional,
    served_with,
)
from optimizer.budget.budget_request import BudgetRequest, find_floors
from optimizer.budget.village_curve import VillageCurve

Document = dict[str, object]


def make_budget(curves: Sequence[VillageCurve], request: BudgetRequest) -> Document:
    """Share a budget out among villages, and say what it serves.

    Returns
    -------
    ``villages`` lists those that need recruits, in their order, ``waiting`` those that get fewer
    than they need. ``served`` and ``bound`` count all households served.

    Raises
    ------
    ScenarioError
        When an area of a floor is unknown, or the floors take more than the budget.
    """
    floors = find_floors(request.floors, [curve.area for curve in curves])
    frontier = budget_frontier(curves, floors, fairest=request.fairest)
    given = frontier.allocate(request.recruits)
    _, served, bound = frontier.point(request.recruits)
    needy = [(curve, taken) for curve, taken in zip(curves, given, strict=True) if curve.most]
    return {
        "recruits": request.recruits,
        "spent": sum(given),
        "served": served,
        "bound": bound,
        "proven": served == bound,
        "households": sum(curve.households for curve in curves),
        "floor": frontier.floor,
        "need": frontier.need,
        "fairest": request.fairest,
        "floors": {"/".join(area): least for area, least in floors.items()},
        "villages": [[curve.village, taken] for curve, taken in needy],
        "waiting": [curve.village for curve, taken in needy if taken < curve.most],
        "compared": _compared(frontier, request.recruits),
        "curves_proven": [
            sum(int((curve.served == curve.bound).sum()) for curve in curves),
            sum(len(curve.served) for curve in curves),
        ],
        "lending": False,
        "frontier": [list(point) for point in frontier.points],
    }


def _compared(frontier: Frontier, recruits: int) -> Document:
    """Return what simpler ways serve; they know no floors."""
    number = min(recruits, frontier.need)
    ways = {"most_needed_first": most_needed_first, "proportional": proportional}
    nobody = np.zeros(len(frontier.curves), np.int64)
    return {
        "nobody": served_with(frontier.curves, nobody),
        **{
            name: served_with(frontier.curves, way(frontier.curves, number))
            for name, way in ways.items()
        },
    }
