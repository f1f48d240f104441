"""Features of a map of houses that are roads, trees or fields by their tags, and no houses.

The tags are OpenStreetMap's, which most maps of houses come from: https://wiki.openstreetmap.org.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.input.checks import Column
from optimizer.input.folder.geoparquet import taken
from optimizer.input.folder.sheet import Sheet
from optimizer.input.notes.scenario_rows import note_on_rows

CODE = "NOT_A_BUILDING"
_BUILDING = "building"
_KEYS = (
    *("highway", "railway", "aeroway", "waterway", "natural", "landuse", "leisure"),
    *("barrier", "power", "boundary", "man_made", "amenity", "place"),
)
"""Keys of what is no building unless it is said to be one as well."""
TAGS = frozenset({_BUILDING, *_KEYS})
"""Columns that are looked at."""
_WORD = re.compile(r"[a-z_]{2,40}")
_ANSWERS = frozenset({"yes", "no", "true", "false", "none", "nan"})
"""Words of surveys rather than of OpenStreetMap: whether a house has power, say."""
_PLACES = frozenset({"city", "town", "village", "hamlet", "suburb", "quarter", "neighbourhood"})
_KINDS = 6
"""Kinds that a note names."""


def only_buildings(sheet: Sheet) -> Sheet:
    """Return a sheet without the rows that are no buildings, with a note that counts them."""
    kinds = kinds_of_others(sheet.columns)
    if not kinds:
        return sheet
    others = np.array(sorted(kinds), np.int64)
    counted = Counter(kinds.values()).most_common()
    named = [f"{kind} {many}" for kind, many in counted[:_KINDS]]
    named += ["..."] if len(counted) > _KINDS else []
    said = {"kinds": ", ".join(named)}
    kept = np.setdiff1d(np.arange(len(sheet.numbers)), others)
    return replace(
        sheet,
        columns={name: taken(column, kept) for name, column in sheet.columns.items()},
        numbers=[sheet.numbers[row] for row in kept.tolist()],
        notes=(*sheet.notes, note_on_rows(CODE, "households", sheet.where, others, said)),
    )


def kinds_of_others(columns: Mapping[str, Column]) -> Mapping[int, str]:
    """Return the rows that are no buildings, each with the tag that says so."""
    named = [(key, columns[key]) for key in _KEYS if key in columns]
    building = columns.get(_BUILDING)
    rows = len(building) if building is not None else max((len(c) for _, c in named), default=0)
    found: dict[int, str] = {}
    for row in range(rows):
        value = _text(building[row]) if building is not None else ""
        if value and value != "no":
            continue
        tags = ((key, _text(column[row])) for key, column in named)
        kind = next((f"{key}={value}" for key, value in tags if _is_tag(key, value)), "")
        if kind or value == "no":
            found[row] = kind or f"{_BUILDING}=no"
    return found


def _is_tag(key: str, value: str) -> bool:
    if key == "place":
        return value in _PLACES
    return _WORD.fullmatch(value) is not None and value not in _ANSWERS


def _text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""
