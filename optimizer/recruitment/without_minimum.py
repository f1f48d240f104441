"""The fewest recruits of a village with loads below the minimum allowed, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import Pocket
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.recruitment.certificate import choose_disjoint, write_pockets
from optimizer.recruitment.need_solver import NeedSolution, solve_need
from optimizer.recruitment.recruits import Recruits
from optimizer.recruitment.shortage import RecruitmentInstance, Shortage, find_shortage, needs_of


@dataclass(frozen=True, slots=True, eq=False)
class FewestWithoutMinimum:
    """Answers of all needs of a village, with loads below the minimum allowed."""

    ground: RecruitmentInstance
    shortage: Shortage
    needs: Sequence[Need]
    solved: Sequence[NeedSolution]

    @classmethod
    def of(cls, ground: RecruitmentInstance, limits: SearchLimits) -> FewestWithoutMinimum:
        """Solve every need, each within its share of the time."""
        shortage = find_shortage(ground)
        needs = needs_of(ground, shortage)
        ends = share_deadline([need.households for need in needs], limits)
        solved = [solve_need(need, mine) for need, mine in zip(needs, ends, strict=True)]
        return cls(ground, shortage, needs, solved)

    @property
    def per_place(self) -> Ints:
        """Recruits near each place of the village."""
        recruits = self.shortage.forced.copy()
        for need, solved in zip(self.needs, self.solved, strict=True):
            recruits[need.place_rows] += solved.recruits
        return recruits

    @property
    def needed(self) -> Proof:
        """The number of recruits and the sum of the parts' bounds."""
        forced = int(self.shortage.forced.sum())
        value = sum(solved.value for solved in self.solved)
        bound = sum(solved.bound for solved in self.solved)
        return Proof(forced + value, forced + bound)

    def pockets(self, limits: SearchLimits) -> tuple[Pocket, ...]:
        """Write the certificate, the pockets that force most first."""
        found = [
            (need.rows[np.repeat(cut.classes, need.count)], cut.forces)
            for need, solved in zip(self.needs, self.solved, strict=True)
            for cut in choose_disjoint(need, solved, limits)
        ]
        pockets = write_pockets(self.ground, self.shortage, found)
        return tuple(sorted(pockets, key=lambda pocket: -pocket.recruits_at_least))

    def recruits(self, per_place: Ints, unserved: Proof, limits: SearchLimits) -> Recruits:
        """Answer with these recruits and the certificate of the number needed."""
        return Recruits(self.needed, per_place, unserved, self.shortage.lost, self.pockets(limits))


def share_deadline(sizes: Sequence[int], limits: SearchLimits) -> Iterator[SearchLimits]:
    """Yield each part's own limits: the time left, shared by size; an early end helps the rest."""
    left = sum(sizes)
    for size in sizes:
        yield limits.share(size / left)
        left -= size
