"""How large is too large: pairs against the effort that a village may take."""

from __future__ import annotations

import numpy as np

from optimizer.distance import is_plain, straight_m
from optimizer.domain.scenario import Points, Village
from optimizer.domain.search_limits import SearchLimits

LEAST = 300_000
"""Pairs that are searched whole in any time."""
PER_EFFORT = 100_000
"""Pairs to a unit of effort: all that is done with a pair once takes some ten microseconds."""
SAMPLE = 64
"""Households of which pairs are counted."""


def most_pairs(limits: SearchLimits) -> int:
    """Return how many pairs may be searched whole; counted, so the same on every machine."""
    return int(max(LEAST, PER_EFFORT * min(limits.effort, 1e6)))


def is_large(village: Village, limits: SearchLimits) -> bool:
    """Tell whether a village has more pairs than can be searched whole.

    Only where distances are straight lines: round walls and along paths the distances themselves
    are the work.
    """
    if not is_plain(village):
        return False
    most = most_pairs(limits)
    places = village.sites if village.rules.recruiting else village.members
    return any(pairs_near(village, ends) > most for ends in (village.members, places))


def pairs_near(village: Village, ends: Points) -> int:
    """Estimate the pairs within the limit from a sample of the households."""
    homes = village.households.xy
    if not len(homes) or not len(ends):
        return 0
    if len(homes) * len(ends) <= LEAST:
        return len(homes) * len(ends)
    chosen = homes[:: max(1, len(homes) // SAMPLE)]
    found = sum(
        int(np.count_nonzero(_away_m(home, ends) <= village.rules.max_distance_m))
        for home in chosen
    )
    return found * len(homes) // len(chosen)


def _away_m(
    home: np.ndarray[tuple[int], np.dtype[np.float64]], ends: Points
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return straight_m(np.broadcast_to(home, ends.xy.shape), ends.xy)
