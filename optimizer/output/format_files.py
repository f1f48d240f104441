"""The file of each format that a result is also written as; all take villages one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from optimizer.domain.languages import Language
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.field_tools.gpx_files import gpx_files
from optimizer.output.field_tools.message_files import message_files
from optimizer.output.field_tools.odk_lists import OdkLists
from optimizer.output.field_tools.person_files import PersonFiles
from optimizer.output.field_tools.point_table import PointTable
from optimizer.output.formats import OutputFormat
from optimizer.output.map.dhis2_units import Dhis2Units
from optimizer.output.map.geojson import GeoJson, GeoJsonLayers
from optimizer.output.map.kml import Kml


class FormatFile(Protocol):
    """Something that takes villages one after the other."""

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append one village."""


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What is written, and how.

    Parameters
    ----------
    lonlat
        Whether the coordinates given are degrees.
    language
        Of what people read in the files.
    """

    formats: Sequence[OutputFormat]
    lonlat: bool
    language: Language = Language.EN

    @property
    def impossible(self) -> Sequence[OutputFormat]:
        """The formats that want a place on the earth, where the coordinates are a plane."""
        return [] if self.lonlat else [kind for kind in self.formats if kind.on_earth]


Opened = AbstractContextManager[FormatFile]


def _geopackage(path: Path, request: FileRequest) -> Opened:
    # geopandas loads pandas; few who plan ask for a map.
    from optimizer.output.map.geopackage import GeoPackage  # noqa: PLC0415

    return GeoPackage(path, lonlat=request.lonlat)


def _flatgeobuf(path: Path, request: FileRequest) -> Opened:
    from optimizer.output.map.flatgeobuf import FlatGeobuf  # noqa: PLC0415 - see above

    return FlatGeobuf(path, lonlat=request.lonlat)


_FILES: Mapping[OutputFormat, Callable[[Path, FileRequest], Opened]] = {
    OutputFormat.GPKG: _geopackage,
    OutputFormat.GEOJSON: lambda path, _: GeoJson(path),
    OutputFormat.GEOJSON_LAYERS: lambda path, _: GeoJsonLayers(path),
    OutputFormat.KML: lambda path, _: Kml(path),
    OutputFormat.GPX: lambda path, request: PersonFiles(
        path, partial(gpx_files, language=request.language)
    ),
    OutputFormat.FLATGEOBUF: _flatgeobuf,
    OutputFormat.POINTS: lambda path, _: PointTable(path),
    OutputFormat.MESSAGES: lambda path, request: PersonFiles(
        path, partial(message_files, language=request.language), empty=True
    ),
    OutputFormat.ODK: lambda path, request: OdkLists(path, request.language),
    OutputFormat.DHIS2: lambda path, _: Dhis2Units(path),
}


class _Files:
    """All files of a request as one."""

    def __init__(self, files: Iterable[FormatFile]) -> None:
        self._files = tuple(files)

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append one village to each."""
        for file in self._files:
            file.add(village, plan)


@contextmanager
def open_files(folder: Path, request: FileRequest) -> Iterator[FormatFile]:
    """Open the file of every format in a folder; a map of nothing may not be there at the end.

    Raises
    ------
    ValueError
        A format wants a place on the earth, which a plane has not: see `FileRequest.impossible`.
    """
    if request.impossible:
        raise ValueError(f"a plane has no place on the earth: {', '.join(request.impossible)}")
    with ExitStack() as opened:
        yield _Files(
            opened.enter_context(_FILES[kind](folder / kind.file, request))
            for kind in dict.fromkeys(request.formats)
        )
