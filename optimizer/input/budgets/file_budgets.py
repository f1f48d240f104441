"""The budgets: how many of what a file may hold, and what to do when it holds more."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.errors import Problem, ScenarioError


@dataclass(frozen=True, slots=True)
class Budget:
    """A number of things that a file may hold.

    Parameters
    ----------
    code
        Of the problem, when there are more.
    unit
        What is counted, in the plural.
    remedy
        What the file's author can do.
    """

    code: str
    most: int
    unit: str
    remedy: str

    def check(self, count: int, source: str, field: str = "") -> None:
        """Refuse more than the budget.

        Parameters
        ----------
        source
            The file, with a row where one is known.

        Raises
        ------
        ScenarioError
            When there are more, with the count and the limit.
        """
        if count > self.most:
            raise self.refusal(count, source, field)

    def refusal(self, count: int, source: str, field: str = "") -> ScenarioError:
        """Return the refusal of so many."""
        message = f"{count:,} {self.unit}, at most {self.most:,} are read; {self.remedy}"
        value = f"{count} > {self.most}"
        return ScenarioError([Problem(self.code, source, field, value, message)])


_SPLIT = "split the scenario into several, or leave out what is not needed"

SHEET_CELLS = Budget(
    "TOO_MANY_CELLS",
    5_000_000,
    "cells from the first to the last row and column",
    "delete what stands far away from the table, or split it",
)
SHEET_COLUMNS = Budget(
    "TOO_MANY_COLUMNS",
    16_384,
    "columns",
    "keep those that mean something, and see that each row stands on a line of its own",
)
"""As many as a sheet of Excel has."""
VILLAGE_ROWS = Budget(
    "TOO_MANY_ROWS", 500_000, "rows of one village", "check a result as it was written"
)
"""Of a result's tables, which may be longer than memory and are read a village at a time."""
SHEETS = Budget("TOO_MANY_SHEETS", 200, "sheets", "keep those that hold the tables")
TEXT_BYTES = Budget("TOO_MANY_BYTES", 128_000_000, "bytes of cells once they are unpacked", _SPLIT)
UNPACKED_BYTES = Budget("TOO_MANY_BYTES", 256_000_000, "bytes once it is unpacked", _SPLIT)
PARQUET_FOOTER = Budget(
    "TOO_MANY_BYTES", 8_000_000, "bytes of footer", "write fewer and larger row groups"
)
PARQUET_CHUNKS = Budget(
    "TOO_MANY_COLUMNS",
    12_000,
    "pieces of columns (columns times row groups)",
    "write fewer columns, or larger row groups",
)
PARQUET_ROWS = Budget("TOO_MANY_ROWS", 5_000_000, "rows", _SPLIT)
POINT_ROWS = Budget(
    "TOO_MANY_ROWS",
    500_000,
    "rows in so small a file",
    "write points that differ, or split the file",
)
"""Of Parquet files of points; a larger one may hold more, in proportion to its size."""
POINT_BYTES = 3
"""Bytes of a file for each row (ordinary points, packed as well as may be: 4 to 16)."""
PARQUET_VALUES = Budget("TOO_MANY_CELLS", 40_000_000, "values", _SPLIT)
TEXT_LENGTH = Budget(
    "TOO_LONG", 10_000, "bytes in each text of the column, on average", "write shorter ones"
)
YAML_BYTES = Budget("TOO_MANY_BYTES", 8_000_000, "bytes", "keep rules and areas alone in it")
YAML_NODES = Budget(
    "TOO_MANY_NODES", 60_000, "keys and values", "write fewer areas, by a wider one"
)
YAML_SCALAR = Budget("TOO_LONG", 10_000, "characters in one value", "write a shorter one")
YAML_DEPTH = Budget("TOO_DEEP", 20, "levels", "see the format; it needs four")
JSON_DEPTH = Budget("TOO_DEEP", 64, "levels of lists and objects", "see the format")
JSON_WEIGHT = Budget("TOO_MANY_ELEMENTS", 16_000_000, "elements (an object counts as four)", _SPLIT)
GEOJSON_BARE_WEIGHT = Budget(
    "TOO_MANY_ELEMENTS",
    1_000_000,
    "elements",
    "write a FeatureCollection, a feature for each shape",
)
GEOJSON_WHOLE_WEIGHT = Budget(
    "TOO_MANY_ELEMENTS", 6_000_000, "elements (an object counts as four)", "split the file"
)
JSON_STRING = Budget("TOO_LONG", 16_000_000, "bytes in one text", "write a shorter one")
MAP_LAYERS = Budget("TOO_MANY_LAYERS", 1_000, "layers", "keep the one that holds the table")
MAP_FEATURES = Budget("TOO_MANY_FEATURES", 3_000_000, "features", _SPLIT)
MAP_VERTICES = Budget(
    "TOO_MANY_VERTICES", 2_500_000, "vertices", "simplify the outlines, or split the map"
)
GEOJSON_PIECES = Budget(
    "TOO_MANY_VERTICES",
    1_200_000,
    "points, outlines and features (a feature counts as four)",
    "split the map, or save it as a GeoPackage",
)
"""Of GeoJSON, which is read as text, several times: 240,000 points, or 100,000 houses."""
KML_ELEMENTS = Budget(
    "TOO_MANY_ELEMENTS", 400_000, "elements", "split the map, or save it as a GeoPackage"
)
MAP_BYTES = Budget("TOO_MANY_BYTES", 400_000_000, "bytes of cells and shapes", _SPLIT)
MAP_CELLS = Budget(
    "TOO_MANY_PROPERTIES",
    10_000_000,
    "cells (features times names of properties)",
    "keep the properties that mean something",
)
"""Of any map; where its features have many properties it may be more, in proportion to those."""
MAP_EXPANSION = 25
"""Cells for each member of a JSON object (a feature has five beside its properties)."""
OSM_BYTES = Budget(
    "TOO_MANY_BYTES", 64_000_000, "bytes once it is unpacked", "take a smaller extract"
)
"""Of any file of OpenStreetMap data; a large one may become more, in proportion to its size."""
OSM_EXPANSION = 8
"""Bytes that a byte of blocks may become (ordinary extracts: 2 to 4)."""
OSM_TEXT_EXPANSION = 25
"""Bytes that a byte of packed XML may become (ordinary extracts: 10 to 15)."""
