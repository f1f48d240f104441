"""Maps that are read from a copy: unpacked, or put into the words of GeoJSON.

GDAL is given plain files of few formats only. What comes packed is unpacked into a folder of its
own, member by member and counted; KML and lines of features become a collection of features.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO

import orjson

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.archive_faults import ARCHIVE_FAULTS
from optimizer.input.budgets.json_text import chunks_of, measure
from optimizer.input.folder.geojson_text import check_geojson
from optimizer.input.folder.kml_text import kml_features, pieces_of
from optimizer.input.folder.sheet import unreadable

SIDECARS = (".shx", ".dbf", ".prj", ".cpg")
"""What belongs to a Shapefile and is read."""
PACKED = (".zip", ".kmz")
LINES = (".geojsonl", ".geojsons", ".ndjson", ".jsonl")
_INSIDE = (".shp", ".geojson", ".json", ".gpkg", ".kml", ".fgb", *LINES)
_MEMBERS = 1_000
_CHUNK = 1 << 20
_HEAD = 1 << 16
_NUMBERED = re.compile(
    rb'\{\s*"id"\s*:\s*-?\d|"Feature"\s*,\s*"id"\s*:\s*-?\d|\}\s*,\s*"id"\s*:\s*-?\d+\s*\}'
)
"""A feature with a number for its id, which GDAL takes for the row."""
_NO_ALTITUDE = re.compile(rb"""\d\s*,\s*null\s*\]""")
_OVERLAP = 64


def as_gdal_reads(path: Path, scratch: Callable[[], Path]) -> Path:
    """Return a map as one of the files that GDAL is given; itself where it is one.

    Parameters
    ----------
    scratch
        Makes an empty folder for a copy; what is in it may go once the map has been read.

    Raises
    ------
    ScenarioError
        When it is not what its name says, or more than is read.
    """
    ending = path.suffix.casefold()
    if ending in PACKED:
        return as_gdal_reads(_unpacked(path, scratch()), scratch)
    if ending == ".kml":
        return _collected(path, scratch(), kml_features(path, pieces_of(path)))
    if ending in LINES:
        measure(chunks_of(path), path.name, pieces=file_budgets.GEOJSON_PIECES)
        return _collected(path, scratch(), _lines(path))
    if ending in (".json", ".geojson"):
        return _plain_geojson(path, scratch)
    return _shapefile(path, scratch()) if ending == ".shp" else path


def _unpacked(path: Path, folder: Path) -> Path:
    """Unpack the one map of an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not _foreign(one.filename)]
            maps = [one for one in members if one.filename.casefold().endswith(_INSIDE)]
            if len(members) > _MEMBERS or len(maps) != 1:
                held = ", ".join(one.filename for one in members[:20]) or "nothing"
                message = f"the archive must hold one map ({', '.join(_INSIDE)}); it has {held}"
                raise unreadable(path.name, message, "WHICH_LAYER")
            stem = Path(maps[0].filename).stem.casefold()
            budget = file_budgets.UNPACKED_BYTES
            budget.check(sum(one.file_size for one in members), path.name)
            left = [budget.most]
            for one in members:
                inner = Path(one.filename)
                beside = inner.suffix.casefold() in SIDECARS and inner.stem.casefold() == stem
                if one is maps[0] or beside:
                    target = folder / f"{path.stem}{inner.suffix.casefold()}"
                    with archive.open(one) as source:
                        _copy(source, target, left, path.name)
            return folder / f"{path.stem}{Path(maps[0].filename).suffix.casefold()}"
    except ARCHIVE_FAULTS as fault:
        message = "it is no whole archive, or it has a password; pack it again"
        raise unreadable(path.name, message) from fault


def _copy(source: IO[bytes], target: Path, left: list[int], name: str) -> None:
    with target.open("xb") as file:
        while chunk := source.read(_CHUNK):
            left[0] -= len(chunk)
            if left[0] < 0:
                raise file_budgets.UNPACKED_BYTES.refusal(
                    file_budgets.UNPACKED_BYTES.most - left[0], name
                )
            file.write(chunk)


def _foreign(name: str) -> bool:
    return name.endswith(("/", ".DS_Store")) or name.startswith("__MACOSX/")


def _collected(path: Path, folder: Path, features: Iterable[Mapping[str, Any]]) -> Path:
    """Write features as one collection."""
    made = folder / f"{path.name}.geojson"
    with made.open("wb") as file:
        _write_collection(file, features)
    return made


