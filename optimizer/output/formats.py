"""What a result can be written as: the one list that command line, service and page read.

The page reads it through the OpenAPI file: its compiler asks for a place and words for each file.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class OutputFormat(StrEnum):
    """What a result can also be written as, by the names of ``--geo``.

    Parameters
    ----------
    file
        Name of the file, in a result folder as over HTTP.
    on_earth
        Whether it takes longitudes and latitudes, and no plane of the caller's.
    """

    file: str
    on_earth: bool

    def __new__(cls, value: str, file: str, on_earth: bool) -> Self:  # noqa: FBT001 - a row of a table
        """Make the format of one row below."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.file, made.on_earth = file, on_earth
        return made

    GPKG = "gpkg", "plan.gpkg", False
    GEOJSON = "geojson", "plan.geojson", False
    GEOJSON_LAYERS = "geojson-layers", "layers.zip", False
    KML = "kml", "plan.kml", True
    GPX = "gpx", "gpx.zip", True
    FLATGEOBUF = "flatgeobuf", "flatgeobuf.zip", False
    POINTS = "points", "assignment_points.csv", False
    MESSAGES = "messages", "messages.zip", False
    ODK = "odk", "odk.zip", False
    DHIS2 = "dhis2", "dhis2.geojson", True


MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html; charset=utf-8",
    "kml": "application/vnd.google-earth.kml+xml",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}
"""Ending of a file to what HTTP calls it."""
TABLES = ("villages", "assignments", "recruits", "unserved")
"""Tables of every result."""
TEAM_TABLES = ("teams", "team_members", "team_moves")
"""Tables of a result whose rules ask for teams."""
TABLE_ENDINGS = ("csv", "parquet", "xlsx")
"""What each of them can be written as."""
FORMAT_OF: Mapping[str, OutputFormat] = {kind.file: kind for kind in OutputFormat}
"""File to the format that it is in."""
FILES = (*sorted(FORMAT_OF), "report.html", "report.xlsx")
"""Files of a result beside its tables."""
PRINTED = ("sheets.pdf", "sheets.zip")
"""Lists to print of many villages: in one file, or a file a village where these are too many."""
AGGREGATES = frozenset({"report.html", *(f"villages.{ending}" for ending in TABLE_ENDINGS)})
"""Files without a household in them."""


def media_type(name: str) -> str:
    """Return what HTTP calls a file."""
    return MEDIA_TYPES[name.rpartition(".")[2]]
