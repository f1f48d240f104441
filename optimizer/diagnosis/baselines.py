"""What a simple rule used by hand would give: the plan's worth is the difference.

Both rules know today's members, the limit and the forbidden pairs; neither knows locked pairs,
the current plan or a minimum.
"""

from __future__ import annotations

import numpy as np

from optimizer.distance.distance_matrix import nearest_with_room, usable_metres
from optimizer.domain.plan import UNSERVED, Baseline, Baselines
from optimizer.domain.scenario import Floats, Ints, Village


def baselines(village: Village, metres: Floats | None = None) -> Baselines:
    """Return what the nearest member, and the nearest member with room, would do.

    Parameters
    ----------
    metres
        Shape (households, members), infinite where a pair is not usable; None to measure them.
    """
    metres = usable_metres(village) if metres is None else metres
    return Baselines(
        nearest=_measured(village, metres, _nearest(metres)),
        greedy=_measured(village, metres, nearest_with_room(metres, village.members.maximum)),
    )


def _nearest(metres: Floats) -> Ints:
    """Give every household its nearest member, however many that member has already."""
    if not metres.shape[1]:
        return np.full(len(metres), UNSERVED)
    person = metres.argmin(axis=1)
    reached = metres[np.arange(len(metres)), person] < np.inf
    return np.where(reached, person, UNSERVED)


def _measured(village: Village, metres: Floats, person: Ints) -> Baseline:
    served = np.flatnonzero(person != UNSERVED)
    walks_m = metres[served, person[served]]
    members = village.members
    loads = np.bincount(person[served], minlength=len(members))
    excess = np.maximum(loads - members.maximum, 0)
    return Baseline(
        unserved=len(person) - len(served),
        overloaded=int(np.count_nonzero(excess)),
        excess=int(excess.sum()),
        exceptions=int(np.count_nonzero((loads > 0) & (loads < members.minimum))),
        walk_m=float(walks_m.sum()),
        longest_m=float(walks_m.max(initial=0.0)),
    )
