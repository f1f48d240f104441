"""Places at which recruits hold the village whoever leaves, with the fewest moved for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, hstack, identity, vstack

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.separation import Cut
from optimizer.resilience.leaver_needs import LeaverNeed
from optimizer.resilience.spare_recruits import first_cuts, scenarios, violated
from optimizer.solvers.linear_program import LinearProgram, solve_integer


def repair_places(part: LeaverNeed, wished: Ints, sure: Ints, limits: SearchLimits) -> Ints:
    """Return as many recruits as are sure to hold a part, with the fewest moved from their places.

    Pockets that some leaver leaves short are added until there is none.

    Parameters
    ----------
    wished
        Shape (places,): where the recruits would walk least.
    sure
        Shape (places,): recruits that hold the part; they are the answer where the time runs out.
    """
    limits = replace(limits, nodes=None)
    without = scenarios(part)
    cuts = list(first_cuts(part, without))
    while True:
        answer = solve_integer(_programme(cuts, wished, part.need.cap, int(sure.sum())), limits)
        if answer.x is None:
            return sure
        recruits = np.rint(answer.x[: len(wished)]).astype(np.int64)
        found = list(violated(part, without, recruits.astype(np.float64)))
        if not found:
            return recruits
        cuts += found


def _programme(cuts: Sequence[Cut], wished: Ints, cap: Ints, number: int) -> LinearProgram:
    """Minimise the sum of differences from the wished recruits, under the cuts."""
    count = len(wished)
    one = identity(count, format="csr")
    pockets = csr_matrix(np.array([cut.places for cut in cuts], np.float64).reshape(-1, count))
    nothing = csr_matrix((len(cuts), count))
    matrix = vstack(
        [
            hstack([pockets, nothing]),
            hstack([one, one]),
            hstack([-one, one]),
            hstack([csr_matrix(np.ones((1, count))), csr_matrix((1, count))]),
        ]
    ).tocsr()
    forces = np.array([cut.forces for cut in cuts], np.float64)
    low = np.concatenate([forces, wished, -wished, [number]]).astype(np.float64)
    high = np.append(np.full(len(low) - 1, np.inf), number)
    most = np.concatenate([cap, np.full(count, number + 1)]).astype(np.float64)
    cost = np.append(np.zeros(count), np.ones(count))
    return LinearProgram(cost, most, matrix, low, high, count)
