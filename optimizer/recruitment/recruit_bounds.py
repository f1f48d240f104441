"""What is proven of the number of recruits once the plan with them is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.lexicographic import LexicographicSolution
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED, Assignment
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.recruitment.recruits import Recruits


def serves_pockets(village: Village, reach: Reach, near: Reach, fewest: Recruits) -> bool:
    """Tell whether every plan after recruiting serves all households of the pockets.

    It does where nobody is left out but those whom nobody reaches, whoever is chosen.
    """
    lost = np.isin(np.concatenate([reach.household, near.household]), fewest.lost)
    forced = village.rules.minimum is MinimumPolicy.ENFORCE
    return not forced and not lost.any() and fewest.cap_costs == 0


def confirmed_by_plan(
    village: Village,
    fewest: Recruits,
    found: LexicographicSolution,
    today: Assignment,
    number: int,
) -> Recruits:
    """Return what the plan with ``number`` recruits bears out of the search for the fewest.

    Its bound is no lower than what counting says of those whom members alone leave out.
    """
    told = _as_planned(village, fewest, found, number)
    told = _counted(village, told, int(today.proofs[Stage.SERVE].bound))
    return replace(told, needed=_needed(village, told, number))


def hired_proof(fewest: Recruits, number: int) -> Proof:
    """Return the proof of the number hired: a cap may leave it below the number needed."""
    return Proof(number, min(number, fewest.needed.bound))


def left_out_by_nobody(village: Village, fewest: Recruits, today: Assignment) -> Proof:
    """Return the proof of the households left out where nobody is recruited.

    What is proven of the members alone is not proven of them with recruits, where the time ran
    out before anybody was found who helps.
    """
    served = today.proofs[Stage.SERVE]
    if village.rules.max_recruits == 0:
        return served
    return replace(served, bound=min(served.value, fewest.unserved.bound))


def _as_planned(
    village: Village, fewest: Recruits, found: LexicographicSolution, number: int
) -> Recruits:
    """Return what the plan bears out, where the time ran out under an enforced minimum.

    It may serve more than the search for the fewest did, or others. Where it serves less, nothing
    is proven of the number, and a pocket forces recruits only where all its households are served.
    """
    left = found.proofs[Stage.SERVE].value
    told = replace(fewest, unserved=Proof(left, min(left, fewest.unserved.bound)))
    forced = sum(reason.recruits_at_least for reason in fewest.pockets)
    if _capped(village, fewest) or (left <= fewest.unserved.value and forced <= number):
        return told
    served = [
        reason for reason in fewest.pockets if (found.person[reason.households] != UNSERVED).all()
    ]
    return replace(told, needed=Proof(fewest.needed.value, 0), pockets=tuple(served))


def _counted(village: Village, fewest: Recruits, alone: int) -> Recruits:
    """Return a bound no lower than what counting says, however early the search ended.

    Every best plan leaves out no more than this one, and without its recruits it leaves out at
    least as many as members alone: each recruit took so many of them at most.

    Parameters
    ----------
    alone
        Households that members alone leave out, at least.
    """
    gained = alone - int(fewest.unserved.value)
    least = -(-max(gained, 0) // village.rules.max_households)
    needed = fewest.needed
    bound = min(needed.value, max(needed.bound, least))
    return replace(fewest, needed=replace(needed, bound=bound))


def _capped(village: Village, fewest: Recruits) -> bool:
    """Tell whether fewer recruits may be suggested than are needed."""
    most = village.rules.max_recruits
    return most is not None and fewest.needed.value > most


def _needed(village: Village, fewest: Recruits, number: int) -> Proof:
    """Return the number needed: where the search was cut short, the siting may need fewer."""
    if _capped(village, fewest):
        return fewest.needed
    return hired_proof(fewest, number)
