"""The pilot teams of a drawn village, and the households around them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Ints
from scenarios.team_drawing import DrawnTeams
from scenarios.terrain import Settlement


def pilot_part(
    laid: Settlement, homes: Ints, teams: DrawnTeams, pilots: int
) -> tuple[Settlement, Ints, DrawnTeams]:
    """Return what is left of a village when its pilot teams alone take part.

    A household belongs to the member who lives nearest, and
    the teams with the shortest mean walk to theirs are the pilots (the earlier of equals).

    Parameters
    ----------
    homes
        Shape (members,): the household each member lives in.
    pilots
        How many teams, at least one; members there are.
    """
    walk_m, nearest = cKDTree(laid.xy[homes]).query(laid.xy)
    there_are = int(teams.row[-1]) + 1
    households = np.bincount(teams.row[nearest], minlength=there_are)
    walked_m = np.bincount(teams.row[nearest], weights=walk_m, minlength=there_are)
    chosen = np.argsort(walked_m / np.maximum(households, 1), kind="stable")[:pilots]
    takes_part = np.isin(teams.row, chosen)
    kept = np.isin(teams.row[nearest], chosen)
    kept[homes[takes_part]] = True
    number = np.cumsum(kept) - 1
    part = replace(laid, xy=laid.xy[kept], hamlet=laid.hamlet[kept])
    return part, number[homes[takes_part]], teams.of(takes_part)
