"""Cutting planes: a linear programme over places, with pockets as its cuts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.pockets.lifting import grow_pockets, peel_pockets
from optimizer.pockets.separation import Cut, make_cut, separate
from optimizer.recruitment.tabu_search import TabuSearch, round_recruits
from optimizer.solvers.linear_program import LinearProgram, solve_relaxation

PEELED_ROUNDS = 3
"""Peeling pays while the bound still rises; later only where flows find nothing."""
WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class CutEffort:
    """How hard the bound is worked for.

    Parameters
    ----------
    flows
        Flows that the search around each fractional optimum may spend; 0 for no search at all.
    patience
        Rounds without progress of the bound after which it is given up.
    grown
        Peel the need and grow pockets from every class in every round.
    """

    flows: int
    patience: int
    grown: bool


QUICK = CutEffort(flows=1, patience=5, grown=False)
"""The search for recruits goes first once the bound stalls."""
THOROUGH = CutEffort(flows=200, patience=25, grown=True)
"""Once that search has failed: a few steps from many starts, and every pocket there is to find."""
TRYING = CutEffort(flows=30, patience=1, grown=True)
"""Before the integer programme is asked: pockets that a proof by counting needs in any case."""
COUNTING = CutEffort(flows=0, patience=7, grown=True)
"""Where the number is known already: a proof by counting, if there is one near."""


@dataclass(frozen=True, slots=True, eq=False)
class MasterProgram:
    """The cuts so far, the best fractional recruits under them and the bound they prove.

    ``served`` are whole recruits, as many as the bound, that happen to serve everybody.
    """

    cuts: tuple[Cut, ...]
    recruits: Floats
    bound: int
    served: Ints | None


def first_cuts(need: Need) -> list[Cut]:
    """Return the whole need, and every class that no member reaches, as pockets."""
    cuts = [make_cut(need, np.ones(len(need.count), bool))]
    for row in np.flatnonzero(~need.members.any(axis=1)):
        classes = np.zeros(len(need.count), bool)
        classes[row] = True
        cuts.append(make_cut(need, classes))
    return cuts


def lift_bound(
    need: Need,
    cuts: list[Cut],
    limits: SearchLimits,
    effort: CutEffort = QUICK,
    goal: float = math.inf,
) -> MasterProgram:
    """Add violated pockets until there are none, the bound stalls, or time is up.

    Kelley's cutting planes with Chvatal-Gomory rounding: every optimum is a lower bound, and
    recruits are whole, so it may be rounded up.

    Parameters
    ----------
    goal
        An optimum that is enough.
    """
    lowest, stalled, rounds = -math.inf, 0, 0
    while True:
        recruits = solve_relaxation(_programme(need, cuts))
        value = float(recruits.sum())
        stalled = 0 if value > lowest + 1e-3 else stalled + 1
        lowest, rounds = max(lowest, value), rounds + 1
        bound = math.ceil(lowest - WHOLE)
        served = _served(
            need, round_recruits(recruits, bound, need.cap), effort.flows, rounds, limits
        )
        if served is not None or value > goal - WHOLE:
            return MasterProgram(tuple(cuts), recruits, bound, served)
        found = separate(need, recruits)
        if effort.grown or rounds <= PEELED_ROUNDS or not found:
            found += peel_pockets(need, recruits)
        if effort.grown:
            found += grow_pockets(need, recruits)
        if not found or stalled >= effort.patience or limits.over:
            return MasterProgram(tuple(cuts), recruits, bound, None)
        cuts.extend(found)


def _served(need: Need, start: Ints, flows: int, seed: int, limits: SearchLimits) -> Ints | None:
    """Return as many recruits as ``start`` that serve everybody, if a short search meets them."""
    if not flows:
        return None
    packed = TabuSearch(need, start, np.random.default_rng(seed)).run(flows, limits)
    return None if packed.short else packed.recruits


def _programme(need: Need, cuts: list[Cut]) -> LinearProgram:
    return LinearProgram(
        np.ones(len(need.cap)),
        need.cap.astype(np.float64),
        csr_matrix(np.array([cut.places for cut in cuts], np.float64)),
        np.array([cut.forces for cut in cuts], np.float64),
        np.full(len(cuts), np.inf),
        len(need.cap),
    )
