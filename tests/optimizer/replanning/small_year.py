"""Small villages with a plan in force, and what happens to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from optimizer.domain.scenario import Scenario, Village
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.replanning.event_table import events_from_list
from optimizer.replanning.next_plan import NextPlan, next_document, plan_next
from optimizer.replanning.plan_in_force import Which, plan_of_response


def scenario_of(*villages: Village) -> Scenario:
    """Return villages as a scenario."""
    return Scenario(villages[0].rules, villages, villages[0].lonlat)


def planned(scenario: Scenario) -> dict[str, Any]:
    """Return the response of a scenario, as a program reads it."""
    plans = [plan_village(village) for village in scenario.villages]
    document = response(scenario, plans, run_record(scenario, seed=0, seconds=0.0))
    read: dict[str, Any] = orjson.loads(orjson.dumps(document))
    return read


def after(
    scenario: Scenario,
    document: dict[str, Any],
    events: Sequence[dict[str, Any]],
    which: Which = Which.TODAY,
) -> NextPlan:
    """Apply events to a response as the plan in force."""
    names = [village.id for village in scenario.villages]
    return plan_next(
        scenario,
        plan_of_response(document, which),
        events_from_list(list(events), names),
        lambda todo: [plan_village(village) for village in todo],
    )


def document_after(done: NextPlan) -> dict[str, Any]:
    """Return the response of the next plan, as a program reads it."""
    read: dict[str, Any] = orjson.loads(orjson.dumps(next_document(done, seed=0, seconds=0.0)))
    return read
