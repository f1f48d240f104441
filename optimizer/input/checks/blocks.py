"""A table of points sorted by village and id: every village is a slice of it."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.scenario import Floats, Ints, Points
from optimizer.input.checks.pair_checks import Sorted


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A table of points sorted by village and id, with the row at which each village begins."""

    sorted: Sorted
    xy: Floats
    given: Floats
    starts: Ints

    def points(self, village: int) -> Points:
        """Return the rows of one village."""
        rows = slice(*self.starts[village : village + 2].tolist())
        return Points(self.sorted.ids[rows], self.xy[rows], self.given[rows])
