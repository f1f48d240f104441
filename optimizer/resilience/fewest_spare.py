"""The fewest recruits of a village for any one leaving: its parts put together, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.distance.reach import Reach
from optimizer.domain.plan import Pocket
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Bools
from optimizer.pockets.separation import Cut, reaching_places
from optimizer.recruitment.certificate import choose_disjoint
from optimizer.recruitment.need_solver import NeedSolution
from optimizer.recruitment.recruits import Recruits
from optimizer.recruitment.shortage import RecruitmentInstance, find_shortage
from optimizer.recruitment.without_minimum import share_deadline
from optimizer.resilience.leaver_needs import LeaverNeed, SpareInstance, leaver_needs
from optimizer.resilience.repair import repair_places
from optimizer.resilience.roster import Roster
from optimizer.resilience.spare_recruits import fewest_with_spare, holds_whoever_leaves


@dataclass(frozen=True, slots=True, eq=False)
class FewestWithSpare:
    """The recruits with whom everybody is still served whoever leaves.

    Parameters
    ----------
    ground
        What they are looked for on.
    parts, solved
        The connected parts of the village, and their recruits.
    lost
        Rows of the households that no number of recruits serves with nobody leaving.
    sites
        Number of places.
    exposed
        Whether some household is lost when its member leaves, however many are recruited: the
        recruits hold all others.
    """

    ground: SpareInstance
    parts: Sequence[LeaverNeed]
    solved: Sequence[NeedSolution]
    lost: Ints
    sites: int
    exposed: bool

    @property
    def needed(self) -> Proof:
        """How many, and the sum of the parts' bounds."""
        return Proof(sum(one.value for one in self.solved), sum(one.bound for one in self.solved))

    @property
    def per_place(self) -> Ints:
        """Recruits near each place, shape (sites,)."""
        recruits = np.zeros(self.sites, np.int64)
        for part, one in zip(self.parts, self.solved, strict=True):
            recruits[part.need.place_rows] += one.recruits
        return recruits

    def recruits(self, limits: SearchLimits) -> Recruits:
        """Return the number with its reasons: pockets that anyone can count."""
        lost = Proof(len(self.lost), len(self.lost))
        pockets = tuple(sorted(self._pockets(limits), key=lambda pocket: -pocket.recruits_at_least))
        return Recruits(self.needed, self.per_place, lost, self.lost, pockets)

    def _pockets(self, limits: SearchLimits) -> list[Pocket]:
        found = []
        for part, one in zip(self.parts, self.solved, strict=True):
            counted = NeedSolution(
                one.recruits, one.bound, tuple(_counted(part, one.cuts)), one.leaning
            )
            if any(cut.forces for cut in counted.cuts):
                found += [_pocket(part, cut) for cut in choose_disjoint(part.need, counted, limits)]
        return found

    def hold(self, wished: Ints, limits: SearchLimits) -> Ints:
        """Return as many recruits at places that hold the village, as near to wished as can be.

        Parameters
        ----------
        wished
            Shape (sites,): where the recruits would walk least.
        """
        per_place, sure = np.zeros(self.sites, np.int64), self.per_place
        for part in leaver_needs(self.ground, self.lost, every_place=True):
            rows = part.need.place_rows
            mine, known = wished[rows], sure[rows]
            fine = mine.sum() == known.sum() and holds_whoever_leaves(part, mine)
            per_place[rows] = mine if fine else repair_places(part, mine, known, limits)
        return per_place


def fewest_recruits_with_spare(
    village: Village, roster: Roster, near: Reach, limits: SearchLimits
) -> FewestWithSpare | None:
    """Find the fewest recruits in all with whom everybody is still served whoever leaves.

    Everybody who can be served at all is; minimum loads do not matter.

    Parameters
    ----------
    roster
        The members.
    near
        Pairs of all households, locked ones too, with places.

    Returns
    -------
    None where places take too few recruits for it.
    """
    rules = village.rules
    free = near.only(roster.locked_to[near.household] < 0)
    normal = roster.reach.only(roster.pairs())
    useful = -(-np.bincount(free.person, minlength=free.persons) // rules.max_households)
    most = rules.recruits_per_place
    cap = useful if most is None else np.minimum(useful, most)
    room = roster.maximum[: len(village.members)]
    size, xy = rules.max_households, village.households.xy
    lost = find_shortage(RecruitmentInstance(normal, free, room, size, cap, xy)).lost
    ground = SpareInstance(roster.reach, near, roster.locked_to, room, size, most, xy)
    parts = leaver_needs(ground, lost)
    solved = []
    ends = share_deadline([part.need.households for part in parts], limits)
    for part, mine in zip(parts, ends, strict=True):
        one = fewest_with_spare(part, mine)
        if one is None:
            return None
        solved.append(one)
    exposed = any(part.exposed.any() for part in parts)
    return FewestWithSpare(ground, parts, solved, lost, near.persons, exposed)


def _counted(part: LeaverNeed, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the pockets with what they force as anyone can count it."""
    kept = [cut.classes & ~part.exposed for cut in cuts]
    return [
        Cut(classes, reaching_places(part.need, classes), _forced(part, classes))
        for classes in kept
    ]


def _forced(part: LeaverNeed, classes: Bools) -> int:
    """Count what a pocket forces: with its largest member gone, or with one of its recruits gone.

    Of a member with a locked household among them it says nothing: that one has others to go to.
    """
    need = part.need
    reached: Bools = np.asarray(need.members[classes].any(axis=0))
    people, room = int(need.count[classes].sum()), int(need.room[reached].sum())
    lock = part.locked_to[classes]
    leaving = reached.copy()
    leaving[lock[lock >= 0]] = False
    largest = int(need.room[leaving].max(initial=0))
    member = -(-(people - (room - largest)) // need.size)
    recruit = 1 - (-(people - room) // need.size) if people > room else 0
    return max(member, recruit, 0)


def _pocket(part: LeaverNeed, cut: Cut) -> Pocket:
    need = part.need
    reached = need.members[cut.classes].any(axis=0)
    return Pocket(
        households=np.sort(need.rows[np.repeat(cut.classes, need.count)]),
        members=need.member_rows[reached],
        room=int(need.room[reached].sum()),
        recruits_at_least=cut.forces,
    )
