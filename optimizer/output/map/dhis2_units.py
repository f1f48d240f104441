"""The villages as GeoJSON that DHIS2 lays upon its organisation units.

DHIS2 (``POST /api/organisationUnits/geometry``) finds the unit by the ``id`` of a feature, or by a
property that is named to it; here both are the village's id, so that it may be the unit's id, code
or name, as ``orgUnitProperty`` says.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import orjson
import shapely

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.map.feature_file import FeatureFile
from optimizer.output.map.territories import hull

_DECIMALS = 6
"""Of degrees, a tenth of a metre: what is drawn is a hull with a margin of 50 m."""


class Dhis2Units:
    """``dhis2.geojson``: a feature a village, its shape and figures without any household."""

    def __init__(self, path: Path) -> None:
        self._file = FeatureFile(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append a village; none in which somebody has no point."""
        if not village.has_points or not len(village.households):
            return
        land = hull(village.households.given, lonlat=village.lonlat)
        shape = shapely.transform(land, lambda xy: np.round(xy, _DECIMALS))
        needed = 0 if plan.recruitment is None else len(plan.recruitment.places)
        properties = {
            "code": village.id,
            "name": village.name or village.id,
            "verdict": plan.verdict.value,
            "households": len(village.households),
            "members": len(village.members),
            "unserved": len(plan.today.unserved),
            "recruits": needed,
        }
        self._file.write(
            {
                "type": "Feature",
                "id": village.id,
                "properties": properties,
                "geometry": orjson.Fragment(shapely.to_geojson(shape)),
            }
        )
