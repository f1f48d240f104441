"""Nominal metres out of a list by hamlet, alley and order: the metric ``list``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance.barriers import Bools
from optimizer.distance.measuring_time import Deadline, check
from optimizer.distance.pairs import Pairs, pairs_of_table
from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.rules import Listed
from optimizer.domain.scenario import Ends, Floats, Village

AT_ONCE = 1_000_000
"""Pairs that are measured together."""


@dataclass(frozen=True, slots=True)
class ListedHouses:
    """How far houses are from each other going by their places in a list.

    In one alley as many houses as lie between, to another alley of the hamlet by way of the first
    houses of both, to another hamlet what the table of hamlets says, and out of reach where it
    says nothing.
    """

    village: Village
    rules: Listed
    plain: bool = False

    def within(self, ends: Ends, limit_m: float, *, limits: Deadline | None = None) -> Pairs:
        """Return the pairs of households and ends at most ``limit_m`` apart."""
        addresses = self._addresses
        start = addresses.households
        end = addresses.members if ends is Ends.MEMBERS else addresses.sites
        step = max(1, AT_ONCE // max(len(end), 1))
        parts = []
        for first in range(0, len(start), step):
            check(limits, f"{len(start):,} households and {len(end):,} others")
            some = slice(first, first + step)
            part = Doors(start.hamlet[some], start.alley[some], start.order[some])
            row, column, metres = pairs_of_table(self._table(part, end), limit_m)
            parts.append((row + first, column, metres))
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        rows, columns, lengths = zip(*parts, strict=True)
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(lengths)

    def locked(self, *, limits: Deadline | None = None) -> tuple[Floats, Bools]:
        """Return the nominal metres of locked pairs; 0 for one of hamlets that no table joins."""
        del limits
        addresses, (rows, columns) = self._addresses, self.village.locked.T
        at, to = addresses.households, addresses.members
        metres = np.array(
            [
                self._table(_only(at, row), _only(to, column))[0, 0]
                for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            ],
            np.float64,
        )
        lost = np.isinf(metres)
        return np.where(lost, 0.0, metres), lost

    def among_members(self, *, limits: Deadline | None = None) -> Floats:
        """Return the nominal metres from member to member."""
        del limits
        members = self._addresses.members
        return self._table(members, members)

    @property
    def _addresses(self) -> Addresses:
        addresses = self.village.addresses
        assert addresses is not None  # the intake has seen to it
        return addresses

    def _table(self, start: Doors, end: Doors) -> Floats:
        """Return nominal metres, shape (start, end), infinite between hamlets without a distance.

        Who has no hamlet is out of everybody's reach.
        """
        between = np.where(np.isnan(self._addresses.between_m), np.inf, self._addresses.between_m)
        padded = np.pad(between, (0, 1), constant_values=np.inf)  # the last row: no hamlet
        metres = padded[np.ix_(start.hamlet, end.hamlet)]
        same = (start.hamlet[:, None] == end.hamlet) & (start.hamlet[:, None] >= 0)
        one = same & (start.alley[:, None] == end.alley)
        apart = np.abs(np.subtract.outer(start.order, end.order)) * self.rules.house_m
        round_m = self.rules.alley_m + np.add.outer(start.order, end.order) * self.rules.house_m
        return np.where(one, apart, np.where(same, round_m, metres))


def _only(doors: Doors, row: int) -> Doors:
    rows = slice(row, row + 1)
    return Doors(doors.hamlet[rows], doors.alley[rows], doors.order[rows])
