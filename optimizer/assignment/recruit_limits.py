"""Limits on recruits: how many in all, near which places, and in groups of places.

A pocket says that so many recruits, at least, have to live near its places; a search that tries
one neighbourhood after the other also says how many there are at most. As long as of two groups
one lies inside the other or they have nothing in common, the cheapest choice stays easy: from the
smallest group to the largest, take the best that it needs and close it when it is full, then the
best of all (the greedy rule on a laminar matroid). Such groups tell the relaxation what fractions
of recruits would hide: a pocket that lacks 0.7 of a recruit needs one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats, Ints

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class RecruitLimits:
    """Persons who do not exist yet: some of the problem's persons are places.

    Parameters
    ----------
    copies
        Shape (persons,): how many recruits a place may have; 0 for members.
    number
        How many recruits there may be in all.
    inside
        Shape (groups, persons): the places of each group, smaller groups first. Of two groups one
        lies inside the other, or they have nothing in common.
    least, most
        Shape (groups,): recruits that each group has at least and at most; some choice has them.
    """

    copies: Ints
    number: int
    inside: Bools
    least: Ints
    most: Ints

    @property
    def places(self) -> Bools:
        """Shape (persons,): True for places, False for members."""
        return self.copies > 0

    def of(self, rows: Ints | Bools) -> RecruitLimits:
        """Return the limits among some of the persons."""
        return replace(self, copies=self.copies[rows], inside=self.inside[:, rows])

    def limited(self, rows: Ints, least: int, most: int) -> RecruitLimits | None:
        """Return the limits with so many recruits at least and at most at some of the places.

        Parameters
        ----------
        rows
            Persons, shape (many,), that lie inside each of the groups, hold it, or have nothing
            in common with it.

        Returns
        -------
        None where no choice has so many.
        """
        group = self._group(rows)
        known = (self.inside == group).all(axis=1)
        least = max(least, int(self.least[known].max(initial=0)))
        most = min(most, int(self.most[known].min(initial=self.number)))
        inside = np.vstack([self.inside[~known], group])
        order = np.argsort(inside.sum(axis=1), kind="stable")
        limited = replace(
            self,
            inside=inside[order],
            least=np.append(self.least[~known], least)[order],
            most=np.append(self.most[~known], most)[order],
        )
        return limited if limited.possible() else None

    def fits(self, rows: Ints) -> bool:
        """Tell whether some places lie inside each group, hold it, or are apart from it."""
        both = self.inside[:, rows].sum(axis=1)
        return bool(((both == 0) | (both == len(rows)) | (both == self.inside.sum(axis=1))).all())

    def least_of(self, rows: Ints) -> int:
        """Return how many recruits some of the places have at least, when they are a group."""
        return int(self.least[(self.inside == self._group(rows)).all(axis=1)].max(initial=0))

    def chosen(self, worth: Floats) -> Ints:
        """Return how many recruits each place gets when their worth adds up to least.

        Parameters
        ----------
        worth
            Shape (persons,): value of one recruit; infinite where there can be none.

        Returns
        -------
        Shape (persons,). Each group has its least as far as its places allow, also where that
        costs something; everybody else is hired only where it gains.
        """
        rows = self.places.nonzero()[0]
        chosen = np.zeros(len(worth), np.int64)
        chosen[rows] = self.chosen_places(worth[rows], rows)
        return chosen

    def chosen_places(self, worth: Floats, rows: Ints) -> Ints:
        """Return `chosen` of the places alone.

        Parameters
        ----------
        worth
            Shape (places,).
        rows
            Shape (places,): the persons who are places.
        """
        order = np.argsort(worth, kind="stable")
        line = worth[order]
        finite = int(line.searchsorted(np.inf))
        order, line = order[:finite], line[:finite]
        spare, hired = self.copies[rows[order]], np.zeros(len(order), np.int64)
        for inside, least, most in zip(self.inside, self.least, self.most, strict=True):
            here = inside[rows[order]].nonzero()[0]
            mine = int(hired[here].sum())
            if mine < least:
                taken = _filled(spare[here], int(least) - mine)
                hired[here] += taken
                spare[here] -= taken
                mine += int(taken.sum())
            if most < self.number:
                spare[here] = _filled(spare[here], int(most) - mine)
        gain = int(line.searchsorted(0.0))
        hired[:gain] += _filled(spare[:gain], self.number - int(hired.sum()))
        chosen = np.zeros(len(worth), np.int64)
        chosen[order] = hired
        return chosen

    def entering(self, worth: Floats, hired: Ints) -> Floats:
        """Return what leaves, at most, when one recruit more is hired at each place.

        Shape (persons,): the worth of the dearest recruit who may go instead, or 0 where nobody
        has to; minus infinity where nobody may go.
        """
        leaving = np.full(len(worth), -np.inf)
        used = (hired > 0) & self.places
        all_full = int(hired.sum()) >= self.number
        bare, full = self._strained(hired)
        for rows, into in self._alike():
            may = used & ~self.inside[bare & ~into].any(axis=0)
            may &= self.inside[full & into].all(axis=0)
            nobody = -np.inf if all_full or (full & into).any() else 0.0
            leaving[rows] = worth[may].max(initial=nobody)
        return leaving

    def leaving(self, worth: Floats, hired: Ints) -> Floats:
        """Return what comes in, at least, for one recruit of each place who may not be there.

        Shape (persons,): the worth of the best who may come instead, or 0 where nobody has to;
        infinity where nobody may come.
        """
        coming = np.full(len(worth), np.inf)
        more = self.places & (self.copies > hired) & np.isfinite(worth)
        bare, full = self._strained(hired)
        for rows, out_of in self._alike():
            may = more & ~self.inside[full & ~out_of].any(axis=0)
            may &= self.inside[bare & out_of].all(axis=0)
            nobody = np.inf if (bare & out_of).any() else 0.0
            coming[rows] = worth[may].min(initial=nobody)
        return coming

    def possible(self) -> bool:
        """Tell whether some choice keeps every limit: the one of those who have to be hired."""
        forced = self.chosen(np.where(self.places, 0.0, np.inf))
        counts = self.inside @ forced
        kept = (counts >= self.least) & (counts <= self.most)
        return bool(kept.all()) and int(forced.sum()) <= self.number

    def _group(self, rows: Ints) -> Bools:
        group = np.zeros(len(self.copies), bool)
        group[rows] = True
        return group

    def _alike(self) -> Iterator[tuple[Bools, Bools]]:
        """Yield the places that lie in the same groups, and in which groups they lie."""
        if not len(self.inside):
            yield self.places, np.zeros(0, bool)
            return
        kinds, kind = np.unique(self.inside[:, self.places], axis=1, return_inverse=True)
        rows = np.flatnonzero(self.places)
        for which in range(kinds.shape[1]):
            alike = np.zeros(len(self.copies), bool)
            alike[rows[kind.ravel() == which]] = True
            yield alike, kinds[:, which]

    def _strained(self, hired: Ints) -> tuple[Bools, Bools]:
        """Return the groups that can spare nobody, and those that are full."""
        counts = self.inside @ hired
        return counts <= self.least, counts >= self.most


def _filled(copies: Ints, number: int) -> Ints:
    """Take as many as there are of each, in the order given, up to a number in all."""
    before = copies.cumsum() - copies
    taken: Ints = np.minimum(np.maximum(number - before, 0), copies)
    return taken
