"""The villages of a plan in force, and who is there to look after their households."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.distance.reach import village_reach
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.replanning.next_plan import check_same
from optimizer.replanning.plan_in_force import PlanInForce, VillageInForce
from optimizer.resilience.roster import Roster, make_roster, open_near


def chosen_villages(
    scenario: Scenario, in_force: PlanInForce, only: Sequence[str]
) -> list[Village]:
    """Return the villages of a plan in force that are asked for, in the scenario's order.

    Parameters
    ----------
    only
        Ids of villages; all where there is none.

    Raises
    ------
    ScenarioError
        Where the plan is of another scenario, or a village is not among its.
    """
    check_same(scenario, in_force)
    names = set(chosen_names(in_force, only))
    return [village for village in scenario.villages if not only or village.id in names]


def chosen_names(in_force: PlanInForce, only: Sequence[str]) -> list[str]:
    """Return the ids of the villages that are asked for, sorted; all where ``only`` is empty.

    Raises
    ------
    ScenarioError
        Where the plan in force has not such a village.
    """
    unknown = sorted(set(only) - set(in_force.villages))
    if unknown:
        message = "no village of the plan in force has this id; write one that it has"
        raise ScenarioError(
            [Problem("UNKNOWN_VILLAGE", "--village", "", name, message) for name in unknown]
        )
    return sorted(set(only) or in_force.villages)


def check_planned(villages: Sequence[Village], in_force: PlanInForce) -> None:
    """Refuse villages that could not be planned: their recruits are not known.

    Raises
    ------
    ScenarioError
        With each of them.
    """
    message = "the village has no plan in force: it could not be planned; plan it first"
    problems = [
        Problem("NO_PLAN", f"village {village.id}", "", "", message)
        for village in villages
        if (entry := in_force.villages[village.id].entry) is not None and entry["today"] is None
    ]
    if problems:
        raise ScenarioError(problems)


def roster_in_force(village: Village, in_force: VillageInForce) -> Roster:
    """Return the roster of the members, and of the recruits of the plan at their places.

    Raises
    ------
    ScenarioError
        Where a recruit's place is none of the village's.
    """
    rows = {name: row for row, name in enumerate(village.sites.ids.tolist())}
    message = "its recruit lives at no place of this village; name the result as it was made"
    problems = [
        Problem("UNREADABLE_PLAN", f"village {village.id}", "place", str(place)[:60], message)
        for place in in_force.places.values()
        if place not in rows
    ]
    if problems:
        raise ScenarioError(problems)
    reach = village_reach(village)
    if not in_force.places:
        return make_roster(village, reach)
    places = np.array([rows[place] for place in in_force.places.values()], np.int64)
    return make_roster(village, reach, places, open_near(village))
