"""Maximum coverage: serve as many households as possible with fewer recruits than needed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg import block_diag

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.recruitment.recruit_mip import FEWEST_UNSERVED, RecruitNumber, recruit_program
from optimizer.recruitment.tabu_search import Packing, TabuSearch
from optimizer.solvers.linear_program import solve_integer

FLOWS = 6_000


@dataclass(frozen=True, slots=True, eq=False)
class MaximumCoverage:
    """Recruits per place of a need, whom they leave short, and how many stay short at least."""

    recruits: Ints
    short: int
    bound: int


def join_needs(needs: list[Need]) -> Need:
    """Write needs that nothing connects as one."""
    return Need(
        rows=np.concatenate([need.rows for need in needs]),
        count=np.concatenate([need.count for need in needs]),
        member_rows=np.concatenate([need.member_rows for need in needs]),
        place_rows=np.concatenate([need.place_rows for need in needs]),
        members=np.asarray(block_diag(*[need.members for need in needs]), bool),
        places=np.asarray(block_diag(*[need.places for need in needs]), bool),
        room=np.concatenate([need.room for need in needs]),
        size=needs[0].size,
        cap=np.concatenate([need.cap for need in needs]),
        urgent=np.concatenate([need.urgent for need in needs]),
        xy=np.concatenate([need.xy for need in needs]),
    )


def maximise_coverage(needs: list[Need], number: int, limits: SearchLimits) -> MaximumCoverage:
    """Place at most ``number`` recruits so that the fewest households stay short."""
    need, bound = join_needs(needs), _short_at_least(needs, number)
    start = _greedy(need, number)
    search = TabuSearch(need, start, np.random.default_rng(limits.seed))
    found = search.run(FLOWS, limits, goal=bound) if number else _judged(need, start)
    best = MaximumCoverage(found.recruits, found.short, bound)
    return best if best.short <= bound else settle_coverage(need, best, number, limits)


def _short_at_least(needs: list[Need], number: int) -> int:
    """Count what stays short if every recruit were full as long as its part has households.

    The gains of a part, one recruit after the other, never grow, so the largest come first.
    """
    gains: list[int] = []
    total = 0
    for need in needs:
        short = int(need_flow(need, np.zeros_like(need.cap)).short.sum())
        total += short
        full, rest = divmod(short, need.size)
        gains += [need.size] * full + [rest]
    return total - sum(sorted(gains, reverse=True)[:number])


def _judged(need: Need, recruits: Ints) -> Packing:
    return Packing(recruits, int(need_flow(need, recruits).short.sum()))


def _greedy(need: Need, number: int) -> Ints:
    """Place recruits one by one where most short households are near."""
    recruits = np.zeros_like(need.cap)
    for _ in range(number):
        recruits = place_next(need, recruits)
    return recruits


def place_next(need: Need, recruits: Ints) -> Ints:
    """Add a recruit where most short households are near, or a path leads to one; or nobody."""
    flow, free = need_flow(need, recruits), recruits < need.cap
    touched = np.where(free, flow.short @ need.places, -1)
    if touched.max(initial=0) <= 0:
        touched = free * (flow.cut_households @ need.places)
        if touched.max(initial=0) <= 0:
            return recruits
    more = recruits.copy()
    more[int(np.argmax(touched))] += 1
    return more


def settle_coverage(
    need: Need, best: MaximumCoverage, number: int, limits: SearchLimits
) -> MaximumCoverage:
    """Find better recruits or prove that there are none with an integer programme."""
    model = recruit_program(
        need, FEWEST_UNSERVED, RecruitNumber(most=float(number)), best.short - 1
    )
    answer = solve_integer(model, limits)
    if math.isinf(answer.bound) and answer.bound > 0:
        return MaximumCoverage(best.recruits, best.short, best.short)
    lifted = math.ceil(answer.bound - 1e-6) if math.isfinite(answer.bound) else 0
    bound = min(best.short, max(best.bound, lifted))
    if answer.x is not None:
        other = _judged(need, np.rint(answer.x[: len(need.cap)]).astype(np.int64))
        if other.short < best.short:
            return MaximumCoverage(other.recruits, other.short, min(bound, other.short))
    return MaximumCoverage(best.recruits, best.short, bound)
