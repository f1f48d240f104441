"""Distances along paths and round barriers, remembered from one question to the next."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.distance.around_barriers import around_m
from optimizer.distance.barriers import Bools
from optimizer.distance.measuring_time import Deadline, remembered
from optimizer.distance.network import Legs, legs, paths_of
from optimizer.distance.pairs import Pairs, locked_among, pairs_of_table, table_of_pairs
from optimizer.distance.paths import path_m
from optimizer.distance.straight import straight_m
from optimizer.domain.rules import Path
from optimizer.domain.scenario import Barriers, Ends, Floats, Network, Points, Village


@dataclass(frozen=True, slots=True)
class _Walked(ABC):
    """Metres of ways that have to be found: what both kinds of way share."""

    village: Village

    def within(self, ends: Ends, limit_m: float, *, limits: Deadline | None = None) -> Pairs:
        """Return the pairs of households and ends at most ``limit_m`` apart."""
        start, end = self.village.households, self.village.ends(ends)
        return self._pairs(start, end, limit_m, limits)

    def locked(self, *, limits: Deadline | None = None) -> tuple[Floats, Bools]:
        """Return the metres of locked pairs; the straight line where there is no way."""
        return _locked(self.village, lambda: self.within(Ends.MEMBERS, np.inf, limits=limits))

    def among_members(self, *, limits: Deadline | None = None) -> Floats:
        """Return the metres from member to member."""
        members = self.village.members
        return table_of_pairs(self._pairs(members, members, np.inf, limits), len(members))

    @abstractmethod
    def _pairs(self, start: Points, ends: Points, limit_m: float, limits: Deadline | None) -> Pairs:
        """Return the pairs of two tables of points at most ``limit_m`` apart."""


@dataclass(frozen=True, slots=True)
class AlongPaths(_Walked):
    """Metres along the village's network, with the legs from both doors."""

    rules: Path
    plain: bool = False

    def _pairs(self, start: Points, ends: Points, limit_m: float, limits: Deadline | None) -> Pairs:
        network = self.village.network
        assert network is not None  # the intake has seen to it
        barriers = self.village.barriers
        return _by_path(start, ends, network, barriers, self.rules, limit_m, limits=limits)


@dataclass(frozen=True, slots=True)
class RoundBarriers(_Walked):
    """Metres of the shortest walk across country round the village's barriers."""

    barriers: Barriers
    detour: float
    plain: bool = False

    def _pairs(self, start: Points, ends: Points, limit_m: float, limits: Deadline | None) -> Pairs:
        return _round(start, ends, self.barriers, self.detour, limit_m, limits=limits)


def _locked(village: Village, find: Callable[[], Pairs]) -> tuple[Floats, Bools]:
    rows, columns = village.locked.T
    straight = straight_m(village.households.xy[rows], village.members.xy[columns])
    if not len(rows):
        return straight, np.zeros(0, np.bool_)
    return locked_among(village, find(), straight)


# Villages, points, paths and barriers never change, and a plan asks for the same distances several
# times: for reach, reasons, limits, sites. They are remembered by what they were asked of.
@remembered(6)
def _by_path(
    start: Points,
    ends: Points,
    network: Network,
    barriers: Barriers | None,
    metric: Path,
    limit_m: float,
    *,
    limits: Deadline | None = None,
) -> Pairs:
    paths = paths_of(network, barriers, limits=limits)
    here = join_points(start, network, barriers, metric.max_leg_m, limits=limits)
    there = join_points(ends, network, barriers, metric.max_leg_m, limits=limits)
    metres = path_m(here, there, paths, limit_m, limits=limits)
    # Nobody walks to a path and back to where they are, be there a path or not.
    _at_their_own(metres, start, ends)
    return pairs_of_table(metres, limit_m)


def _at_their_own(metres: Floats, start: Points, ends: Points) -> None:
    """Set the distance of pairs that stand at the same coordinates to 0, in place."""
    xy = np.concatenate([start.xy, ends.xy])
    _, spot = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    here, there = spot[: len(start)], spot[len(start) :]
    for row in np.flatnonzero(np.isin(here, there)).tolist():
        metres[row, there == here[row]] = 0.0


@remembered(8)
def join_points(
    points: Points,
    network: Network,
    barriers: Barriers | None,
    max_leg_m: float,
    *,
    limits: Deadline | None = None,
) -> Legs:
    """Return where points join what is left of a network."""
    paths = paths_of(network, barriers, limits=limits)
    return legs(points.xy, paths, max_leg_m, limits=limits)


@remembered(6)
def _round(
    start: Points,
    ends: Points,
    barriers: Barriers,
    detour: float,
    limit_m: float,
    *,
    limits: Deadline | None = None,
) -> Pairs:
    metres = around_m(start, ends, barriers, limit_m / detour, limits=limits)
    return pairs_of_table(detour * metres, limit_m)
