"""Max-plus convolution: the most that parts give together for every number to be shared out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
"""Whole numbers, of 64 bits or of any length (Python's, in an array of objects)."""

NEVER = np.iinfo(np.int64).min // 4
"""Value of a number that cannot be; sums of two stay far from wrapping."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """The best sums of parts for every number to be shared out exactly.

    Parameters
    ----------
    parts
        One array a part: its value with 0, 1, 2, ... of what is shared out.
    best
        ``best[p][n]``: the most that parts ``p`` and after give with exactly ``n``; one array
        more than there are parts, ``never`` where there is no way.
    """

    parts: tuple[Values, ...]
    best: tuple[Values, ...]

    @property
    def total(self) -> Values:
        """The most that all parts give, for each number."""
        return self.best[0]

    def choose(self, number: int) -> list[int]:
        """Return how many each part takes of a number; ties go to the parts that come first."""
        chosen = []
        for part, here, rest in zip(self.parts, self.best[:-1], self.best[1:], strict=True):
            takes = np.arange(min(len(part) - 1, number), -1, -1)
            takes = takes[number - takes < len(rest)]
            sums = part[takes] + rest[number - takes]
            took = int(takes[int(np.argmax(sums == here[number]))])
            chosen.append(took)
            number -= took
        return chosen


def share_out(parts: Sequence[Values], most: int | None = None, never: int = NEVER) -> Shares:
    """Solve the knapsack of many parts for every number at once (Bellman 1957).

    Parameters
    ----------
    parts
        Whole numbers; a part takes at most ``len(part) - 1``. ``never`` where it cannot take so
        many.
    most
        The largest number that is of interest; all of them where there is none.
    never
        A value below every sum of values that can be.
    """
    kind = np.result_type(np.int64, *(part.dtype for part in parts))
    best: list[Values] = [np.zeros(1, kind)]
    for part in reversed(parts):
        best.append(_convolved(part, best[-1], most, never))
    return Shares(tuple(parts), tuple(reversed(best)))


def _convolved(one: Values, other: Values, most: int | None, never: int) -> Values:
    """Return the best sum of two parts for every number that they take together."""
    size = len(one) + len(other) - 1
    size = size if most is None else min(size, most + 1)
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    total = np.full(size, never, np.result_type(one.dtype, other.dtype))
    for number, value in enumerate(short[:size].tolist()):
        end = min(number + len(long), size)
        if value > never:
            np.maximum(total[number:end], long[: end - number] + value, out=total[number:end])
    # A sum with one that cannot be is none either.
    return np.where(total < never // 2, never, total)
