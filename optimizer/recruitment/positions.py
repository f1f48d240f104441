"""Where households stand, for cutting them into groups of neighbours."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from optimizer.distance.reach import Reach
from optimizer.domain.scenario import Floats, Village


def positions(village: Village, near: Reach) -> Floats:
    """Return a position of each household, shape (households, 2).

    Their points where distances come of these. Elsewhere points may be missing, or say nothing of
    who is near whom: then households stand on a line, in the order that reverse Cuthill and McKee
    find in who reaches which places (Cuthill and McKee 1969), which puts neighbours side by side.
    """
    if village.rules.metric.needs_points:
        return village.households.xy
    homes, size = near.households, near.households + near.persons
    ends = (near.household, homes + near.person)
    graph = coo_array((np.ones(len(near), np.int8), ends), (size, size)).tocsr()
    order = reverse_cuthill_mckee((graph + graph.T).tocsr(), symmetric_mode=True)
    place = np.empty(size, np.float64)
    place[order] = np.arange(size)
    return np.column_stack([place[:homes], np.zeros(homes)])
