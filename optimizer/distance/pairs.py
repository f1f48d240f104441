"""Measured pairs as arrays, and locked pairs among them."""

from __future__ import annotations

import numpy as np

from optimizer.distance.barriers import Bools
from optimizer.domain.scenario import Floats, Ints, Village

Pairs = tuple[Ints, Ints, Floats]
"""Rows of households, rows of the others, and metres; in the order of both."""


def pairs_of_table(metres: Floats, limit_m: float) -> Pairs:
    """Return the pairs of a table, shape (households, others), that are finite and within."""
    row, column = np.nonzero(metres <= min(limit_m, np.finfo(np.float64).max))
    return row, column, metres[row, column]


def table_of_pairs(pairs: Pairs, count: int) -> Floats:
    """Return pairs among ``count`` as a table: 0 to oneself, infinite where there is no pair."""
    metres = np.full((count, count), np.inf)
    row, column, lengths = pairs
    metres[row, column] = lengths
    np.fill_diagonal(metres, 0.0)
    return metres


def locked_among(village: Village, found: Pairs, stand_in: Floats) -> tuple[Floats, Bools]:
    """Return the metres of each locked pair, and which of them have none.

    Parameters
    ----------
    found
        All pairs of households and members.
    stand_in
        Shape (locked,): what stands in where a pair is not among them.
    """
    rows, columns = village.locked.T
    row, column, metres = found
    number, wanted = row * len(village.members) + column, rows * len(village.members) + columns
    at = np.minimum(np.searchsorted(number, wanted), max(len(number) - 1, 0))
    lost = number[at] != wanted if len(number) else np.ones(len(rows), np.bool_)
    return np.where(lost, stand_in, metres[at] if len(number) else stand_in), lost
