"""Rounding and tabu search for whole recruits, judged by maximum flows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.solvers.flow import MaximumFlow

ADDED = 16
"""Places that are tried for the next recruit, the likeliest first."""
REMOVED = 60
"""Recruits of which one is taken away again, drawn anew at every step."""
TENURE = (3, 8)
"""Steps for which a moved recruit is left alone: drawn between these."""


@dataclass(frozen=True, slots=True, eq=False)
class Packing:
    """Recruits per place, and how many households of the need they leave short."""

    recruits: Ints
    short: int


def round_recruits(recruits: Floats, number: int, cap: Ints) -> Ints:
    """Round to ``number`` recruits: down, then up where the most was lost, then where room is."""
    whole = np.minimum(np.floor(recruits + 1e-6).astype(np.int64), cap)
    while whole.sum() > number:
        whole[int(np.argmin(np.where(whole > 0, recruits, np.inf)))] -= 1
    while whole.sum() < number and (whole < cap).any():
        whole[int(np.argmax(np.where(whole < cap, recruits - whole, -np.inf)))] += 1
    return whole


@dataclass(slots=True)
class TabuSearch:
    """Swaps one recruit at a time and remembers what was just moved.

    A recruit is added where the fewest stay short, then the one whose loss costs least is taken
    away; both count flows, so the same seed gives the same answer on any machine.
    """

    need: Need
    recruits: Ints
    rng: np.random.Generator
    flows: int = 0
    step: int = 0
    stay_out: dict[int, int] = field(default_factory=dict)
    stay_in: dict[int, int] = field(default_factory=dict)

    def run(self, most_flows: int, limits: SearchLimits, goal: int = 0) -> Packing:
        """Search until at most ``goal`` households are short, or flows or time run out."""
        flow = self._judge()
        best = Packing(self.recruits.copy(), int(flow.short.sum()))
        while best.short > goal and self.flows < most_flows and not limits.over:
            self.step += 1
            flow = self._swap(flow)
            short = int(flow.short.sum())
            if short < best.short:
                best = Packing(self.recruits.copy(), short)
        return best

    def _judge(self) -> MaximumFlow:
        self.flows += 1
        return need_flow(self.need, self.recruits)

    def _swap(self, flow: MaximumFlow) -> MaximumFlow:
        places = self._likely(flow)
        if not len(places):
            self.stay_out.clear()
            return flow
        shorts = [self._short_with(place, 1) for place in places]
        added = int(places[int(np.argmin(shorts))])
        self.recruits[added] += 1
        self.stay_in[added] = self._until()
        removed = self._least_missed(min(shorts))
        self.recruits[removed] -= 1
        self.stay_out[removed] = self._until()
        return self._judge()

    def _likely(self, flow: MaximumFlow) -> Ints:
        """Return places from which a path leads to a short household, best covered first."""
        need = self.need
        short = np.minimum(flow.short, need.size) + 0.05 * flow.cut_households
        score = short @ need.places + 0.5 * self.rng.random(len(need.cap))
        allowed = need.places[flow.cut_households].any(axis=0) & (self.recruits < need.cap)
        allowed[[place for place, until in self.stay_out.items() if until > self.step]] = False
        order = np.argsort(np.where(allowed, -score, np.inf), kind="stable")
        return order[: min(ADDED, int(allowed.sum()))]

    def _least_missed(self, already: int) -> int:
        """Return the place whose recruit costs least; one that costs nothing ends the look."""
        filled = self.rng.permutation(np.flatnonzero(self.recruits))[:REMOVED]
        free = [int(s) for s in filled if self.stay_in.get(int(s), 0) <= self.step]
        best, cost = -1, np.inf
        for place in free or [int(s) for s in filled]:
            short = self._short_with(place, -1)
            if short < cost:
                best, cost = place, short
            if short == already:
                break
        return best

    def _short_with(self, place: int, change: int) -> int:
        self.recruits[place] += change
        short = int(self._judge().short.sum())
        self.recruits[place] -= change
        return short

    def _until(self) -> int:
        return self.step + int(self.rng.integers(*TENURE))
