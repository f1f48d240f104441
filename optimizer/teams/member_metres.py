"""Metres between persons, by the metric of the village: the one seam to distances."""

from __future__ import annotations

import numpy as np

from optimizer.distance import between_members_m, measuring_limits
from optimizer.domain.persons_village import village_of_persons
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.domain.search_limits import SearchLimits


def member_metres(village: Village, places: Ints, limits: SearchLimits) -> Floats:
    """Return metres from each person (row) to each other as a leader (column).

    Parameters
    ----------
    places
        Rows of the places of recruits, who come after the members.

    Returns
    -------
    Shape (persons, persons), infinite where there is no way, 0 on the diagonal.

    Raises
    ------
    Unmeasured
        When they are not measured in the time.
    """
    among = village_of_persons(village, places)
    metres = between_members_m(among, limits=measuring_limits(village, limits)).copy()
    np.fill_diagonal(metres, 0.0)
    return metres
