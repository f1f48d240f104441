"""Recruits who may be hired: how many, near which places, and how many at least in each pocket.

A pocket says that so many recruits, at least, have to live near its places. Pockets whose places
are disjoint leave the cheapest choice easy: the best of each pocket first, then the best of all
(a base of a matroid that is a union of partitions, found by the greedy rule). They tell the
relaxation what fractions of recruits would hide: a pocket that lacks 0.7 of a recruit needs one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.scenario import Floats, Ints

ANYWHERE = -1
"""The pocket of a place that is in none."""


@dataclass(frozen=True, slots=True, eq=False)
class Hiring:
    """Persons who do not exist yet: some of the question's persons are places.

    Parameters
    ----------
    copies
        Shape (persons,): how many recruits a place may have; 0 for members.
    number
        How many recruits there may be in all.
    pocket
        Shape (persons,): the pocket of each place, ``ANYWHERE`` for none and for members.
    least
        Shape (pockets,): recruits that each pocket has at least; ``number`` allows for them.
    """

    copies: Ints
    number: int
    pocket: Ints
    least: Ints

    @property
    def places(self) -> NDArray[np.bool_]:
        """Shape (persons,): True for places, False for members."""
        return self.copies > 0

    def of(self, rows: Ints | NDArray[np.bool_]) -> Hiring:
        """Return the hiring among some of the persons."""
        return replace(self, copies=self.copies[rows], pocket=self.pocket[rows])

    def chosen(self, worth: Floats) -> Ints:
        """Return how many recruits each place gets when their worth adds up to least.

        Parameters
        ----------
        worth
            Shape (persons,): value of one recruit; infinite where there can be none.

        Returns
        -------
        Shape (persons,). Each pocket has its least as far as its places allow, also where that
        costs something; everybody else is hired only where it gains.
        """
        hired = np.zeros(len(worth), np.int64)
        order = np.argsort(worth, kind="stable")
        order = order[np.isfinite(worth[order]) & self.places[order]]
        for pocket, least in enumerate(self.least):
            here = order[self.pocket[order] == pocket]
            hired[here] = _filled(self.copies[here], int(least))
        free = order[worth[order] < 0]
        hired[free] += _filled(self.copies[free] - hired[free], self.number - int(hired.sum()))
        return hired

    def entering(self, worth: Floats, hired: Ints) -> Floats:
        """Return what leaves, at most, when one recruit more is hired at each place.

        Shape (persons,): the worth of the dearest recruit who may go instead, or 0 where nobody
        has to. Whoever leaves a pocket that has no more than its least comes from that pocket.
        """
        counts, spare = self._counts(hired)
        full = int(hired.sum()) >= self.number
        beside = _dearest(worth, (hired > 0) & self.places & spare, -np.inf if full else 0.0)
        leaving = np.full(len(worth), beside)
        for pocket in range(len(self.least)):
            rows = self.pocket == pocket
            if counts[pocket] <= self.least[pocket]:
                leaving[rows] = _dearest(worth, (hired > 0) & rows, beside)
        return leaving

    def leaving(self, worth: Floats, hired: Ints) -> Floats:
        """Return what comes in, at least, for one recruit of each place who may not be there.

        Shape (persons,): the worth of the best who may come instead, or 0 where nobody has to.
        """
        more = self.places & (self.copies > hired) & np.isfinite(worth)
        _, spare = self._counts(hired)
        coming = np.full(len(worth), min(0.0, float(worth[more].min(initial=0.0))))
        for pocket in np.unique(self.pocket[~spare & self.places]):
            rows = self.pocket == pocket
            coming[rows] = float(worth[more & rows].min(initial=np.inf))
        return coming

    def _counts(self, hired: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the recruits of each pocket, and the persons whose pocket can spare one."""
        inside = self.pocket != ANYWHERE
        counts = np.bincount(
            self.pocket[inside], weights=hired[inside], minlength=len(self.least)
        ).astype(np.int64)
        spare = ~inside
        spare[inside] = (counts > self.least)[self.pocket[inside]]
        return counts, spare


def _filled(copies: Ints, number: int) -> Ints:
    """Take as many as there are of each, in the order given, up to a number in all."""
    before = np.cumsum(copies) - copies
    taken: Ints = np.clip(number - before, 0, copies)
    return taken


def _dearest(worth: Floats, rows: NDArray[np.bool_], none: float) -> float:
    return float(worth[rows].max(initial=none))
