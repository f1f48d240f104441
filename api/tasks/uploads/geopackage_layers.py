"""A GeoPackage that holds a scenario: a layer a table."""

from __future__ import annotations

from pathlib import Path

from api.http.temporary_files import scratch
from optimizer.input.columns import table_of
from optimizer.input.folder.map_drivers import open_map
from optimizer.input.folder.table_schema import SCHEMAS


def tables_of_geopackage(name: str, content: bytes) -> list[tuple[str, bytes]]:
    """Return names of tables, each with the file that has it as a layer; the file where none is.

    Raises
    ------
    ScenarioError
        When it is no GeoPackage, or more than is read.
    """
    if table_of(Path(name).stem) in SCHEMAS:
        return [(name, content)]
    with scratch() as place:
        path = place / "scenario.gpkg"
        path.write_bytes(content)
        layers = [layer for layer, _ in open_map(path).layers if table_of(layer) in SCHEMAS]
    return [(f"{table_of(layer)}.gpkg", content) for layer in layers] or [(name, content)]
