"""Feasibility of one number of recruits: the whole need as one integer programme."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.pockets.separation import Cut
from optimizer.recruitment.cutting_planes import WHOLE, MasterProgram
from optimizer.recruitment.recruit_mip import FEWEST_RECRUITS, RecruitNumber, recruit_program
from optimizer.solvers.highs import HighsOptions
from optimizer.solvers.linear_program import LinearProgram, solve_integer

DIRECT = HighsOptions(off=("mip_allow_restart", "mip_heuristic_run_feasibility_jump"), effort=0.0)
"""The number is told, so there is nothing to gain from plans on the way."""
TIGHT = 1e-3
"""Pockets that exceed what they force by less than this lead the search; others slow it."""


@dataclass(frozen=True, slots=True, eq=False)
class FeasibilityResult:
    """Recruits that are enough, if some were found, and how many are needed at least."""

    recruits: Ints | None
    bound: int


def decide_number(
    need: Need, master: MasterProgram, most: int, limits: SearchLimits
) -> FeasibilityResult:
    """Find the fewest recruits, ``most`` at most, that serve everybody.

    Told a number that is one too low, and the pockets that are tight at the fractional optimum,
    HiGHS mostly refutes it with its own rounding before it branches at all: ten times as fast as
    it finds and proves the optimum of the programme alone.

    Returns
    -------
    No recruits and ``most + 1`` where so many are not enough. Where time is up the bound is what
    is known by then, nothing at worst.
    """
    leading = [cut for cut in master.cuts if master.recruits @ cut.places < cut.forces + TIGHT]
    number = RecruitNumber(most=float(most))
    model = _led(recruit_program(need, FEWEST_RECRUITS, number, 0), leading)
    answer = solve_integer(model, limits, DIRECT)
    bound = math.ceil(min(max(answer.bound - WHOLE, 0.0), float(most + 1)))
    if answer.x is None:
        return FeasibilityResult(None, bound)
    recruits = np.rint(answer.x[: len(need.cap)]).astype(np.int64)
    enough = not need_flow(need, recruits).short.any()
    return FeasibilityResult(recruits if enough else None, bound)


def _led(model: LinearProgram, cuts: list[Cut]) -> LinearProgram:
    """Return the programme with the pockets as rows; its first variables are the recruits."""
    rows = csr_matrix(np.array([cut.places for cut in cuts], np.float64).reshape(len(cuts), -1))
    beside = csr_matrix((len(cuts), len(model.cost) - rows.shape[1]))
    return LinearProgram(
        model.cost,
        model.most,
        csr_matrix(vstack([model.matrix, hstack([rows, beside])])),
        np.append(model.low, [float(cut.forces) for cut in cuts]),
        np.append(model.high, np.full(len(cuts), np.inf)),
        model.whole,
    )
