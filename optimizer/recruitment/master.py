"""The linear programme over places alone: a lower bound on the recruits of a need."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from optimizer.recruitment.need import Need
from optimizer.recruitment.packing import Search, rounded
from optimizer.recruitment.pockets import Cut, make_cut, violated
from optimizer.recruitment.programme import Programme, relaxed
from optimizer.recruitment.rounding import grown, peeled
from optimizer.recruitment.spreading import spread
from optimizer.scenario import Floats, Ints

STALLED = 5
"""Rounds without progress of the bound after which the search for recruits goes first."""
PATIENT = 25
"""The same once that search has failed."""
PEELED_ROUNDS = 3
"""Peeling pays while the bound still rises; later only where flows find nothing."""
WHOLE = 1e-6
FLOWS = 200
"""Flows that the search around each fractional optimum may spend: a few steps from many starts."""


@dataclass(frozen=True, slots=True, eq=False)
class Master:
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


def lift_bound(need: Need, cuts: list[Cut], deadline: float, *, thorough: bool = False) -> Master:
    """Add violated pockets until there are none, the bound stalls, or time is up.

    ``thorough`` also grows pockets from every class in every round.

    Kelley's cutting planes with Chvatal-Gomory rounding: every optimum is a lower bound, and
    recruits are whole, so it may be rounded up.
    """
    flows = FLOWS if thorough else 1
    if not thorough:
        bound = max(cut.forces for cut in cuts)
        start = spread(need, min(bound, int(need.cap.sum())))
        packed = Search(need, start, np.random.default_rng(0)).run(flows, deadline)
        if not packed.short:
            return Master(tuple(cuts), start.astype(np.float64), bound, packed.recruits)
    lowest, stalled, rounds = -math.inf, 0, 0
    while True:
        recruits = relaxed(_programme(need, cuts))
        value = float(recruits.sum())
        stalled = 0 if value > lowest + 1e-3 else stalled + 1
        lowest, rounds = max(lowest, value), rounds + 1
        bound = math.ceil(lowest - WHOLE)
        start = rounded(recruits, bound, need.cap)
        packed = Search(need, start, np.random.default_rng(rounds)).run(flows, deadline)
        if not packed.short:
            return Master(tuple(cuts), recruits, bound, packed.recruits)
        found = violated(need, recruits)
        if thorough or rounds <= PEELED_ROUNDS or not found:
            found += peeled(need, recruits)
        if thorough:
            found += grown(need, recruits)
        patience = PATIENT if thorough else STALLED
        if not found or stalled >= patience or time.monotonic() > deadline:
            return Master(tuple(cuts), recruits, bound, None)
        cuts.extend(found)


def _programme(need: Need, cuts: list[Cut]) -> Programme:
    return Programme(
        np.ones(len(need.cap)),
        need.cap.astype(np.float64),
        csr_matrix(np.array([cut.places for cut in cuts], np.float64)),
        np.array([cut.forces for cut in cuts], np.float64),
        np.full(len(cuts), np.inf),
        len(need.cap),
    )
