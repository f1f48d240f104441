"""What the processes do for who changes a plan by hand: who else could take each household."""

from __future__ import annotations

import orjson

from api.db.plan_queries import KeptResult, villages_of_plan
from api.http.errors import placed_error
from api.tasks.scenario_task import reading_store
from optimizer.errors import Problem, ScenarioError
from optimizer.input.request import scenario_from_kept
from optimizer.replanning.nearest_persons import nearest_document
from optimizer.replanning.next_village import in_force_now
from optimizer.replanning.plan_in_force import Which, village_of_entry


def nearest(url: str, kept: KeptResult, name: str, which: Which, most: int) -> bytes | None:
    """Return the nearest persons of each household of a village; None where it has no plan.

    Raises
    ------
    ServiceError
        When recruits would have to be measured to, of a village without points.
    """
    with reading_store(url) as store:
        both = next(villages_of_plan(store, kept, name), None)
    if both is None:
        return None
    entry = orjson.loads(both.response)
    if entry["today"] is None:
        return None
    request = {
        "coordinates": kept.coordinates,
        "rules": kept.rules,
        "villages": [orjson.loads(both.request)],
    }
    scenario = scenario_from_kept(request)
    village, in_force = scenario.villages[0], village_of_entry(entry, which)
    if in_force.recruits:
        if not village.rules.metric.needs_points:
            raise placed_error(ScenarioError([_without_points(name)]), lambda _: "")
        village = in_force_now(scenario, village, in_force)
    return orjson.dumps({"plan": str(which), **nearest_document(village, most)})


def _without_points(name: str) -> Problem:
    message = (
        "the distances of this village are given and not measured from points, so those to its "
        "recruits are not known; ask for the plan of today"
    )
    return Problem("NO_POINTS", f"village {name}", "plan", "after", message)
