"""What the processes do before a plan is approved: count what it changes in each village."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import orjson

from api.db.approvals import CountedVillage
from api.db.in_force_queries import ContentInForce, contents_in_force, requests_in_force
from api.db.plan_queries import KeptResult, villages_of_plan
from api.tasks.current_task import batches
from api.tasks.scenario_task import reading_store
from optimizer.replanning.plan_changes import VillageSide, count_changes, village_side
from optimizer.replanning.plan_in_force import Which

_AT_ONCE = 64
"""Villages in memory together, with their plans in force."""


def count_village_changes(
    url: str, tenant: str, kept: KeptResult, plan: str
) -> list[CountedVillage]:
    """Compare a result with the plans in force; villages without a plan are left out."""
    counted: list[CountedVillage] = []
    with reading_store(url) as store:
        for some in batches(villages_of_plan(store, kept), _AT_ONCE):
            pairs = [(orjson.loads(one.request), orjson.loads(one.response)) for one in some]
            sides = {
                asked["id"]: village_side(asked, made, Which(plan))
                for asked, made in pairs
                if made["today"] is not None
            }
            with store.reading() as session:
                before = contents_in_force(session, tenant, list(sides))
                asked_before = requests_in_force(session, tenant, list(before))
            counted += [
                _counted(name, side, before.get(name), asked_before) for name, side in sides.items()
            ]
    return counted


def _counted(
    name: str,
    side: VillageSide,
    before: ContentInForce | None,
    requests: Mapping[tuple[str, str], bytes],
) -> CountedVillage:
    # Where another plan came into force between the two, approving will have it counted anew.
    asked = None if before is None else requests.get((name, before.approval))
    if before is None or asked is None:
        return CountedVillage(name, None, None)
    old = village_side(orjson.loads(asked), orjson.loads(before.response), Which(before.plan))
    return CountedVillage(name, before.approval, asdict(count_changes(old, side)))
