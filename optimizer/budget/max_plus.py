"""Max-plus convolution: the most that parts give together for every number to be shared out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ints

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
        more than there are parts, ``NEVER`` where there is no way.
    """

    parts: tuple[Ints, ...]
    best: tuple[Ints, ...]

    @property
    def total(self) -> Ints:
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


def share_out(parts: Sequence[Ints], most: int | None = None) -> Shares:
    """Solve the knapsack of many parts for every number at once (Bellman 1957).

    Parameters
    ----------
    parts
        Whole numbers; a part takes at most ``len(part) - 1``. ``NEVER`` where it cannot take so
        many.
    most
        The largest number that is of interest; all of them where there is none.
    """
    best = [np.zeros(1, np.int64)]
    for part in reversed(parts):
        best.append(convolve(part, best[-1], most))
    return Shares(tuple(parts), tuple(reversed(best)))


def convolve(one: Ints, other: Ints, most: int | None = None) -> Ints:
    """Return the best sum of two parts for every number that they take together."""
    size = len(one) + len(other) - 1
    size = size if most is None else min(size, most + 1)
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    total = np.full(size, NEVER, np.int64)
    for number, value in enumerate(short[:size].tolist()):
        end = min(number + len(long), size)
        np.maximum(total[number:end], long[: end - number] + value, out=total[number:end])
    return np.maximum(total, NEVER)
