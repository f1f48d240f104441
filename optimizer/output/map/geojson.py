"""The plan as GeoJSON: one collection of everything, or a collection a layer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.field_tools.archive import Archive
from optimizer.output.map.feature_file import FeatureFile, features
from optimizer.output.map.layers import layers
from optimizer.output.map.styles import STYLED, collection_style, layer_style


class GeoJson:
    """One collection of features, each naming its layer; written feature by feature."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = FeatureFile(path, empty=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None:
            # QGIS makes three layers of it and finds the style of areas by its name.
            for ending, drawn in (("", "fill"), ("-points", "marker"), ("-lines", "line")):
                style = self._path.with_name(f"{self._path.stem}{ending}.qml")
                style.write_text(collection_style(drawn), encoding="utf-8")

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        for layer in layers(village, plan):
            for feature in features(layer, layer=layer.name):
                self._file.write(feature)


class GeoJsonLayers:
    """``layers.zip``: a collection a layer, and beside each the style by which QGIS draws it."""

    def __init__(self, path: Path) -> None:
        self._archive = Archive(path)
        self._folder = TemporaryDirectory(prefix=".layers-", dir=path.parent)
        self._files: dict[str, FeatureFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._folder as folder, self._archive as archive:
            for name, file in self._files.items():
                file.close()
                if kind is None:
                    archive.move(Path(folder) / name, f"{name}.geojson")
            for name in STYLED if kind is None else ():
                if name in self._files:
                    archive.write(f"{name}.qml", layer_style(name))

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        for layer in layers(village, plan):
            file = self._files.get(layer.name)
            if file is None:
                file = FeatureFile(Path(self._folder.name) / layer.name)
                self._files[layer.name] = file
            for feature in features(layer):
                file.write(feature)
