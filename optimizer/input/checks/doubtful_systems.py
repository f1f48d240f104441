"""WRONG_SYSTEM: tables whose points come out where their system of coordinates is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats
from optimizer.input.checks.points import PointRows
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.systems import LONLAT, CoordinateSystem, parse_system
from optimizer.input.systems.vietnam import province_code, provinces_of
from optimizer.input.systems.vietnam_land import in_vietnam

CODE = "WRONG_SYSTEM"
_MOST = 0.5
"""Share of the points from which on the system itself is doubtful."""
_NEAR = 0.2
"""Degrees beyond a system's area of use from which on most points make it doubtful."""
_UTM = re.compile(r"(EPSG:326|EPSG:340)([0-9]{1,2})")
"""WGS 84 by its northern zones, and VN-2000 by its two zones of six degrees (3405 and 3406)."""


def doubtful_systems(raw: RawScenario, points: Sequence[PointRows]) -> Iterator[Note]:
    """Note tables whose points lie outside the area of their system, their province or country.

    A zone beside the right one moves points by a quarter of a degree or more, as a whole, which
    nothing inside the village shows.
    """
    provinces = {
        code: name for names in raw.areas for name in names[:1] if (code := province_code(name))
    }
    for rows in points:
        system = rows.table.system or (LONLAT if raw.lonlat else None)
        held = rows.given[np.isfinite(rows.given).all(axis=1)]
        if system is None or not len(held):
            continue
        found = _doubt(system, held, rows, provinces)
        if found is not None:
            middle = np.median(held, axis=0)
            x, y = np.round(middle, 4).tolist()
            said: dict[str, Value] = {"source": rows.table.source, "system": system.title}
            yield Note(CODE, f"/{rows.table.name}", (), {**said, "x": x, "y": y, **found})


def _doubt(
    system: CoordinateSystem, held: Floats, rows: PointRows, provinces: Mapping[int, str]
) -> dict[str, Value] | None:
    """Return what speaks against a system; None where nothing does."""
    outside = ~system.covers(held, _NEAR)
    if outside.mean() > _MOST:
        return {"count": int(outside.sum()), "all": len(held), "area": system.area}
    middle = np.median(held, axis=0)[None]
    zone = bool(provinces_of(system.name))
    if zone and provinces and all(f"EPSG:{code}" != system.name for code in provinces):
        return {"province": next(iter(provinces.values()))}
    used = [parse_system(f"EPSG:{code}") for code in provinces]
    if used and not any(one is not None and one.covers(middle, _NEAR).all() for one in used):
        return {"place": next(iter(provinces.values()))}
    if in_vietnam(middle).all():
        return None
    if zone:
        return {"country": "Vietnam"}
    return _beside(system, rows)


def _beside(system: CoordinateSystem, rows: PointRows) -> dict[str, Value] | None:
    """Return the zone beside a table's own in which its points lie in Vietnam."""
    found = _UTM.fullmatch(system.name)
    if found is None:
        return None
    held = rows.written[np.isfinite(rows.written).all(axis=1)]
    for number in (int(found[2]) - 1, int(found[2]) + 1):
        other = parse_system(f"{found[1]}{number:0{len(found[2])}d}")
        if other is not None and in_vietnam(other.degrees(np.median(held, axis=0)[None])).all():
            return {"other": other.title, "code": other.name}
    return None
