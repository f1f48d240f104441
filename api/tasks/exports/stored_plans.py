"""Kept villages and their plans, as the library's values again."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from api.db import Database
from api.db.plan_queries import KeptResult, PlannedVillage, villages_of_plan
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.input.request import scenario_from_kept
from optimizer.output.checks.id_translation import read_plan
from optimizer.output.checks.json_values import JsonFaults


def stored_plans(
    store: Database, kept: KeptResult, village: str | None = None
) -> Iterator[tuple[Village, VillagePlan]]:
    """Yield the villages that were planned, in the scenario's order; the failed are left out."""
    for both in villages_of_plan(store, kept, village):
        planned = _planned(kept, both)
        if planned is not None:
            yield planned


def _planned(kept: KeptResult, both: PlannedVillage) -> tuple[Village, VillagePlan] | None:
    entry = orjson.loads(both.response)
    if entry["verdict"] is None:
        return None
    body = {
        "coordinates": kept.coordinates,
        "rules": kept.rules,
        "villages": [orjson.loads(both.request)],
    }
    village, faults = scenario_from_kept(body).villages[0], JsonFaults(f"result {kept.id}")
    plan = read_plan(village, entry, faults)
    if plan is None:
        raise RuntimeError(f"{kept.id} {village.id}: {faults.found[0]}")
    return village, plan
