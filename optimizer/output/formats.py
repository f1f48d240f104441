"""What a result can be written as: the one list that command line, service and page read.

The page reads it through the OpenAPI file: its compiler asks for a place and words for each file.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class MapFormat(StrEnum):
    """What a map can be written as; the value is the ending of ``plan``."""

    GPKG = "gpkg"
    GEOJSON = "geojson"


MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
"""Ending of a file to what HTTP calls it."""
TABLES = ("villages", "assignments", "recruits", "unserved")
"""Tables of every result."""
TEAM_TABLES = ("teams", "team_members", "team_moves")
"""Tables of a result whose rules ask for teams."""
TABLE_ENDINGS = ("csv", "parquet", "xlsx")
"""What each of them can be written as."""
FILES = (*(f"plan.{kind}" for kind in sorted(MapFormat)), "report.html", "report.xlsx")
"""Files of a result beside its tables."""
PRINTED = ("sheets.pdf", "sheets.zip")
"""Lists to print of many villages: in one file, or a file a village where these are too many."""
AGGREGATES = frozenset({"report.html", *(f"villages.{ending}" for ending in TABLE_ENDINGS)})
"""Files without a household in them."""


def media_type(name: str) -> str:
    """Return what HTTP calls a file."""
    return MEDIA_TYPES[name.rpartition(".")[2]]
