"""Two villages side by side, 111 m a thousandth of a degree, and houses in and around them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely

WEST = shapely.box(0, 0, 0.01, 0.01)
EAST = shapely.box(0.01, 0, 0.02, 0.01)
BOWTIE = shapely.Polygon([(0.02, 0), (0.03, 0.01), (0.03, 0), (0.02, 0.01)])

HOUSES = {
    "in-west": (0.002, 0.002),
    "in-east": (0.015, 0.005),
    "between": (0.01, 0.005),
    "just-out": (0.005, -0.0001),
    "far-out": (0.5, 0.5),
}


def write_geojson(
    path: Path,
    shapes: Sequence[shapely.Geometry],
    properties: Sequence[Mapping[str, object]],
) -> Path:
    """Write features, in WGS 84 as GeoJSON always is."""
    features = [
        {"type": "Feature", "properties": dict(own), "geometry": json.loads(shapely.to_geojson(s))}
        for s, own in zip(shapes, properties, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def write_villages(folder: Path, *more: tuple[shapely.Geometry, str]) -> Path:
    """Write the two villages, and more of them."""
    shapes = [WEST, EAST, *(shape for shape, _ in more)]
    properties: list[dict[str, object]] = [
        {"id": "w", "name": "Thôn Tây", "area_1": "Xã Một", "population": 7},
        {"id": "e", "name": "Thôn Đông", "area_1": "Xã Một", "population": 9},
    ]
    extra: list[dict[str, object]] = [{"id": name, "area_1": "Xã Hai"} for _, name in more]
    return write_geojson(folder / "outlines.geojson", shapes, [*properties, *extra])


def write_houses(folder: Path, houses: Mapping[str, tuple[float, float]] = HOUSES) -> Path:
    """Write houses as points with ids."""
    points = [shapely.Point(at) for at in houses.values()]
    properties = [{"id": name, "owner": "nobody's business"} for name in houses]
    return write_geojson(folder / "houses.geojson", points, properties)
