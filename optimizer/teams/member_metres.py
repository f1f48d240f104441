"""Metres between persons, by the metric of the village: the one seam to distances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.distance import between_members_m, measuring_limits
from optimizer.domain.persons_village import village_of_persons
from optimizer.domain.plan import Assignment, VillagePlan
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


def measured_teams(village: Village, plan: VillagePlan, limits: SearchLimits) -> VillagePlan:
    """Return the plan with the metres of its teams, which a plan read back does not hold.

    Raises
    ------
    Unmeasured
        When they are not measured in the time.
    """
    places = np.empty(0, np.int64) if plan.recruitment is None else plan.recruitment.places
    if plan.today.teams is None or not len(village.members) + len(places):
        return plan
    metres = member_metres(village, places, limits)
    after = None if plan.after is None else _measured(plan.after, metres)
    return replace(plan, today=_measured(plan.today, metres), after=after)


def _measured(made: Assignment, metres: Floats) -> Assignment:
    teams = made.teams
    if teams is None:
        return made
    rows = np.arange(len(teams.team))
    to_leader = metres[rows, teams.leader[teams.team]] if len(rows) else np.empty(0)
    return replace(made, teams=replace(teams, metres=to_leader))
