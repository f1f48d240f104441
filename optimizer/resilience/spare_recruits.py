"""The fewest recruits with whom everybody is still served whoever leaves, proven by cuts.

A master programme over recruits near places, with pockets as cuts (as for the fewest recruits
without spare). If a member leaves, a pocket P has lost its room: ``room - b + size * recruits >=
|P|``. If a recruit leaves, whatever forces k recruits forces k + 1. Both are separated by a maximum
flow a leaver, first at fractional optima and then at whole ones; a whole optimum that no leaver
leaves short is the fewest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Bools, Need, need_flow
from optimizer.pockets.separation import SCALE, Cut, make_cut, separate
from optimizer.recruitment.cutting_planes import WHOLE
from optimizer.recruitment.need_solver import NeedSolution
from optimizer.recruitment.tabu_search import round_recruits
from optimizer.resilience.leaver_needs import LeaverNeed, all_needs
from optimizer.solvers.linear_program import LinearProgram, solve_integer, solve_relaxation

PATIENCE = 4
"""Rounds of cuts at fractional optima without progress of the bound."""


@dataclass(frozen=True, slots=True, eq=False)
class LeaverScenario:
    """One leaver: the need that is left, and what its pockets force beside what they count.

    Parameters
    ----------
    member, place
        Who leaves: a member's column, or where a recruit lives; -1 for none of them.
    """

    need: Need
    member: int = -1
    place: int = -1

    def left(self, recruits: Floats) -> Floats:
        """Return the recruits that stay."""
        if self.place < 0:
            return recruits
        left = recruits.copy()
        left[self.place] = max(left[self.place] - 1, 0)
        return left

    def cuts(self, recruits: Floats) -> Iterator[Cut]:
        """Yield the pockets that the recruits who stay leave short, with all that they force."""
        for cut in separate(self.need, self.left(recruits)):
            yield cut if self.place < 0 else replace(cut, forces=cut.forces + 1)


def fewest_with_spare(part: LeaverNeed, limits: SearchLimits) -> NeedSolution | None:
    """Find the fewest recruits that hold a part of the village whoever leaves.

    Returns
    -------
    None where no number of recruits is enough: places take too few.
    """
    limits = replace(limits, nodes=None)
    if not holds_whoever_leaves(part, part.need.cap):
        return None
    without = scenarios(part)
    cuts = list(first_cuts(part, without))
    leaning, bound = _lift(part, without, cuts, limits)
    while True:
        answer = solve_integer(_programme(part.need, cuts), limits)
        if answer.x is None:
            return _filled(part, without, leaning, bound, cuts)
        recruits = np.rint(answer.x).astype(np.int64)
        bound = max(bound, math.ceil(answer.bound - WHOLE))
        found = list(violated(part, without, recruits.astype(np.float64)))
        if not found:
            return NeedSolution(recruits, bound, tuple(cuts), leaning)
        if limits.over:
            return _filled(part, without, leaning, bound, cuts)
        cuts += found


def scenarios(part: LeaverNeed) -> list[LeaverScenario]:
    """Return what is left of a part if each member leaves, where that is not enough by itself.

    Where the other members hold everybody, they do so with any recruits.
    """
    nobody = np.zeros(len(part.need.cap), np.int64)
    held = _held_at_once(part.need, nobody.astype(np.float64))
    return [
        LeaverScenario(need, member=member)
        for member, need in enumerate(all_needs(part))
        if not held[member] and need_flow(need, nobody).short.any()
    ]


def first_cuts(part: LeaverNeed, without: Sequence[LeaverScenario]) -> Iterator[Cut]:
    """Yield the whole part as a pocket for each leaver, and what no member reaches."""
    everybody = np.ones(len(part.need.count), bool)
    yield _with_spare(make_cut(part.need, everybody))
    for scenario in without:
        yield make_cut(scenario.need, everybody)
    for row in np.flatnonzero(~part.need.members.any(axis=1)):
        alone = np.zeros(len(part.need.count), bool)
        alone[row] = True
        yield _with_spare(make_cut(part.need, alone))


def _with_spare(cut: Cut) -> Cut:
    """Return what a pocket forces if a recruit may leave: one more, where it forces any."""
    return replace(cut, forces=cut.forces + 1) if cut.forces else cut


def _lift(
    part: LeaverNeed, without: Sequence[LeaverScenario], cuts: list[Cut], limits: SearchLimits
) -> tuple[Floats, int]:
    """Add pockets violated at fractional optima; return the last optimum and what it proves."""
    lowest, stalled = -math.inf, 0
    while True:
        recruits = solve_relaxation(_programme(part.need, cuts))
        value = float(recruits.sum())
        stalled = 0 if value > lowest + 1e-3 else stalled + 1
        lowest = max(lowest, value)
        found = [] if stalled > PATIENCE else list(violated(part, without, recruits))
        if not found or limits.over:
            return recruits, math.ceil(lowest - WHOLE)
        cuts += found


def violated(
    part: LeaverNeed, without: Sequence[LeaverScenario], recruits: Floats
) -> Iterator[Cut]:
    """Yield the pockets that recruits leave short, whoever leaves."""
    held = _held_at_once(part.need, recruits)
    for scenario in without:
        if not held[scenario.member]:
            yield from scenario.cuts(recruits)
    leaving = np.flatnonzero(recruits > WHOLE).tolist()
    for place in leaving or [-1]:
        yield from LeaverScenario(part.need, place=place).cuts(recruits)


def _held_at_once(need: Need, recruits: Floats) -> Bools:
    """Return the members whose households all find a spare seat if they leave, at first sight.

    The households of a flow that serves everybody are given to whoever has a seat left, class by
    class: a sufficient condition that is cheap to look at.
    """
    scaled = np.floor(recruits * SCALE).astype(np.int64)
    used = np.flatnonzero(scaled > 0)
    usable = np.hstack([need.members, need.places[:, used]])
    flow = need_flow(need, scaled, SCALE)
    held = np.zeros(len(need.room), bool)
    if flow.short.any():
        return held
    sent = np.zeros(usable.shape, np.int64)
    sent[np.nonzero(usable)] = flow.flows
    spare = np.concatenate([need.room * SCALE, need.size * scaled[used]]) - sent.sum(axis=0)
    for member in range(len(need.room)):
        left = spare.copy()
        left[member] = 0
        held[member] = all(
            _seat_at_once(left, usable[row], int(sent[row, member]))
            for row in np.flatnonzero(sent[:, member]).tolist()
        )
    return held


def _seat_at_once(left: Ints, reached: Bools, households: int) -> bool:
    """Take seats of those who have most left; False where there are too few."""
    rows = np.flatnonzero(reached & (left > 0))
    for row in rows[np.argsort(-left[rows], kind="stable")].tolist():
        taken = min(households, int(left[row]))
        left[row] -= taken
        households -= taken
        if not households:
            return True
    return not households


def _filled(
    part: LeaverNeed,
    without: Sequence[LeaverScenario],
    leaning: Floats,
    bound: int,
    cuts: Sequence[Cut],
) -> NeedSolution:
    """Add recruits where a leaver leaves somebody short, until none does."""
    need = part.need
    recruits = round_recruits(leaning, bound, need.cap)
    while True:
        leaving = [LeaverScenario(need, place=at) for at in np.flatnonzero(recruits).tolist()]
        for scenario in (*without, *leaving, LeaverScenario(need)):
            flow = need_flow(scenario.need, scenario.left(recruits.astype(float)).astype(np.int64))
            if flow.short.any():
                touched = flow.short @ scenario.need.places
                best = int(np.argmax(np.where(recruits < need.cap, touched, -1)))
                recruits[best] += 1
                break
        else:
            return NeedSolution(recruits, min(bound, int(recruits.sum())), tuple(cuts), leaning)


def _programme(need: Need, cuts: Sequence[Cut]) -> LinearProgram:
    return LinearProgram(
        np.ones(len(need.cap)),
        need.cap.astype(np.float64),
        csr_matrix(np.array([cut.places for cut in cuts], np.float64).reshape(len(cuts), -1)),
        np.array([cut.forces for cut in cuts], np.float64),
        np.full(len(cuts), np.inf),
        len(need.cap),
    )


def holds_whoever_leaves(part: LeaverNeed, recruits: Ints) -> bool:
    """Tell whether recruits hold a part of the village whoever leaves."""
    return not any(violated(part, scenarios(part), recruits.astype(np.float64)))
