"""The plan as FlatGeobuf: a file a layer with a spatial index, made of a GeoPackage."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.input.gdal_drivers import copy_layer, list_layers
from optimizer.output.field_tools.archive import Archive
from optimizer.output.map.geopackage import GeoPackage
from optimizer.output.map.styles import STYLED, layer_style


class FlatGeobuf:
    """``flatgeobuf.zip``: the layers of the GeoPackage, and beside each the style of QGIS.

    The format is written once and as a whole, as its index stands in front; so villages are kept
    in a GeoPackage, which grows on the disk, until all are there.
    """

    def __init__(self, path: Path, *, lonlat: bool) -> None:
        self._archive = Archive(path)
        self._folder = TemporaryDirectory(prefix=".flatgeobuf-", dir=path.parent)
        self._layers = Path(self._folder.name) / "layers.gpkg"
        self._package = GeoPackage(self._layers, lonlat=lonlat)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._folder, self._archive as archive:
            self._package.__exit__(kind, fault, trace)
            if kind is not None or not self._layers.exists():
                return
            drawn = {str(name) for name, _ in list_layers(self._layers)}
            for name in (name for name in STYLED if name in drawn):
                written = self._layers.with_name(f"{name}.fgb")
                copy_layer(self._layers, name, written)
                archive.move(written, written.name)
                archive.write(f"{name}.qml", layer_style(name))

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        self._package.add(village, plan)
