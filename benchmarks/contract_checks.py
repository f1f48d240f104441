"""A check that schemathesis has not: what the schema allows is refused only for what it cannot say.

Loaded by ``schemathesis.toml``; every code here is a reason beyond any JSON schema.
"""

from __future__ import annotations

from typing import Any

import schemathesis

BEYOND_A_SCHEMA = frozenset(
    (
        "AMBIGUOUS_AREA",
        "APART_AND_FIXED",
        "BAD_ARCHIVE",
        "BAD_CURSOR",
        "BAD_DATE",  # the last day of an absence before the first, 2026-02-31
        "BAD_FILE",
        "BAD_LENDING",
        "BAD_MERGE",
        "BAD_RULE",  # min_households above max_households, a goal named twice
        "BAD_SPLIT",
        "CONTRADICTORY_EVENTS",
        "CURRENT_TWICE",
        "DISTANCE_TWICE",
        "DUPLICATE_ID",
        "FAR_FROM_VILLAGE",
        "FAR_PATHS",
        "FLOORS_ABOVE_BUDGET",
        "FLOOR_TWICE",
        "FORMER_MEMBER",
        "HAMLET_WITH_ITSELF",
        "IMPOSSIBLE_WINDOW",
        "LEADER_WITHOUT_TEAM",
        "LOCKED_AND_FORBIDDEN",
        "LOCKED_TWICE",
        "LOOP",
        "MISSING",  # coordinates, where distances are measured between points
        "MISSING_COLUMN",  # hamlets, under the metric that needs them
        "MIN_ABOVE_MAX",
        "NO_DISTANCES",
        "NO_FRONTIER",
        "NO_NETWORK",
        "NO_PLAN",
        "NO_POINTS",
        "NO_SCENARIO",
        "ORDER_TWICE",
        "OUT_OF_RANGE",  # degrees, where coordinates say so
        "OWN_DOOR",
        "PAIR_TWICE",
        "PILOTS",  # fewer than villages with teams, more than teams
        "SAME_MEMBER",
        "SUPERVISION_LEVEL",
        "SUPERVISION_SIZES",
        "SUPERVISION_WITHOUT_TEAMS",
        "SWAPPED",
        "TOGETHER_AND_APART",
        "TOGETHER_AND_FIXED",
        "TOO_MANY_LOCKED",
        "TOO_MANY_OPEN",
        "TWO_LEADERS",
        "UNKNOWN_AREA",
        "UNKNOWN_HAMLET",
        "UNKNOWN_HOUSEHOLD",
        "UNKNOWN_LEADER",
        "UNKNOWN_MEMBER",
        "UNKNOWN_NODE",
        "UNKNOWN_PLACE",
        "UNKNOWN_RECRUIT",
        "UNKNOWN_TEAM",
        "UNKNOWN_VILLAGE",
    )
)


@schemathesis.check
def refused_only_beyond_the_schema(
    _context: schemathesis.CheckContext,
    response: schemathesis.Response,
    case: schemathesis.Case[Any],
) -> None:
    """Hold a refusal of what the schema allows to the reasons that no schema can say."""
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if not positive or response.status_code != 422:  # noqa: PLR2004 - the status of these
        return
    codes = {one["code"] for one in response.json()["errors"]}
    assert codes <= BEYOND_A_SCHEMA, f"the schema allows this: {sorted(codes - BEYOND_A_SCHEMA)}"
