"""Smallest relaxations as a document states them."""

from __future__ import annotations

from optimizer.domain.plan import Relaxations
from optimizer.output.checks.json_values import (
    JsonFaults,
    a_count,
    a_list,
    a_number,
    an_object,
)


def read_relaxations(value: object, faults: JsonFaults) -> Relaxations | None:
    """Return the relaxations; None where none are stated."""
    if value is None:
        return None
    stated = an_object(value, "relaxations", faults)
    limit_m, most = stated.get("max_distance_m"), stated.get("max_households")
    return Relaxations(
        None if limit_m is None else a_number(limit_m, "relaxations.max_distance_m", faults),
        None if most is None else a_count(most, "relaxations.max_households", faults),
        tuple(map(str, a_list(stated.get("unknown", []), "relaxations.unknown", faults))),
    )
