"""Distances that are not straight lines, remembered source by source."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol, TypeVar

import numpy as np

from optimizer.domain.rules import Listed, Matrix, Path
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.verification.detours import Detours
from optimizer.verification.listed_distances import listed_distances
from optimizer.verification.named_distances import named_distances
from optimizer.verification.time_budget import Deadline
from optimizer.verification.trails import Trails

Amount = TypeVar("Amount", float, Floats)
TRAIL_SLACK_M = 1e-6
DETOUR_SLACK_M = 0.01
"""How far a planned way round walls may lie from the verifier's, which keeps off them."""


class Routine(Protocol):
    """Finds the metres from the nearest of some points to all points."""

    def reached(self, sources: Ints, limit_m: float, limits: Deadline | None = None) -> Floats:
        """Return shape (points,), infinite beyond the limit."""
        ...


class Distances(Protocol):
    """Where a distance is no straight line: households, members and sites as rows of one list."""

    @property
    def households(self) -> Ints:
        """Rows of the households."""
        ...

    @property
    def members(self) -> Ints:
        """Rows of the members."""
        ...

    @property
    def sites(self) -> Ints:
        """Rows of the sites."""
        ...

    def slack(self, metres: Amount) -> Amount:
        """Return how far a planned distance may lie from the one found here."""
        ...

    def table(
        self, rows: Ints, columns: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return metres from households to others, infinite beyond the limit."""
        ...

    def nearest(
        self, rows: Ints, sources: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return the metres between each row and the nearest of the sources.

        One of both are households: it is from these that a distance leads.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Walks:
    """Households, members and sites as rows of one list of points.

    Parameters
    ----------
    factor
        The detour factor of the rules.
    households, members, sites
        Rows of points.
    slack_m
        How far a planned distance may lie from the one found here.
    """

    routine: Routine
    factor: float
    households: Ints
    members: Ints
    sites: Ints
    slack_m: float
    known: dict[int, tuple[float, Floats]] = field(default_factory=dict)

    def slack(self, metres: Amount) -> Amount:
        """Return how far a planned distance may lie from the one found here."""
        return self.slack_m + 1e-9 * metres

    def table(
        self, rows: Ints, columns: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return metres between points, shape (rows, columns), infinite beyond the limit."""
        if len(rows) < len(columns):
            return self.table(columns, rows, limit_m, limits).T
        found = np.empty((len(rows), len(columns)))
        for at, source in enumerate(columns.tolist()):
            found[:, at] = self._from(source, limit_m, limits)[rows]
        return np.where(found <= limit_m, found, np.inf)

    def nearest(
        self, rows: Ints, sources: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return the metres from each point to the nearest of the sources."""
        return self.factor * self.routine.reached(sources, limit_m / self.factor, limits)[rows]

    def _from(self, source: int, limit_m: float, limits: Deadline | None) -> Floats:
        farthest_m, metres = self.known.get(source, (-1.0, np.empty(0)))
        if farthest_m < limit_m:
            reached = self.routine.reached(np.array([source]), limit_m / self.factor, limits)
            metres = self.factor * reached
            self.known[source] = limit_m, metres
        return metres


_KEPT = 2
_known: OrderedDict[Village, Distances | None] = OrderedDict()


def walks_of(village: Village, limits: Deadline | None = None) -> Distances | None:
    """Return the walks of a village, remembered for the next look; None where straight lines do."""
    if village not in _known:
        _known[village] = _walks(village, limits)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return _known[village]


def _walks(village: Village, limits: Deadline | None) -> Distances | None:
    metric, barriers = village.rules.metric, village.barriers
    if isinstance(metric, Matrix):
        return named_distances(village)
    if isinstance(metric, Listed):
        return listed_distances(village, metric)
    tables = [village.households, village.members]
    tables += [] if village.places is None else [village.places]
    points = np.concatenate([table.xy for table in tables])
    begin = np.cumsum([0, *map(len, tables)])
    rows = [np.arange(low, high) for low, high in pairwise(begin)]
    routine: Routine
    if isinstance(metric, Path):
        if village.network is None:
            return None
        routine = Trails(points, village.network, barriers, metric.max_leg_m, limits)
        factor, slack_m = 1.0, TRAIL_SLACK_M
    elif barriers:
        routine, factor = Detours(points, barriers, limits), metric.detour
        slack_m = DETOUR_SLACK_M * factor
    else:
        return None
    sites = rows[0] if village.places is None else rows[2]
    return Walks(routine, factor, rows[0], rows[1], sites, slack_m)
