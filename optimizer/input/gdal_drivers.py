"""GDAL with the drivers of maps alone: who imports this has locked its process.

GDAL knows some two hundred formats and asks each whether a file is one of its own, whatever the
file is called. Among them are some that read other files, query databases or call addresses
(``OGR_VRT``, ``GDALG``, ``WFS``, ``HTTP``). Here every driver is deregistered but those of the
formats that are read and written, and what else could leave the process is turned off. Nothing
else of the program imports ``pyogrio``.
"""

from __future__ import annotations

from pathlib import Path

import pyogrio
from pyogrio import (
    list_drivers,
    list_layers,
    raw,
    read_dataframe,
    read_info,
    write_dataframe,
)
from pyogrio._ogr import _register_drivers
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
from pyproj._network import set_network_enabled
from shapely.errors import ShapelyError

__all__ = [
    "DRIVERS",
    "FAULTS",
    "copy_layer",
    "list_drivers",
    "list_layers",
    "raw",
    "read_dataframe",
    "read_info",
    "write_dataframe",
]

DRIVERS = frozenset({"GeoJSON", "GPKG", "ESRI Shapefile", "FlatGeobuf"})
FAULTS = (DataSourceError, DataLayerError, FeatureError, GeometryError, ShapelyError)
"""What GDAL raises about a file, and GEOS about its shapes."""

_NOWHERE = "nowhere://nowhere"
"""A proxy of a scheme that there is not: a call through it fails before it leaves the process."""

_OPTIONS = {
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_PYTHON_DRIVER_PATH": None,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": False,
    "GDAL_VRT_ENABLE_PYTHON": False,
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_HEADER_FILE": None,
    "CPL_VSIL_CURL_ALLOWED_FILENAME": _NOWHERE,
    "CPL_CURL_ENABLE_VSIMEM": False,
    "OGR_SQLITE_LOAD_EXTENSIONS": None,
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": False,
    "OGR_SQLITE_PRAGMA": "trusted_schema=0,cell_size_check=1",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "64",
}


def copy_layer(package: Path, layer: str, target: Path) -> None:
    """Write a layer of a GeoPackage as FlatGeobuf, some features at a time."""
    with raw.open_arrow(package, layer=layer) as (meta, features):
        raw.write_arrow(
            features,
            target,
            layer=layer,
            driver="FlatGeobuf",
            geometry_name=meta["geometry_name"],
            geometry_type=meta["geometry_type"],
            crs=meta["crs"],
        )


def _lock() -> None:
    """Deregister all drivers but ours, and turn the network off."""
    others = sorted(list_drivers().keys() - DRIVERS)
    pyogrio.set_gdal_config_options(_OPTIONS | {"GDAL_SKIP": ",".join(others)})
    _register_drivers()  # which also takes away those that are to be skipped
    pyogrio.set_gdal_config_options({"GDAL_SKIP": None})
    left = list_drivers().keys()
    if left != DRIVERS:
        raise RuntimeError(f"GDAL has other drivers than {sorted(DRIVERS)}: {sorted(left)}")
    set_network_enabled(active=False)


_lock()
