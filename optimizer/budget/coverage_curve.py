"""The coverage curve of a village: the most households served with at most so many recruits.

Parts of a village that nothing connects each have a curve of their own; the village's is their
max-plus convolution, so what is exact for the parts is exact for the village.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.budget.max_plus import Shares, share_out
from optimizer.budget.need_curve import NeedCurve, need_curve, need_curve_with_minimum
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, CurvePoint, Recruitment
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.recruitment.fewest import recruitment_instance
from optimizer.recruitment.shortage import find_shortage, needs_of, whole_needs
from optimizer.recruitment.with_minimum import load_window
from optimizer.recruitment.without_minimum import share_deadline


def coverage_curve(
    village: Village,
    reach: Reach,
    near: Reach,
    known: KnownPlans,
    limits: SearchLimits,
) -> tuple[CurvePoint, ...]:
    """Return what 0, 1, ... recruits serve, up to as many as are needed and may be.

    Parameters
    ----------
    reach, near
        Pairs of households with members and with places.
    known
        The plans that are known already: no point is worse.
    limits
        What is not proven when they end keeps its bound.
    """
    ground = recruitment_instance(village, reach, near)
    limits = replace(limits, nodes=None)
    shortage = find_shortage(ground)
    urgent = np.isin(np.arange(len(village.households)), village.locked[:, 0])
    if village.rules.minimum is MinimumPolicy.ENFORCE:
        needs = whole_needs(ground, urgent)
        lost = [int(np.isin(need.rows, shortage.lost).sum()) for need in needs]
        curves = [
            need_curve_with_minimum(need, load_window(village, need), known.most, gone, mine)
            for need, gone, mine in zip(needs, lost, _shares(needs, limits), strict=True)
        ]
    else:
        # Places filled to their cap are no matter of course when recruits are few.
        settled = bool(shortage.forced.any())
        needs = (
            whole_needs(ground, np.zeros_like(urgent)) if settled else needs_of(ground, shortage)
        )
        curves = [
            need_curve(need, known.most, mine)
            for need, mine in zip(needs, _shares(needs, limits), strict=True)
        ]
    inside = np.concatenate([np.empty(0, np.int64), *(need.rows for need in needs)])
    outside = np.ones(len(village.households), bool)
    outside[inside] = False
    apart = int(outside.sum() - outside[shortage.lost].sum())
    return known.improve(_joined(needs, curves, apart, known.most))


def _shares(needs: Sequence[Need], limits: SearchLimits) -> list[SearchLimits]:
    return list(share_deadline([need.households for need in needs], limits))


def _joined(
    needs: Sequence[Need], curves: Sequence[NeedCurve], apart: int, most: int
) -> list[CurvePoint]:
    """Return the points of the village.

    Parameters
    ----------
    apart
        Households outside the needs, whom members serve.
    """
    served = share_out([curve.served for curve in curves], most)
    bound = share_out([_lengthened(curve.bound, most) for curve in curves], most)
    return [
        CurvePoint(
            number,
            apart + int(served.total[: number + 1].max()),
            apart + int(bound.total[: number + 1].max()),
            _places(needs, curves, served, int(np.argmax(served.total[: number + 1]))),
        )
        for number in range(most + 1)
    ]


def _lengthened(bound: Ints, most: int) -> Ints:
    """Return a bound for every number up to ``most``: beyond the last nobody more is served."""
    return np.append(bound, np.full(max(most + 1 - len(bound), 0), bound[-1]))


def _places(
    needs: Sequence[Need], curves: Sequence[NeedCurve], served: Shares, number: int
) -> Ints:
    """Return the rows of the places of the recruits who serve the most, sorted."""
    chosen = served.choose(number)
    rows = [
        np.repeat(need.place_rows, curve.recruits[taken])
        for need, curve, taken in zip(needs, curves, chosen, strict=True)
    ]
    return np.sort(np.concatenate([np.empty(0, np.int64), *rows]))


@dataclass(frozen=True, slots=True, eq=False)
class KnownPlans:
    """What the village's own plans say of its curve.

    Parameters
    ----------
    most
        The last number of recruits of the curve.
    served, places
        With so many of the plan's recruits, in the order of their worth: the households served,
        shape (recruits + 1,), and the rows of the places.
    ceiling
        Households that nothing serves more of, with any number of recruits.
    alone
        Households that nothing serves more of without recruits.
    size
        Maximum load of a recruit.
    """

    most: int
    served: Ints
    places: Ints
    ceiling: int
    alone: int
    size: int

    @classmethod
    def of(
        cls, village: Village, today: Assignment, after: Assignment, found: Recruitment
    ) -> KnownPlans:
        """Read what the plans prove; ``found`` are the recruits of ``after``."""
        households, cap = len(village.households), village.rules.max_recruits
        needed = int(found.needed.value)
        most = needed if cap is None else min(needed, cap)
        enforced = village.rules.minimum is MinimumPolicy.ENFORCE
        first, last = households - len(today.unserved), households - len(after.unserved)
        # Under an enforced minimum a worth is no number of households served by some recruits.
        middle = [first] * (len(found.worth) - 1) if enforced else first + found.worth[:-1].cumsum()
        ends = [first, *middle, last] if len(found.worth) else [max(first, last)]
        return cls(
            most,
            np.array(ends, np.int64),
            found.places,
            # A cap that binds bounds nothing beyond it, and the curve ends there.
            households - int(np.ceil(after.proofs[Stage.SERVE].bound)),
            households - int(np.ceil(today.proofs[Stage.SERVE].bound)),
            village.rules.max_households,
        )

    def improve(self, points: Sequence[CurvePoint]) -> tuple[CurvePoint, ...]:
        """Return the points, each as good as a known plan, and no bound above what is proven."""
        better: list[CurvePoint] = []
        for point in points:
            taken = min(point.recruits, len(self.served) - 1)
            served, places = int(self.served[taken]), np.sort(self.places[:taken])
            if served <= point.served:
                served, places = point.served, point.places
            if better and better[-1].served > served:
                served, places = better[-1].served, better[-1].places
            bound = min(
                point.bound,
                self.ceiling,
                self.alone + self.size * point.recruits,
                better[-1].bound + self.size if better else self.alone,
            )
            better.append(CurvePoint(point.recruits, served, max(bound, served), places))
        return tuple(better)

    def counted(self) -> tuple[CurvePoint, ...]:
        """Return the curve that the known plans and counting alone give."""
        none = np.empty(0, np.int64)
        return self.improve(
            [CurvePoint(number, 0, self.ceiling, none) for number in range(self.most + 1)]
        )
