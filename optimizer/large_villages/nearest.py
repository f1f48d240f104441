"""Bounds of the metres with recruits at any places: what the nearest persons and places allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.solvers.alternating_paths import Bools

NOISE = 1e-9
"""By how much of the limit a measured distance may be off."""


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """How near a member or a place is to each household, at least.

    Parameters
    ----------
    any_m
        Shape (households,): metres to the nearest member or place; infinite where nobody is.
    other_m
        The same without a place at the household's own door, unless there is nothing else.
    door
        The point where each household lives, as a number.
    """

    any_m: Floats
    other_m: Floats
    door: Ints

    @classmethod
    def of(cls, village: Village, metres: Floats, locked: Bools) -> Nearest:
        """Measure a village.

        Parameters
        ----------
        metres
            Shape (households, members): usable pairs, infinite elsewhere.
        locked
            Shape (households,): whom a recruit may not have.
        """
        homes, door = np.unique(village.households.xy, axis=0, return_inverse=True)
        door = door.ravel()
        spots = np.unique(village.sites.xy, axis=0)
        away_m: Floats = np.full((len(homes), 2), np.inf)
        if len(spots) and len(homes):
            away_m = np.asarray(cKDTree(spots).query(homes, 2)[0], np.float64)
        away_m[away_m > village.rules.max_distance_m * (1 + NOISE)] = np.inf
        own = away_m[:, 0] == 0
        first = np.where(locked, np.inf, away_m[door, 0])
        second = np.where(locked, np.inf, np.where(own, away_m[:, 1], away_m[:, 0])[door])
        member = metres.min(axis=1, initial=np.inf)
        any_m, other_m = np.minimum(member, first), np.minimum(member, second)
        return cls(any_m, np.where(np.isfinite(other_m), other_m, any_m), door)

    def walk_m(self, served: int, recruits: int | None) -> float:
        """Return metres that every plan walks that serves so many households.

        Parameters
        ----------
        recruits
            How many there may be; None for any number. So many doors have a recruit at most.
        """
        least = float(np.sort(self.any_m)[:served].sum())
        if recruits is None:
            return least
        saved = np.zeros(len(self.any_m))
        finite = np.isfinite(self.any_m)
        saved[finite] = self.other_m[finite] - self.any_m[finite]
        doors = np.sort(np.bincount(self.door, saved))[::-1]
        return max(least, float(np.sort(self.other_m)[:served].sum() - doors[:recruits].sum()))
