"""A check that schemathesis has not: what the schema allows is refused only for what it cannot say.

Loaded by ``schemathesis.toml``; every code here is a reason beyond any JSON schema.
"""

from __future__ import annotations

from typing import Any

import schemathesis

BEYOND_A_SCHEMA = frozenset(
    (
        "BAD_ARCHIVE",
        "BAD_CURSOR",
        "BAD_FILE",
        "BAD_RULE",  # min_households above max_households, a goal named twice
        "CURRENT_TWICE",
        "DUPLICATE_ID",
        "FAR_FROM_VILLAGE",
        "FAR_PATHS",
        "FORMER_MEMBER",
        "IMPOSSIBLE_WINDOW",
        "LOCKED_AND_FORBIDDEN",
        "LOCKED_TWICE",
        "LOOP",
        "MIN_ABOVE_MAX",
        "NO_NETWORK",
        "NO_SCENARIO",
        "OUT_OF_RANGE",  # degrees, where coordinates say so
        "PAIR_TWICE",
        "SWAPPED",
        "TOO_MANY_LOCKED",
        "UNKNOWN_HOUSEHOLD",
        "UNKNOWN_MEMBER",
        "UNKNOWN_NODE",
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
