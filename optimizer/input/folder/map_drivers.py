"""Maps by the one driver that their names stand for: every read of a map begins with `open_map`.

The content is looked at first: a GeoJSON file must be a JSON object of a kind of GeoJSON, a
GeoPackage a database that computes nothing. `gdal_drivers` leaves GDAL no other drivers.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.flatgeobuf_budget import check_flatgeobuf
from optimizer.input.budgets.geopackage_budget import check_geopackage, has_journal, is_geopackage
from optimizer.input.budgets.shapefile_budget import check_shapefile
from optimizer.input.folder.geojson_text import check_geojson, check_system
from optimizer.input.folder.map_copies import LINES, as_gdal_reads
from optimizer.input.folder.sheet import unreadable

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Meant = Callable[[str], bool]
"""Whether a column of this name, in small letters, means something."""

_HEAD = 1 << 16
_ONE_LAYER = "GeoJSON"
"""The driver whose files are a layer each."""
_TOO_LARGE = "OGR_GEOJSON_MAX_OBJ_SIZE"
"""By which GDAL's complaint about a feature beyond that option of `gdal_drivers` is known."""
_ONE_TOO_LARGE = "a feature has more than some 300,000 vertices; simplify it, or write its parts"
_NOT_WHOLE = "the file is no whole map; write it again"
MAPS = (".geojson", ".json", ".gpkg", ".shp", ".zip", ".kml", ".kmz", ".fgb", *LINES)
"""Endings of maps that are read."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Map:
    """A map whose content is what its name says.

    Parameters
    ----------
    path
        The file.
    layers
        Its layers, each with whether it has shapes.
    """

    path: Path
    layers: Sequence[tuple[str, bool]]
    _address: str
    _options: Mapping[str, object]
    _driver: str
    _names: dict[str, list[str]]

    def names(self, layer: str) -> list[str]:
        """Return the names of a layer's columns."""
        if layer not in self._names:
            from optimizer.input import gdal_drivers  # noqa: PLC0415 - pandas comes with it

            with _faults(self.path):
                info = gdal_drivers.read_info(self._address, layer=layer, **self._options)
            self._names[layer] = _fields(info, self.path, self._driver)
        return self._names[layer]

    def features(
        self, layer: str, meant: Meant
    ) -> tuple[dict[str, Any], NDArray[np.object_] | None, list[NDArray[Any]]]:
        """Return a layer's description, its shapes as WKB, and the columns that mean something.

        Where no column does, the first one is returned: a row without a shape is one too.
        """
        from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

        names = self.names(layer)
        wanted = _meaningful(names, meant) or names[:1]
        with _faults(self.path):
            meta, _, shapes, fields = gdal_drivers.raw.read(
                self._address, layer=layer, columns=wanted, force_2d=True, **self._options
            )
        check_system(self.path, meta["crs"])
        return meta, shapes, fields

    def frame(self, layer: str, meant: Meant) -> GeoDataFrame:
        """Return a layer's shapes and the columns that mean something, as pandas holds them."""
        from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

        wanted = _meaningful(self.names(layer), meant)
        with _faults(self.path):
            frame = gdal_drivers.read_dataframe(
                self._address, layer=layer, columns=wanted, **self._options
            )
        if getattr(frame, "crs", None) is not None:
            check_system(self.path, frame.crs.to_wkt())
        return frame


def _fields(info: Mapping[str, Any], path: Path, driver: str) -> list[str]:
    """Return the names of a layer's columns, once it is known that the driver is the right one."""
    if info["driver"] != driver:
        raise unreadable(path.name, _NOT_WHOLE)
    return list(map(str, info["fields"]))


def _meaningful(names: Sequence[str], meant: Meant) -> list[str]:
    return [name for name in names if meant(name.strip().casefold())]


def open_map(path: Path) -> Map:
    """Open a map as what its name says, and as nothing else.

    What is packed, or is read in the words of another format, is read from a copy, which is there
    as long as the map is.

    Raises
    ------
    ScenarioError
        When its content is something else, or more than is read.
    """
    from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

    _check_address(path)
    with ExitStack() as held:

        def scratch() -> Path:
            return Path(held.enter_context(tempfile.TemporaryDirectory(prefix="liengia-")))

        plain = as_gdal_reads(path, scratch)
        driver, check, options = _FORMATS[plain.suffix.casefold()]
        if plain != path or driver != _ONE_LAYER:  # which was looked at for whether to copy it
            check(plain, path.name)
        address = str(plain.absolute())
        names = dict[str, list[str]]()
        with _faults(path):
            if driver == _ONE_LAYER:  # every look at such a file reads the whole of it
                info = gdal_drivers.read_info(address)
                listed = [(info["layer_name"], info["geometry_type"])]
                names[str(info["layer_name"])] = _fields(info, path, driver)
            else:
                listed = gdal_drivers.list_layers(address)
        layers = [(str(name), kind is not None) for name, kind in listed]
        file_budgets.MAP_LAYERS.check(len(layers), path.name)
        opened = Map(path, layers, address, options(plain), driver, names)
        weakref.finalize(opened, held.pop_all().close)
    return opened


def _check_address(path: Path) -> None:
    """Refuse what is no plain file of a map, which GDAL might take for something else."""
    address = str(path.absolute())
    if path.suffix.casefold() not in MAPS:
        message = f"a map ends in {', '.join(MAPS)}; save it as one"
        raise unreadable(path.name, message, "UNKNOWN_FORMAT")
    if not path.is_file() or address.startswith("/vsi") or "!" in address or "://" in address:
        message = "it is no plain file, or its folder has ! in its name; put it elsewhere"
        raise unreadable(path.name, message, "NOT_FOUND")


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Turn what GDAL and pandas raise about a file's content into its refusal."""
    from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

    try:
        yield
    except gdal_drivers.FAULTS as fault:
        if _TOO_LARGE in str(fault):
            raise unreadable(path.name, _ONE_TOO_LARGE, "TOO_MANY_VERTICES") from fault
        raise unreadable(path.name, _NOT_WHOLE) from fault
    except UnicodeDecodeError as fault:
        raise unreadable(path.name, "its text is not UTF-8; write it again", "NOT_UTF8") from fault
    except (ValueError, OverflowError, RuntimeError) as fault:
        message = f"it is no map of shapes ({str(fault)[:100]}); save it again"
        raise unreadable(path.name, message) from fault


def _check_database(path: Path, source: str) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not is_geopackage(head):
        message = "it is no GeoPackage; save it as one"
        raise unreadable(source, message, "UNREADABLE")
    check_geopackage(path)


def _no_options(_: Path) -> Mapping[str, object]:
    return {}


def _database_options(path: Path) -> Mapping[str, object]:
    return {} if has_journal(path) else {"IMMUTABLE": "YES"}


def _check_text(path: Path, _: str) -> None:
    check_geojson(path)


def _check_shapes(path: Path, source: str) -> None:
    check_shapefile(path, source)
    system = path.with_suffix(".prj")
    if system.is_file():
        check_system(path, system.read_bytes()[:_HEAD].decode("utf-8", "replace"))


_Check = Callable[[Path, str], None]
_Options = Callable[[Path], Mapping[str, object]]
_FORMATS: Mapping[str, tuple[str, _Check, _Options]] = {
    ".geojson": ("GeoJSON", _check_text, _no_options),
    ".gpkg": ("GPKG", _check_database, _database_options),
    ".shp": ("ESRI Shapefile", _check_shapes, _no_options),
    ".fgb": ("FlatGeobuf", check_flatgeobuf, _no_options),
}
"""Endings of what GDAL is given: the driver, the check of the content, the options to open it."""