def _write_collection(
    file: BinaryIO, features: Iterable[Mapping[str, Any]], others: Mapping[str, Any] | None = None
) -> None:
    head = {"type": "FeatureCollection", **(others or {})}
    file.write(orjson.dumps(head)[:-1] + b', "features": [')
    between = b"\n"
    for feature in features:
        file.write(between + orjson.dumps(feature))
        between = b",\n"
    file.write(b"]}\n")


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the features of a file with one a line."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            text = line.strip(b"\x1e \t\r\n")
            if not text:
                continue
            try:
                feature = orjson.loads(text)
            except ValueError:
                feature = None
            if not isinstance(feature, dict) or feature.get("type") != "Feature":
                message = f"line {number} is no feature of GeoJSON; write one feature a line"
                raise unreadable(path.name, message, "NOT_GEOJSON")
            yield _mended(feature)


def _plain_geojson(path: Path, scratch: Callable[[], Path]) -> Path:
    """Return GeoJSON whose ids are texts and whose heights are numbers."""
    found = check_geojson(path)
    numbered, nulls = _looked_at(path)
    small = found.weight <= file_budgets.GEOJSON_WHOLE_WEIGHT.most
    if nulls:
        file_budgets.GEOJSON_WHOLE_WEIGHT.check(found.weight, path.name)
    if not nulls and not (numbered and small):
        if path.suffix.casefold() == ".geojson":
            return path
        made = scratch() / f"{path.name}.geojson"
        shutil.copyfile(path, made)
        return made
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except ValueError as fault:
        raise unreadable(path.name, "it is no whole GeoJSON; write it again") from fault
    made = scratch() / f"{path.name}.geojson"
    listed = document.get("features") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        made.write_bytes(
            orjson.dumps(_mended(document) if isinstance(document, dict) else document)
        )
        return made
    others = {key: value for key, value in document.items() if key not in ("type", "features")}
    with made.open("wb") as file:
        _write_collection(file, map(_mended, listed), others)
    return made


def _looked_at(path: Path) -> tuple[bool, bool]:
    """Tell whether features are numbered, and whether a height is null."""
    carry, first, nulls = b"", True, False
    numbered = False
    for chunk in chunks_of(path):
        text = carry + chunk
        if first:
            numbered, first = _NUMBERED.search(text[:_HEAD]) is not None, False
        nulls = nulls or (b"null" in text and _NO_ALTITUDE.search(text) is not None)
        carry = text[-_OVERLAP:]
    return numbered, nulls


def _mended(feature: dict[str, Any]) -> dict[str, Any]:
    """Return a feature with its id as text, and without heights that are null."""
    number = feature.get("id")
    if isinstance(number, int) and not isinstance(number, bool):
        held = feature.get("properties")
        if isinstance(held, dict) and "id" in held:
            feature = {key: value for key, value in feature.items() if key != "id"}
        else:
            feature = {**feature, "id": str(number)}
    shape = feature.get("geometry")
    if isinstance(shape, dict) and "coordinates" in shape:
        shape = {**shape, "coordinates": _without_nulls(shape["coordinates"])}
        feature = {**feature, "geometry": shape}
    elif "coordinates" in feature:
        feature = {**feature, "coordinates": _without_nulls(feature["coordinates"])}
    return feature


def _without_nulls(coordinates: object) -> object:
    if not isinstance(coordinates, list):
        return coordinates
    if coordinates and not isinstance(coordinates[0], list):
        return coordinates[:2] if None in coordinates[2:] else coordinates
    return [_without_nulls(each) for each in coordinates]


def _shapefile(path: Path, folder: Path) -> Path:
    """Put the files of a Shapefile alone into a folder, with the encoding of its texts."""
    beside = {one.suffix.casefold(): one for one in path.parent.glob("*") if one.stem == path.stem}
    made = folder / "map.shp"
    shutil.copyfile(path, made)
    for ending in SIDECARS:
        if ending in beside and beside[ending].is_file():
            shutil.copyfile(beside[ending], made.with_suffix(ending))
    named = made.with_suffix(".cpg")
    if not named.is_file() and made.with_suffix(".dbf").is_file():
        try:  # as programs of today write it, though none says so
            made.with_suffix(".dbf").read_bytes().decode("utf-8")
            named.write_text("UTF-8")
        except UnicodeDecodeError:
            pass  # the table says itself what it is in, or is in Latin letters
    return made
