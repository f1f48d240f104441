"""Stand-ins of a plan: who would take each household if its own person left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class StandIns:
    """Who would take each household if its own person left tomorrow.

    Parameters
    ----------
    person
        Shape (households,): row of the stand-in, ``UNSERVED`` where there is none, also where
        nobody looks after the household today.
    metres
        Shape (households,): distance to the stand-in, NaN where there is none.
    moves
        Shape (n, 4): if the first person leaves, this other household moves from the one person
        to the other (rows of leaver, household, from, to).
    """

    person: NDArray[np.int64]
    metres: Floats
    moves: Ints
