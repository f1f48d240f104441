"""The plan as a map file."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import orjson
import shapely

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.formats import MapFormat
from optimizer.output.map.layers import layers
from optimizer.output.map.styles import collection_style


class MapFile(Protocol):
    """Something that takes villages one after the other."""

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""


class NoMap:
    """The map of somebody who asked for none."""

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw nothing."""


def open_map(
    folder: Path, kind: MapFormat | None, *, lonlat: bool
) -> AbstractContextManager[MapFile]:
    """Open ``plan.gpkg`` or ``plan.geojson`` in a folder, or nothing at all."""
    if kind is None:
        return nullcontext(NoMap())
    if kind is MapFormat.GPKG:
        # geopandas loads pandas; few who plan ask for a map.
        from optimizer.output.map.geopackage import GeoPackage  # noqa: PLC0415

        return GeoPackage(folder / "plan.gpkg", lonlat=lonlat)
    return GeoJson(folder / "plan.geojson")


class GeoJson:
    """One collection of features, each naming its layer; written feature by feature."""

    def __init__(self, path: Path) -> None:
        self._path = path
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
        if kind is None:
            # QGIS makes three layers of it and finds the style of areas by its name.
            for ending, drawn in (("", "fill"), ("-points", "marker"), ("-lines", "line")):
                style = self._path.with_name(f"{self._path.stem}{ending}.qml")
                style.write_text(collection_style(drawn), encoding="utf-8")

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
