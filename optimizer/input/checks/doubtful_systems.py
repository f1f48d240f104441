"""WRONG_SYSTEM: tables whose points come out where their system of coordinates is not used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.input.checks.points import PointRows
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.systems.vietnam import province_code

_MOST = 0.5
"""Share of the points from which on the system itself is doubtful."""
_NEAR = 0.2
"""Degrees beyond a system's area of use from which on most points make it doubtful."""


def doubtful_systems(raw: RawScenario, points: Sequence[PointRows]) -> Iterator[Note]:
    """Note tables whose points lie outside the area of their system, or in another one's province.

    A zone of VN-2000 beside the right one moves points by a quarter of a degree or more, as a
    whole, which nothing inside the village shows.
    """
    provinces = {
        code: name for names in raw.areas for name in names[:1] if (code := province_code(name))
    }
    for rows in points:
        system = rows.table.system
        if system is None or not system.own:
            continue
        held = rows.given[np.isfinite(rows.given).all(axis=1)]
        if not len(held):
            continue
        outside = ~system.covers(held, _NEAR)
        x, y = held.mean(axis=0).tolist()
        params: dict[str, Value] = {
            "source": rows.table.source,
            "count": int(outside.sum()),
            "all": len(held),
            "system": system.title,
            "area": system.area,
            "x": round(x, 4),
            "y": round(y, 4),
        }
        others = [name for code, name in provinces.items() if f"EPSG:{code}" != system.name]
        if outside.mean() > _MOST:
            yield Note("WRONG_SYSTEM", f"/{rows.table.name}", (), params)
        elif others and len(others) == len(provinces) and "VN-2000" in system.title:
            yield Note("WRONG_SYSTEM", f"/{rows.table.name}", (), {**params, "province": others[0]})
