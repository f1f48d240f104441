"""Distances of a village by the metric of its rules."""

from __future__ import annotations

from typing import Protocol, assert_never

from optimizer.distance.barriers import Bools
from optimizer.distance.listed import ListedHouses
from optimizer.distance.measuring_time import Deadline
from optimizer.distance.named import NamedMetres
from optimizer.distance.pairs import Pairs
from optimizer.distance.straight import StraightLines
from optimizer.distance.walked import AlongPaths, RoundBarriers
from optimizer.domain.rules import Listed, Matrix, Path, Straight
from optimizer.domain.scenario import Ends, Floats, Village
from optimizer.domain.search_limits import SearchLimits


class Metric(Protocol):
    """What every metric can say of the village that it was made for."""

    @property
    def plain(self) -> bool:
        """Whether a distance is a straight line and nothing else."""
        ...

    def within(self, ends: Ends, limit_m: float, *, limits: Deadline | None = None) -> Pairs:
        """Return the households and ends at most ``limit_m`` apart, in the order of both."""
        ...

    def locked(self, *, limits: Deadline | None = None) -> tuple[Floats, Bools]:
        """Return the distance of each locked pair, however long, and which have no way at all."""
        ...

    def among_members(self, *, limits: Deadline | None = None) -> Floats:
        """Return the distances from each member (row) to each (column), infinite without a way."""
        ...


def metric_of(village: Village) -> Metric:
    """Return the metric of a village's rules, made for the village."""
    match village.rules.metric:
        case Straight(detour=detour):
            if village.barriers:
                return RoundBarriers(village, village.barriers, detour)
            return StraightLines(village, detour)
        case Path() as rules:
            return AlongPaths(village, rules)
        case Matrix():
            return NamedMetres(village)
        case Listed() as rules:
            return ListedHouses(village, rules)
        case never:
            assert_never(never)


def is_plain(village: Village) -> bool:
    """Return whether a distance is a straight line and nothing else."""
    return metric_of(village).plain


def measuring_limits(village: Village, limits: SearchLimits) -> SearchLimits | None:
    """Return how long distances may take: straight lines of so few pairs need no limit."""
    if is_plain(village):
        return None
    least_s = limits.measuring_s
    return limits if limits.left_s > least_s else SearchLimits.lasting(least_s)


def distances_within(
    village: Village, ends: Ends, limit_m: float, *, limits: Deadline | None = None
) -> Pairs:
    """Return the households and ends at most ``limit_m`` apart: inclusive, before any rounding.

    In the order of the households, and of the ends.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all of them are measured.
    """
    return metric_of(village).within(ends, limit_m, limits=limits)


def locked_metres(village: Village, *, limits: Deadline | None = None) -> tuple[Floats, Bools]:
    """Return the distance of each locked pair, however long, and which have no way at all.

    A pair without a way is used all the same, because it is locked, and it counts as beyond any
    limit. Its metres are the straight line; 0, and never shown, where there are no points.
    """
    return metric_of(village).locked(limits=limits)


def between_members_m(village: Village, *, limits: Deadline | None = None) -> Floats:
    """Return the distances among members by the village's metric, shape (members, members).

    From the row to the column; 0 to oneself and infinite where there is no way, or, with the
    metric ``matrix``, no distance named in ``distances.teams``.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all of them are measured.
    """
    return metric_of(village).among_members(limits=limits)
