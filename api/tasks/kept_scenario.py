"""A kept scenario as the library's value again, and what a time for each of its villages is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from api.db import Database
from api.db.scenario_queries import contents_of
from optimizer.domain.scenario import Scenario
from optimizer.input.request import scenario_from_kept

_LEAST_S = 1.0
_PART = 0.5
"""Of the time that an answer may take, what its searches may: the rest reads, measures, writes."""


def read_kept(
    store: Database, scenario_id: str, coordinates: str, rules: Mapping[str, Any]
) -> Scenario:
    """Return a scenario that is kept, with all its villages."""
    return scenario_from_kept(
        {
            "coordinates": coordinates,
            "rules": rules,
            "villages": [orjson.loads(content) for content in contents_of(store, scenario_id)],
        }
    )


def village_seconds(asked_s: float | None, most_s: float, answer_s: float, villages: int) -> float:
    """Return the seconds of one village where villages come one after the other.

    Parameters
    ----------
    asked_s
        What the caller says; None for an equal share of half the time of the answer, but a second
        at least.
    most_s
        That a village gets at most.
    answer_s
        After which nobody waits for the answer any more.
    """
    share_s = max(_LEAST_S, _PART * answer_s / max(villages, 1))
    return min(share_s if asked_s is None else asked_s, most_s)
