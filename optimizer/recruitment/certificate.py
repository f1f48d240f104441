"""Pockets for people: disjoint where possible, and small enough to be counted by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix

from optimizer.domain.plan import Pocket
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.pockets.separation import Cut, shrink_pocket
from optimizer.recruitment.cutting_planes import WHOLE
from optimizer.recruitment.need_solver import NeedSolution
from optimizer.recruitment.shortage import (
    RecruitmentInstance,
    Shortage,
    connected_needs,
    lay_out_needs,
)
from optimizer.solvers.linear_program import LinearProgram, solve_integer

PACKING_S = 1.0
"""Longest look for pockets that add up; a greedy choice comes first and nearly always does."""


def choose_disjoint(need: Need, solved: NeedSolution, limits: SearchLimits) -> list[Cut]:
    """Choose pockets whose places are disjoint, so that they add up, to the number if they can.

    The linear programme's optimum is the most they can add up to, and those that add up to it are
    tight there (complementary slackness). So once the simple choices have failed, only the tight
    ones are looked at, and none where the optimum is reached. An optimum that is no whole number
    is reached by none: then the tight ones may add up to less than others would.
    """
    cuts = tuple(cut for cut in solved.cuts if cut.forces)
    most = min(solved.value, math.floor(solved.leaning.sum() + WHOLE))
    tight = tuple(cut for cut in cuts if solved.leaning @ cut.places < cut.forces + WHOLE)
    best: list[Cut] = []
    for chosen in (_greedy(need, cuts), _largest(cuts), _greedy(need, tight)):
        best = max(best, chosen, key=_forced)
        if _forced(best) >= most:
            return best
    return max(best, _packed(need, tight, limits), key=_forced)


def _forced(cuts: list[Cut]) -> int:
    return sum(cut.forces for cut in cuts)


def _largest(cuts: tuple[Cut, ...]) -> list[Cut]:
    """Take the one pocket that forces most."""
    return sorted(cuts, key=lambda cut: -cut.forces)[:1]


def _greedy(need: Need, cuts: tuple[Cut, ...]) -> list[Cut]:
    """Take the pocket with the fewest households per recruit first; small ones are read best."""
    chosen: list[Cut] = []
    free = np.ones(len(need.cap), bool)
    for cut in sorted(cuts, key=lambda cut: _households(need, cut) / cut.forces):
        if not (cut.places & ~free).any():
            chosen.append(cut)
            free &= ~cut.places
    return chosen


def _households(need: Need, cut: Cut) -> int:
    return int(need.count[cut.classes].sum())


def _packed(need: Need, cuts: tuple[Cut, ...], limits: SearchLimits) -> list[Cut]:
    """Choose the disjoint pockets that force most, and of those the ones with fewest households."""
    heads = np.array([_households(need, cut) for cut in cuts], np.float64)
    forces = np.array([cut.forces for cut in cuts], np.float64)
    most = float(need.households * len(need.cap) + 1)  # more than any chosen pockets hold
    used = csr_matrix(np.array([cut.places for cut in cuts], np.float64).T)
    answer = solve_integer(
        LinearProgram(
            heads - most * forces,
            np.ones(len(cuts)),
            used,
            np.full(used.shape[0], -np.inf),
            np.ones(used.shape[0]),
            len(cuts),
        ),
        limits.within(PACKING_S),
    )
    if answer.x is None:
        return []
    return [cuts[row] for row in np.flatnonzero(answer.x > 0.5)]  # noqa: PLR2004 - 0 or 1


def make_pocket(ground: RecruitmentInstance, rows: Ints, forces: int, others: Ints) -> Pocket:
    """Write ``rows`` as a pocket that no household can leave without forcing fewer recruits.

    ``others`` are households near no place: what they fill is not there for ``rows``.
    """
    need = _single(ground, rows)
    everybody = np.ones(len(need.count), bool)
    if need.count.sum() - need.room.sum() <= ground.size * (forces - 1):
        need = _single(ground, np.union1d(rows, others))
        everybody = np.ones(len(need.count), bool)
    kept = shrink_pocket(
        need, Cut(everybody, everybody[:0], forces), np.zeros(len(need.cap))
    ).classes
    reached = need.members[kept].any(axis=0)
    return Pocket(
        households=np.sort(need.rows[kept]),
        members=need.member_rows[reached],
        room=int(need.room[reached].sum()),
        recruits_at_least=forces,
    )


def served_settled(shortage: Shortage) -> Ints:
    """Return the settled households that are served."""
    return np.setdiff1d(shortage.settled, shortage.lost)


def write_pockets(
    ground: RecruitmentInstance, shortage: Shortage, found: list[tuple[Ints, int]]
) -> list[Pocket]:
    """Write households and what they force as pockets whose places are disjoint.

    Where places take as many recruits as they can, those who fill them force these recruits.
    Whoever else reaches such a place (or a member whom they fill) is short only together with
    them, and joins their pocket.
    """
    full = _full_places(ground, shortage)
    others = np.setdiff1d(served_settled(shortage), _rows_of(full))
    alone = []
    for rows, forces in found:
        touching = [one for one in full if one.meets(ground, rows)]
        if not touching:
            alone.append(_Joint(rows, forces))
            continue
        full = [one for one in full if one not in touching]
        full.append(
            _Joint(
                np.unique(np.concatenate([rows, *(one.rows for one in touching)])),
                forces + sum(one.forces for one in touching),
                np.concatenate([one.members for one in touching]),
                np.concatenate([one.places for one in touching]),
            )
        )
    return [make_pocket(ground, one.rows, one.forces, others) for one in full + alone]


@dataclass(frozen=True, slots=True, eq=False)
class _Joint:
    """Households, the recruits they force, and the full members and places among theirs."""

    rows: Ints
    forces: int
    members: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    places: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def meets(self, ground: RecruitmentInstance, rows: Ints) -> bool:
        """Tell whether any of ``rows`` reaches one of the full members or places."""
        held, near = ground.members, ground.places
        by_member = np.isin(held.household, rows) & np.isin(held.person, self.members)
        by_place = np.isin(near.household, rows) & np.isin(near.person, self.places)
        return bool(by_member.any() or by_place.any())


def _rows_of(joints: list[_Joint]) -> Ints:
    return np.concatenate([np.empty(0, np.int64), *(one.rows for one in joints)])


def _full_places(ground: RecruitmentInstance, shortage: Shortage) -> list[_Joint]:
    """Return the parts of the settled that fill places, with all that they fill."""
    if not shortage.forced.any():
        return []
    rows = np.zeros(ground.members.households, bool)
    rows[served_settled(shortage)] = True
    held, near = ground.members.only(rows[ground.members.household]), ground.places
    near = near.only(rows[near.household] & (shortage.forced[near.person] > 0))
    joints = []
    for part in connected_needs(rows, held, near):
        members = np.unique(held.person[np.isin(held.household, part)])
        places = np.unique(near.person[np.isin(near.household, part)])
        forces = int(shortage.forced[places].sum())
        if forces:
            joints.append(_Joint(part, forces, members, places))
    return joints


def _single(ground: RecruitmentInstance, rows: Ints) -> Need:
    """Return households as they are, each its own class."""
    nobody = np.zeros(ground.members.households, bool)
    (need,) = lay_out_needs(ground, [rows], ground.members, ground.places, nobody)
    return need
