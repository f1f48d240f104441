"""A budget of recruits shared out among villages: the frontier, and one allocation of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.budget.area_shares import Area, AreaShares, least_number, share_areas
from optimizer.budget.leximin import leximin_values
from optimizer.budget.max_plus import NEVER, Values
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.scenario import Ints
from optimizer.errors import Problem, ScenarioError

FrontierPoint = tuple[int, int, int]
"""Recruits, households served, and what nothing serves more of."""


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """The most that every number of recruits serves in all villages together.

    Parameters
    ----------
    points
        From the sum of the floors up to the need.
    tree
        The shares behind it, for one allocation.
    spent
        Recruits that each point really takes: fewer where one more serves nobody.
    """

    curves: tuple[VillageCurve, ...]
    points: tuple[FrontierPoint, ...]
    tree: AreaShares
    spent: tuple[int, ...]

    @property
    def floor(self) -> int:
        """The sum of the floors: the smallest number for which there is a plan."""
        return self.points[0][0]

    @property
    def need(self) -> int:
        """The number from which on nobody more can be served."""
        return self.points[-1][0]

    def point(self, recruits: int) -> FrontierPoint:
        """Return the point of a budget; more than the need serves no more.

        Raises
        ------
        ScenarioError
            When the budget is below the sum of the floors.
        """
        if recruits < self.floor:
            message = (
                f"the floors alone take {self.floor} recruits, so there is no plan with "
                f"{recruits}; raise the budget to {self.floor}, or lower the floors"
            )
            raise ScenarioError(
                [
                    Problem(
                        "FLOORS_ABOVE_BUDGET",
                        "budget",
                        "recruits",
                        f"{recruits} < {self.floor}",
                        message,
                    )
                ]
            )
        return self.points[min(recruits, self.need) - self.floor]

    def allocate(self, recruits: int) -> tuple[int, ...]:
        """Return the recruits of each village in their order; ties go to fewer, then to the first.

        Raises
        ------
        ScenarioError
            When the budget is below the sum of the floors.
        """
        number = self.spent[self.point(recruits)[0] - self.floor]
        chosen = self.tree.choose(number)
        return tuple(chosen[row] for row in range(len(self.curves)))


def budget_frontier(
    curves: Sequence[VillageCurve],
    floors: Mapping[Area, int] | None = None,
    *,
    fairest: bool = False,
) -> Frontier:
    """Share every number of recruits out among villages, exactly for their curves.

    Where curves are open, the shares are made on what is served and the bound on what is not
    excluded. Of the fairest shares nothing is known while a curve is open, so their bound is that
    of the most served.

    Parameters
    ----------
    floors
        The least number of recruits of areas, by their codes from the widest down.
    fairest
        Leximin of served over servable households, then the most served.
    """
    floors = floors or {}
    areas = [curve.area for curve in curves]
    served = [curve.served for curve in curves]
    above = share_areas(areas, [curve.bound for curve in curves], floors)
    if fairest:
        weighed = leximin_values(served, [curve.servable for curve in curves])
        tree = share_areas(areas, weighed.parts, floors, weighed.never)
        never = weighed.never
    else:
        tree, never = share_areas(areas, served, floors), NEVER
    least = least_number(tree.value, never)
    spent = _first_best(tree.value, least)
    reached = [tree.value[number] for number in spent]
    sums = [weighed.served(value) for value in reached] if fairest else [int(v) for v in reached]
    ceilings = np.maximum.accumulate(above.value[least:]).tolist()
    if fairest and all(curve.proven for curve in curves):
        ceilings = sums
    points = [
        (number, value, int(ceiling))
        for number, value, ceiling in zip(
            range(least, len(tree.value)), sums, ceilings, strict=True
        )
    ]
    return Frontier(tuple(curves), tuple(points), tree, tuple(spent))


def _first_best(value: Values, least: int) -> list[int]:
    """Return for every number from ``least`` on the smallest number up to it that gives most."""
    best, found = least, []
    for number in range(least, len(value)):
        best = number if value[number] > value[best] else best
        found.append(best)
    return found


def most_needed_first(curves: Sequence[VillageCurve], recruits: int) -> Ints:
    """Give each village all that it needs, those that need most first, until nobody is left."""
    order = sorted(range(len(curves)), key=lambda row: (-curves[row].most, row))
    given = np.zeros(len(curves), np.int64)
    for row in order:
        given[row] = min(curves[row].most, recruits - int(given.sum()))
    return given


def proportional(curves: Sequence[VillageCurve], recruits: int) -> Ints:
    """Give each village its part of the need, by largest remainders (Hamilton 1792)."""
    needs = np.array([curve.most for curve in curves], np.int64)
    whole = int(needs.sum())
    if recruits >= whole:
        return needs
    given, rest = np.divmod(needs * recruits, whole)
    missing = recruits - int(given.sum())
    given[np.argsort(-rest, kind="stable")[:missing]] += 1
    return given


def served_with(curves: Sequence[VillageCurve], given: Ints) -> int:
    """Return the households that villages serve with these recruits."""
    pairs = zip(curves, given.tolist(), strict=True)
    return sum(int(curve.served[taken]) for curve, taken in pairs)
