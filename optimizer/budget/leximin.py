"""Leximin as one sum: the fairest shares, by whole numbers of any length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.budget.max_plus import Values
from optimizer.domain.scenario import Ints


@dataclass(frozen=True, slots=True, eq=False)
class LeximinValues:
    """Values whose sum is largest for the fairest shares, and among these for the most served.

    Parameters
    ----------
    parts
        Shape (numbers,) for each village, whole numbers of any length.
    never
        Below every sum.
    unit
        Households served are the remainder of a sum by it.
    """

    parts: tuple[Values, ...]
    never: int
    unit: int

    def served(self, value: int) -> int:
        """Return the households served in a sum."""
        return value % self.unit


def leximin_values(served: Sequence[Ints], servable: Sequence[int]) -> LeximinValues:
    """Weigh every village by the share of its servable households that is served.

    Of two plans the fairer one has fewer villages at the lowest share, then at the next, and so
    on. With base B = villages + 1, a village at the j-th lowest of L shares costs B^(L - j): no
    number of villages at higher shares outweighs one more at a lower share, so the cheapest sum is
    the leximin. Whole numbers are exact at any length.

    Parameters
    ----------
    served
        For each village, households served with 0, 1, 2, ... recruits.
    servable
        Households that can be served with any number.
    """
    shares = [
        [Fraction(int(one), max(most, 1)) if most else Fraction(1) for one in row]
        for row, most in zip(served, servable, strict=True)
    ]
    levels = {
        share: rank for rank, share in enumerate(sorted({one for row in shares for one in row}))
    }
    base, unit = len(served) + 1, sum(servable) + 1
    costs = [base ** (len(levels) - rank) for rank in range(len(levels))]
    parts = []
    for row, numbers in zip(shares, served, strict=True):
        part = np.empty(len(row), object)
        part[:] = [
            int(count) - unit * costs[levels[share]]
            for share, count in zip(row, numbers.tolist(), strict=True)
        ]
        parts.append(part)
    return LeximinValues(tuple(parts), -4 * unit * base ** (len(levels) + 2), unit)
