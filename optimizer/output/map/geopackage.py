"""The plan as a GeoPackage, with the styles that QGIS finds in it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.input.gdal_drivers import FAULTS, list_layers, write_dataframe
from optimizer.output.map.layer import Layer
from optimizer.output.map.layers import layers
from optimizer.output.map.styles import STYLED, layer_style

_WGS84 = CRS.from_epsg(4326)
_PLANE = CRS.from_wkt('LOCAL_CS["plane of the village, metres",UNIT["metre",1]]')
_GEOMETRY = "geom"
_KINDS = {
    "lines": "LineString",
    **dict.fromkeys(("villages", "territories", "team_territories"), "MultiPolygon"),
}
"""Geometry types of layers that are not points."""
_ROWS_AT_ONCE = 50_000
"""Features kept in memory before a layer is written."""


class GeoPackage:
    """Layers of villages, territories, points and lines, with their styles; in large pieces."""

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
        with _owning_up(self._path):
            for name in list(self._waiting):
                self._flush(name)
            if kind is None and self._path.exists():
                self._write_styles()

    def _write_styles(self) -> None:
        """Keep each layer's style in the file, as QGIS does, and those of areas beside it."""
        names = [str(name) for name, _ in list_layers(self._path) if name in STYLED]
        empty = [""] * len(names)
        columns = {
            "f_table_catalog": empty,
            "f_table_schema": empty,
            "f_table_name": names,
            "f_geometry_column": [_GEOMETRY] * len(names),
            "styleName": names,
            "styleQML": [layer_style(name) for name in names],
            "styleSLD": empty,
            "useAsDefault": [True] * len(names),
            "description": [f"liengia: {name}" for name in names],
            "owner": empty,
            "ui": empty,
            # One moment for ever, so that the same plan makes the same file.
            "update_time": np.full(len(names), "2000-01-01T00:00:00", "datetime64[ms]"),
        }
        frame = pd.DataFrame(columns)
        write_dataframe(frame, self._path, layer="layer_styles", append=False, FID="id")
        style = self._path.with_suffix(".qml")
        style.write_text(layer_style("villages"), encoding="utf-8")

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        for layer in layers(village, plan):
            waiting = self._waiting.setdefault(layer.name, [])
            waiting.append(layer)
            if sum(len(part.shapes) for part in waiting) >= _ROWS_AT_ONCE:
                with _owning_up(self._path):
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
        frame.to_file(
            self._path,
            layer=name,
            driver="GPKG",
            geometry_type=_KINDS.get(name, "Point"),
            GEOMETRY_NAME=_GEOMETRY,
            mode="a" if self._path.exists() else "w",
        )


_ROOM_BYTES = 1 << 24
"""Room without which a map that could not be written is thought to have found none."""


@contextmanager
def _owning_up(path: Path) -> Iterator[None]:
    """Let a full disk be told as one: GDAL tells a commit that failed, or a table not there."""
    try:
        yield
    except FAULTS as fault:
        if shutil.disk_usage(path.parent).free > _ROOM_BYTES:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from fault
