"""The plan as a map file."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import geopandas as gpd
import numpy as np
import orjson
import shapely
from pyproj import CRS

from optimizer.plan import VillagePlan
from optimizer.results.layers import Layer, layers
from optimizer.scenario import Village

_WGS84 = CRS.from_epsg(4326)
_PLANE = CRS.from_wkt('LOCAL_CS["plane of the village, metres",UNIT["metre",1]]')
_ROWS_AT_ONCE = 50_000
"""Features kept in memory before a layer is written."""


class MapFormat(StrEnum):
    """What a map can be written as."""

    GPKG = "gpkg"
    GEOJSON = "geojson"


class Map(Protocol):
    """Something that takes villages one after the other."""

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""


class NoMap:
    """The map of somebody who asked for none."""

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw nothing."""


def open_map(folder: Path, kind: MapFormat | None, *, lonlat: bool) -> AbstractContextManager[Map]:
    """Open ``plan.gpkg`` or ``plan.geojson`` in a folder, or nothing at all."""
    if kind is None:
        return nullcontext(NoMap())
    if kind is MapFormat.GPKG:
        return GeoPackage(folder / "plan.gpkg", lonlat=lonlat)
    return GeoJson(folder / "plan.geojson")


class GeoPackage:
    """Layers households, members, recruits and lines; written in large pieces."""

    def __init__(self, path: Path, *, lonlat: bool) -> None:
        self._path = path
        self._crs = _WGS84 if lonlat else _PLANE
        self._waiting: dict[str, list[Layer]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self._waiting):
            self._flush(name)

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        for layer in layers(village, plan):
            waiting = self._waiting.setdefault(layer.name, [])
            waiting.append(layer)
            if sum(len(part.shapes) for part in waiting) >= _ROWS_AT_ONCE:
                self._flush(layer.name)

    def _flush(self, name: str) -> None:
        """Append the waiting features of one layer to the file."""
        parts = self._waiting.pop(name)
        columns = {
            key: [value for part in parts for value in part.columns[key]]
            for key in parts[0].columns
        }
        shapes = np.concatenate([part.shapes for part in parts])
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=self._crs)
        kind = "LineString" if name == "lines" else "Point"
        frame.to_file(
            self._path,
            layer=name,
            driver="GPKG",
            geometry_type=kind,
            mode="a" if self._path.exists() else "w",
        )


class GeoJson:
    """One collection of features, each naming its layer; written feature by feature."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(b'{"type": "FeatureCollection", "features": [')
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.write(b"\n]}\n")
        self._file.close()

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        for layer in layers(village, plan):
            for row, text in enumerate(shapely.to_geojson(layer.shapes)):
                properties = {key: values[row] for key, values in layer.columns.items()}
                feature = {
                    "type": "Feature",
                    "properties": {"layer": layer.name, **properties},
                    "geometry": orjson.Fragment(text),
                }
                self._file.write(b",\n" if self._written else b"\n")
                self._file.write(orjson.dumps(feature))
                self._written += 1
