"""Villages as points, for callers who ask for GeoJSON (RFC 7946)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import Request, Response

from api.http.etags import JSON

GEOJSON = "application/geo+json"


def negotiate_rows(
    request: Request, items: Sequence[Mapping[str, Any]], following: str | None, *, lonlat: bool
) -> Response:
    """Answer with a page of rows, or with a feature for each.

    The format knows degrees alone; where the scenario is in metres the collection says so.
    """
    vary = {"Vary": "Accept"}
    if GEOJSON not in request.headers.get("accept", ""):
        return Response(
            orjson.dumps({"items": items, "next": following}), headers=vary, media_type=JSON
        )
    body = {
        "type": "FeatureCollection",
        **({} if lonlat else {"coordinates": "metres"}),
        "features": [_feature(item) for item in items],
        "next": following,
    }
    return Response(orjson.dumps(body), headers=vary, media_type=GEOJSON)


def _feature(item: Mapping[str, Any]) -> dict[str, Any]:
    x, y = item["x"], item["y"]
    point = None if x is None or y is None else {"type": "Point", "coordinates": [x, y]}
    properties = {name: value for name, value in item.items() if name not in {"x", "y"}}
    return {"type": "Feature", "id": item["id"], "geometry": point, "properties": properties}
