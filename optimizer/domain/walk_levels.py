"""How many households walk beyond each step."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import METRE_DECIMALS, MICROMETRES
from optimizer.domain.scenario import Floats


def walk_levels(metres: Floats, step_m: float) -> list[tuple[float, int]]:
    """Return the households beyond each step of their walks, from the last step on.

    Parameters
    ----------
    metres
        Shape (households,), NaN where unserved; compared in whole micrometres.
    """
    walks = np.rint(metres[~np.isnan(metres)] * MICROMETRES)
    step = round(step_m * MICROMETRES)
    steps = range(int(-(-walks.max(initial=0.0) // step)) - 1, 0, -1)
    return [(round(nth * step_m, METRE_DECIMALS), int((walks > nth * step).sum())) for nth in steps]
