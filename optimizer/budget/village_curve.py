"""The curve of a village without its plan: what a budget asks of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.budget.coverage_curve import KnownPlans, coverage_curve
from optimizer.distance import measuring_limits
from optimizer.distance.reach import village_reach
from optimizer.domain.plan import CurvePoint
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment.fewest import fewest_recruits, recruitment_instance, site_reach
from optimizer.recruitment.marginal_gain import order_by_gain
from optimizer.recruitment.shortage import find_shortage


@dataclass(frozen=True, slots=True, eq=False)
class VillageCurve:
    """What 0, 1, 2, ... recruits serve in a village.

    Parameters
    ----------
    served, bound
        Shape (recruits + 1,): households served, and that nothing goes beyond.
    servable
        Households that can be served with any number of recruits.
    places
        For each number the rows of the recruits' places, by which the verifier seats households.
    """

    village: str
    name: str
    area: tuple[str, ...]
    households: int
    served: Ints
    bound: Ints
    servable: int
    places: tuple[Ints, ...] = ()

    @property
    def most(self) -> int:
        """Recruits up to which the curve goes: those needed, or the cap."""
        return len(self.served) - 1

    @property
    def proven(self) -> bool:
        """Whether every point is exact."""
        return bool((self.served == self.bound).all())


def curve_points(village: Village, limits: SearchLimits) -> tuple[tuple[CurvePoint, ...], int]:
    """Return the curve of a village, and how many of its households can be served at all.

    Raises
    ------
    Unmeasured
        When the distances are not measured in the time.
    """
    reach = village_reach(village, limits=measuring_limits(village, limits))
    near = site_reach(village, limits=measuring_limits(village, limits))
    fewest = fewest_recruits(village, reach, near, limits.share(0.5))
    households, rules = len(village.households), village.rules
    needed = int(fewest.needed.value) if rules.recruiting else 0
    cap = rules.max_recruits
    most = needed if cap is None else min(needed, cap)
    places = np.repeat(np.arange(near.persons), fewest.per_place)
    last = households - int(fewest.unserved.value)
    if rules.minimum is MinimumPolicy.ENFORCE:
        served, alone = np.append(np.zeros(len(places), np.int64), last), households
        ceiling = households - int(fewest.unserved.bound)
    else:
        size, ground = rules.max_households, recruitment_instance(village, reach, near)
        places, worth = order_by_gain(reach, near, ground.room, size, places)
        alone = last - int(worth.sum())
        served = alone + np.append(0, worth.cumsum())
        ceiling = households - int(fewest.unserved.bound)
    if most == 0 and len(places):
        # Nobody may be recruited: what recruits would serve says nothing of the members.
        served, places, ceiling = served[:1], places[:0], households
    known = KnownPlans(most, served, places, ceiling, alone, rules.max_households)
    points = coverage_curve(village, reach, near, known, limits)
    lost = len(find_shortage(recruitment_instance(village, reach, near)).lost)
    capped = cap is not None and cap < needed
    return points, households - lost if capped or not rules.recruiting else points[-1].served


def village_curve(village: Village, limits: SearchLimits) -> VillageCurve:
    """Return the curve of a village for a budget.

    Raises
    ------
    Unmeasured
        As `curve_points` does.
    """
    points, servable = curve_points(village, limits)
    return VillageCurve(
        village.id,
        village.name,
        village.area,
        len(village.households),
        np.array([point.served for point in points]),
        np.array([point.bound for point in points]),
        servable,
        tuple(point.places for point in points),
    )
