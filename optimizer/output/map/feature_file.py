"""A GeoJSON collection that is written feature by feature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson
import shapely

from optimizer.output.map.layer import Layer


class FeatureFile:
    """An open collection; made with its first feature, unless asked for without one.

    Parameters
    ----------
    empty
        Whether there is a file without features too.
    """

    def __init__(self, path: Path, *, empty: bool = False) -> None:
        self._path = path
        self._file = path.open("wb") if empty else None
        self._between = b'{"type": "FeatureCollection", "features": [\n'

    def write(self, feature: Mapping[str, object]) -> None:
        """Append a feature."""
        if self._file is None:
            self._file = self._path.open("wb")
        self._file.write(self._between)
        self._file.write(orjson.dumps(feature))
        self._between = b",\n"

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            if self._between != b",\n":
                self._file.write(self._between)
            self._file.write(b"\n]}\n")
            self._file.close()


def features(drawn: Layer, **first: str) -> Iterator[dict[str, object]]:
    """Yield the features of a layer; ``first`` are properties before its own."""
    for row, text in enumerate(shapely.to_geojson(drawn.shapes)):
        own = {key: values[row] for key, values in drawn.columns.items()}
        yield {
            "type": "Feature",
            "properties": {**first, **own},
            "geometry": orjson.Fragment(text),
        }
