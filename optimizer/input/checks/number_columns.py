"""Loads, limits and distances of a checked scenario as the checks of what looks wrong take them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.input.checks.numbers import numbers
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.notes.scenario_rows import NumberColumn

_RULES = ("min_households", "max_households", "max_distance_m")
_LOADS = ("min", "max")


def number_columns(raw: RawScenario) -> tuple[NumberColumn, ...]:
    """Return the columns of numbers that are no coordinates, as their author wrote them."""
    loads = (_column(raw.members, field, measured=False) for field in _LOADS)
    return (*_rules(raw), *(found for found in loads if found), *_distances(raw))


def _distances(raw: RawScenario) -> Iterator[NumberColumn]:
    named = raw.distances
    tables = () if named is None else (named.members, named.places, named.teams)
    for table in (*tables, raw.hamlets):
        found = None if table is None else _column(table, "metres", measured=True)
        if found is not None:
            yield found


def _rules(raw: RawScenario) -> Iterator[NumberColumn]:
    """Yield what villages say of their own rules, in the order of their table."""
    for field in _RULES:
        said = [own.get(field) for own in raw.own_rules]
        values = [float(one) if isinstance(one, int | float) else np.nan for one in said]
        if np.isfinite(values).any():
            yield NumberColumn("villages", field, np.array(values), raw.villages.where)


def _column(table: RawTable, field: str, *, measured: bool) -> NumberColumn | None:
    if not table.size or field not in table.columns:
        return None
    values, _ = numbers(table, field, required=False)
    return NumberColumn(table.name, field, values, table.where, measured)
