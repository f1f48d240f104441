"""The best shares of a budget, by a dynamic programme of the verifier's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Ints

Area = tuple[str, ...]
Table = NDArray[Any]
"""The best value of exactly 0, 1, 2, ... recruits, as whole numbers of any length."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptCurve:
    """The curve of a village as it is kept.

    Parameters
    ----------
    served, bound
        Shape (recruits + 1,).
    places
        Rows of the places of the recruits of each point.
    """

    village: str
    area: Area
    households: int
    served: Ints
    bound: Ints
    servable: int
    places: tuple[Ints, ...]

    @property
    def most(self) -> int:
        """Recruits up to which the curve goes."""
        return len(self.served) - 1


@dataclass(frozen=True, slots=True)
class BestShares:
    """The best for every number of recruits, from the sum of the floors up to the need.

    Parameters
    ----------
    value
        What counts: households served, or the fairest shares as one number.
    served
        Households of that best.
    spent
        The fewest recruits that bring it.
    """

    floor: int
    value: tuple[int, ...]
    served: tuple[int, ...]
    spent: tuple[int, ...]


def best_shares(
    curves: Sequence[KeptCurve], floors: Mapping[Area, int], weights: Sequence[Sequence[int]]
) -> BestShares:
    """Share every number of recruits out in the best way (a knapsack; Bellman 1957).

    Parameters
    ----------
    weights
        For each village, the value of 0, 1, 2, ... recruits; of two equal ones the fewest.
    """
    lost = -1 - 2 * sum(max(map(abs, row)) for row in weights)
    parts = [
        (curve.area, np.array(row, object)) for curve, row in zip(curves, weights, strict=True)
    ]
    for area in sorted(floors, key=len, reverse=True):
        inside = [table for path, table in parts if path[: len(area)] == area]
        whole = _together(inside, lost)
        whole[: min(floors[area], len(whole) - 1)] = lost
        parts = [part for part in parts if part[0][: len(area)] != area] + [(area, whole)]
    table = _together([table for _, table in parts], lost).tolist()
    floor = next(number for number, value in enumerate(table) if value > lost)
    value, spent = [], []
    best = floor
    for number in range(floor, len(table)):
        best = number if table[number] > table[best] else best
        value.append(table[best])
        spent.append(best)
    most = sum(curve.households for curve in curves) + 1
    return BestShares(floor, tuple(value), tuple(one % most for one in value), tuple(spent))


def _together(tables: Sequence[Table], lost: int) -> Table:
    """Return the best value of several parts for every number that they take together."""
    whole: Table = np.array([0], object)
    for table in tables:
        longer = np.full(len(whole) + len(table) - 1, lost, object)
        for number, value in enumerate(table.tolist()):
            if value > lost:
                end = number + len(whole)
                longer[number:end] = np.maximum(longer[number:end], whole + value)
        whole = np.where(longer < lost, lost, longer)
        whole[whole < lost // 2] = lost
    return whole


def fair_weights(curves: Sequence[KeptCurve]) -> list[list[int]]:
    """Return weights whose largest sum is the fairest: as few as may be at the lowest share first.

    Every share has a field of bits of its own, wide enough for all villages, the lowest share's
    above the others'; households served are below all of them.
    """
    shares = [
        [Fraction(int(one), curve.servable) if curve.servable else Fraction(1) for one in row]
        for curve, row in ((curve, curve.served.tolist()) for curve in curves)
    ]
    levels = sorted({share for row in shares for share in row}, reverse=True)
    bits = len(curves).bit_length()
    field = {share: 1 << (bits * at) for at, share in enumerate(levels)}
    most = sum(curve.households for curve in curves) + 1
    return [
        [int(served) - most * field[share] for served, share in zip(curve.served, row, strict=True)]
        for curve, row in zip(curves, shares, strict=True)
    ]


def most_needed(curves: Sequence[KeptCurve], recruits: int) -> list[int]:
    """Give each village what it needs, those that need most first, of equal ones the first."""
    given = [0] * len(curves)
    for most, row in sorted((-curve.most, row) for row, curve in enumerate(curves)):
        given[row] = min(-most, recruits - sum(given))
    return given


def in_proportion(curves: Sequence[KeptCurve], recruits: int) -> list[int]:
    """Give each village its part of the need, by largest remainders (Hamilton 1792)."""
    need = sum(curve.most for curve in curves)
    if recruits >= need:
        return [curve.most for curve in curves]
    given = [curve.most * recruits // need for curve in curves]
    rests = sorted((-(curve.most * recruits % need), row) for row, curve in enumerate(curves))
    for _, row in rests[: recruits - sum(given)]:
        given[row] += 1
    return given
