"""The frontier of changes against metres: the lower hull, traced by a price on each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from optimizer.assignment.lexicographic import solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.plan_conversion import members_problem
from optimizer.distance import measuring_limits
from optimizer.distance.reach import village_reach
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import METRE_DECIMALS, MICROMETRES
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import Problem, ScenarioError
from optimizer.replanning.next_village import in_force_now
from optimizer.replanning.plan_in_force import PlanInForce
from optimizer.replanning.staff_in_force import chosen_villages

MOST_POINTS = 500
"""Of one village: a hull has no more vertices than the village has households."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """So many changes by choice, the fewest metres with them, and a bound.

    Parameters
    ----------
    walk_m
        Metres of the best plan known with so many changes.
    bound_m
        No plan that is as good in the stages before, with no more changes, walks less.
    """

    changes: int
    walk_m: float
    bound_m: float

    @property
    def proven(self) -> bool:
        """True when walk and bound meet."""
        return self.bound_m >= self.walk_m


@dataclass(frozen=True, slots=True)
class _Priced:
    """The plan that is best at a price, in whole micrometres.

    Parameters
    ----------
    price
        Of a change.
    bound
        Of walk + price * changes.
    """

    price: int
    changes: int
    walk: int
    bound: int


def trace_frontier(village: Village, limits: SearchLimits) -> list[FrontierPoint]:
    """Return the vertices of the lower hull of changes and metres, fewest changes first.

    Who is served and how many exceptions there are is settled before, as in any plan. Each
    vertex is the plan that is best at some price of a change: one flow where the minimum does not
    bind, a search with a bound otherwise. Between two vertices of a proven hull no plan lies below
    the segment.

    Raises
    ------
    ScenarioError
        Where something else than the walk comes first: then metres are no price.
    """
    if village.rules.priorities[0] is not Priority.WALK:
        message = "metres are weighed against changes only where walk is the first priority"
        raise ScenarioError([Problem("NO_FRONTIER", f"village {village.id}", "", "", message)])
    reach = village_reach(village, limits=measuring_limits(village, limits))
    task = members_problem(village, reach)
    cheapest = _best_at(task, 0, limits)
    dearest = _fewest(task, limits)
    found = [dearest, *_between(task, dearest, cheapest, limits), cheapest]
    return list(_points(found))


def frontier_villages(
    scenario: Scenario, in_force: PlanInForce, only: Sequence[str]
) -> Iterator[Village]:
    """Yield the villages, each with the plan from which changes are counted.

    That is its scenario's current plan where it has one (the plan before the events, where the
    result was made by replanning), else the plan in force itself.

    Raises
    ------
    ScenarioError
        Where the plan is of another scenario, or a village is not among its.
    """
    for village in chosen_villages(scenario, in_force, only):
        known = in_force.villages[village.id]
        yield village if len(village.current) else in_force_now(scenario, village, known)


def frontier_document(village: Village, points: list[FrontierPoint]) -> dict[str, Any]:
    """Return a village's frontier as JSON says it; bounds are rounded down."""
    return {
        "id": village.id,
        "frontier": [
            {
                "changes": point.changes,
                "walk_m": round(point.walk_m, METRE_DECIMALS),
                "bound_m": round(
                    point.walk_m if point.proven else point.bound_m - 10**-METRE_DECIMALS / 2,
                    METRE_DECIMALS,
                ),
                "proven": point.proven,
            }
            for point in points
        ],
    }


def _fewest(task: LexicographicProblem, limits: SearchLimits) -> _Priced:
    """Return the plan with fewest changes, and of those the shortest walk."""
    found = solve_lexicographic(_at(task, None), limits)
    if Stage.KEEP not in found.proofs:  # nobody has anybody: there is nothing to change
        walk = found.proofs[Stage.WALK]
        return _Priced(0, 0, _whole(walk.value), _whole(walk.bound))
    keep, walk = found.proofs[Stage.KEEP], found.proofs[Stage.WALK]
    # With fewest changes proven, no plan with as many walks less than its walk's bound. As a
    # price that is beyond anything that a change could save.
    bound = _whole(walk.bound) if keep.proven else 0
    return _Priced(-1, round(keep.value), _whole(walk.value), bound)


def _best_at(task: LexicographicProblem, price: int, limits: SearchLimits) -> _Priced:
    """Return the plan that is best at a price."""
    found = solve_lexicographic(_at(task, price / MICROMETRES), limits)
    walk = _whole(found.proofs[Stage.WALK].value)
    if Stage.PRICED not in found.proofs:
        return _Priced(0, 0, walk, _whole(found.proofs[Stage.WALK].bound))
    bound = _whole(found.proofs[Stage.PRICED].bound)
    return _Priced(price, round(found.proofs[Stage.KEEP].value), walk, bound)


def _at(task: LexicographicProblem, price_m: float | None) -> LexicographicProblem:
    update = {"change_price_m": price_m, "priorities": (Priority.WALK,)}
    return replace(task, rules=task.rules.model_copy(update=update))


def _between(
    task: LexicographicProblem, few: _Priced, many: _Priced, limits: SearchLimits
) -> Iterator[_Priced]:
    """Yield the vertices between two, in the order of their changes."""
    stack = [(few, many)]
    done = 0
    while stack and done < MOST_POINTS and not limits.over:
        left, right = stack.pop()
        if right.changes - left.changes < 1 or left.walk <= right.walk:
            continue
        price = (left.walk - right.walk) // (right.changes - left.changes)
        middle = _best_at(task, price, limits)
        done += 1
        # The line through both ends: whoever is below it is a vertex of its own.
        inside = left.changes < middle.changes < right.changes
        at = left.walk + price * left.changes
        if not inside or middle.walk + price * middle.changes >= at - (
            right.changes - left.changes
        ):
            yield replace(middle, changes=-1)  # nothing new but its bound
            continue
        yield middle
        stack += [(left, middle), (middle, right)]


def _points(found: list[_Priced]) -> Iterator[FrontierPoint]:
    """Yield the vertices once each, with the best bound that any price gives."""
    best: dict[int, int] = {}
    for one in found:
        if one.changes >= 0:
            best[one.changes] = min(best.get(one.changes, one.walk), one.walk)
    lowest = None
    for changes, walk in sorted(best.items()):
        if lowest is not None and walk >= lowest:
            continue  # more changes that save nothing
        lowest = walk
        bound = max(_bound(one, changes) for one in found)
        yield FrontierPoint(changes, walk / MICROMETRES, min(bound, walk) / MICROMETRES)


def _bound(one: _Priced, changes: int) -> int:
    """Return what the best plan at one price says of the walk with so many changes."""
    if one.price < 0:
        return one.bound if changes <= one.changes else 0
    return one.bound - one.price * changes


def _whole(metres: float) -> int:
    return round(metres * MICROMETRES)
