"""Files that were sent, put into a temporary folder and read as a scenario; done by the processes.

Nothing of an archive is believed: names stay inside the folder, sizes are counted while unpacking.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq
import yaml
from pyarrow import ArrowException

from api.db.scenario_queries import PreparedScenario
from api.http.database_outages import is_full
from api.http.errors import ServiceError
from api.http.json_body import parse
from api.http.temporary_files import scratch
from api.tasks.current_task import PlansInForce
from api.tasks.planner_task import Sizes, check_sizes
from api.tasks.scenario_task import prepare_scenario
from api.tasks.uploads.geopackage_layers import tables_of_geopackage
from api.tasks.uploads.problem_location import file_details
from api.tasks.uploads.sent_names import note_as_sent, problems_as_sent
from api.tasks.uploads.workbook_template import settings_in
from optimizer.domain.scenario import Scenario
from optimizer.errors import ScenarioError
from optimizer.input.budgets.archive_faults import ARCHIVE_FAULTS
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import read_scenario
from optimizer.input.folder.excel_file import WORKBOOKS
from optimizer.input.folder.folder_files import WORKBOOK_STEM
from optimizer.input.folder.map_copies import LINES, SIDECARS
from optimizer.input.folder.other_workbooks import HEAD, OTHER_WORKBOOKS, is_page, resave
from optimizer.input.folder.table_schema import AS_IT_IS, SCHEMAS
from optimizer.input.request import scenario_from_request

ENDINGS = (
    *(".json", ".zip", *WORKBOOKS, ".parquet", ".csv", ".gpkg", ".geojson", ".yaml", ".yml"),
    *(".kml", ".kmz", ".fgb", ".shp", *SIDECARS, *LINES),
)
WORKBOOK = f"{WORKBOOK_STEM}.xlsx"
_CHUNK = 1 << 20
_LINK = 0o120000
_OTHERS = ("__MACOSX/", ".DS_Store")
"""What a Macintosh adds to an archive."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """How much may be unpacked."""

    sizes: Sizes
    most_bytes: int
    most_files: int


def prepare_files(
    files: Sequence[Sent],
    bounds: UnpackLimits,
    choices: ReadingChoices,
    in_force: PlansInForce | None = None,
    *,
    strict: bool = False,
) -> PreparedScenario:
    """Read the files of a scenario as it is kept."""
    try:
        scenario = scenario_of_files(files, bounds, choices.coordinates, choices, strict=strict)
    except ScenarioError as fault:
        errors = file_details(fault.problems)
        raise ServiceError("BAD_SCENARIO", errors=errors, count=len(errors)) from None
    return prepare_scenario(scenario, bounds.sizes, in_force)


def scenario_of_files(
    files: Sequence[Sent],
    bounds: UnpackLimits,
    coordinates: str,
    choices: ReadingChoices = AS_IT_IS,
    *,
    strict: bool = False,
) -> Scenario:
    """Read a request, an archive, a workbook, or the tables of a scenario.

    Parameters
    ----------
    coordinates
        What x and y are, where no file says it; empty where nothing was said.
    choices
        What columns mean, and which are left out.
    strict
        True to refuse what looks wrong, whatever the files say of it.

    Raises
    ------
    ServiceError
        When a file is refused before anything is read of it.
    ScenarioError
        With every problem of every table.
    """
    if len(files) == 1 and _ending(files[0].name) == ".json":
        document = parse(files[0].content)
        check_sizes(document, bounds.sizes)
        if strict and isinstance(document, dict):
            document["strict"] = True
        return scenario_from_request(document)
    with scratch() as place:
        folder = place / "scenario"
        folder.mkdir()
        if len(files) == 1 and _ending(files[0].name) == ".zip":
            unpack(files[0].content, folder, bounds)
        else:
            lay_down(files, folder)
        for path in sorted(folder.iterdir()):
            check_size(path, bounds)
        guide = settings_in(folder / WORKBOOK)
        settings = {
            **({"coordinates": said} if (said := coordinates or guide.coordinates) else {}),
            **({"rules": {"teams": {}}} if guide.teams else {}),
        }
        if settings and not any((folder / name).exists() for name in _SETTINGS):
            text = yaml.safe_dump(settings)
            (folder / _SETTINGS[0]).write_text(text, encoding="utf-8")
        kept = f"{WORKBOOK_STEM}{_ending(files[0].name)}"
        sent = files[0].name if len(files) == 1 and (folder / kept).exists() else kept
        try:
            read = read_scenario(folder, choices, strict=strict)
        except ScenarioError as fault:
            raise ScenarioError(problems_as_sent(fault.problems, kept, sent)) from None
        return replace(read, notes=tuple(note_as_sent(note, kept, sent) for note in read.notes))


_SETTINGS = ("scenario.yaml", "scenario.yml")


def lay_down(files: Sequence[Sent], folder: Path) -> None:
    """Write files into a folder; a single workbook may have any name."""
    if len(files) == 1 and (ending := _ending(files[0].name)) in WORKBOOKS:
        stem = Path(files[0].name).stem.casefold()
        name = files[0].name if stem in SCHEMAS else f"{WORKBOOK_STEM}{ending}"
        files = [Sent(name, files[0].content)]
    if len(files) == 1 and _ending(files[0].name) == ".gpkg":
        parts = tables_of_geopackage(files[0].name, files[0].content)
        files = [Sent(name, content) for name, content in parts]
    others = [file for file in files if _is_other(file)]
    if others:
        raise ScenarioError(resave(file.name, file.content) for file in others)
    _check_names([file.name for file in files], allowed=ENDINGS)
    for file in files:
        (folder / file.name).write_bytes(file.content)


def _is_other(file: Sent) -> bool:
    """Tell a spreadsheet of a format that is not read, or of that only by its name."""
    ending = _ending(file.name)
    return ending in OTHER_WORKBOOKS or (ending in WORKBOOKS and is_page(file.content[:HEAD]))


def unpack(content: bytes, folder: Path, bounds: UnpackLimits) -> None:
    """Unpack an archive of one folder, or of files alone.

    Raises
    ------
    ServiceError
        When it is damaged, encrypted, too large, or holds what is no plain file of a scenario.
    """
    path = folder.with_suffix(".zip")
    path.write_bytes(content)
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack(archive, folder, bounds)
    except ARCHIVE_FAULTS as fault:
        if is_full(fault):
            raise
        raise ServiceError("BAD_ARCHIVE", pointer="/file", reason=str(fault)[:100]) from None


def _unpack(archive: zipfile.ZipFile, folder: Path, bounds: UnpackLimits) -> None:
    listed = archive.infolist()
    if len(listed) > bounds.most_files:
        raise _refused("", f"it holds {len(listed)} files, at most {bounds.most_files} are taken")
    members = [one for one in listed if not one.is_dir() and not _foreign(one.filename)]
    for member in [*members, *(one for one in listed if one.is_dir())]:
        _check_member(member)
    names = _inside([member.filename for member in members])
    _check_names(names, allowed=ENDINGS[2:])
    left = bounds.most_bytes
    for member, name in zip(members, names, strict=True):
        with archive.open(member) as source, (folder / name).open("xb") as target:
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _refused(name, f"unpacked it is larger than {bounds.most_bytes} bytes")
                target.write(chunk)


def _check_member(member: zipfile.ZipInfo) -> None:
    name, mode = member.filename, member.external_attr >> 16
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise _refused(name, "its name leads out of the archive")
    if stat.S_IFMT(mode) == _LINK:
        raise _refused(name, "it is a link, not a file")
    if member.flag_bits & 1:
        raise _refused(name, "it is encrypted")


def _inside(names: Sequence[str]) -> list[str]:
    """Return names without the one folder that may be around all of them."""
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and all("/" in name for name in names):
        names = [name.partition("/")[2] for name in names]
    return list(names)


def _check_names(names: Iterable[str], *, allowed: Sequence[str]) -> None:
    """Refuse what cannot be a table: other endings, folders, a name twice."""
    seen: set[str] = set()
    for name in names:
        if "/" in name or "\\" in name or name != name.strip() or not name.isprintable():
            raise _refused(name, "its name has a folder or a control character in it")
        ending = _ending(name)
        beside = name.casefold().startswith(("readme", "license", "known_answer.json"))
        if ending not in allowed and not beside:
            raise _refused(name, f"a table ends in {', '.join(allowed)}")
        if name.casefold() in seen:
            raise _refused(name, "two files have this name")
        seen.add(name.casefold())
    if not seen:
        raise _refused("", "there is no file in it")


def check_size(path: Path, bounds: UnpackLimits) -> None:
    """Refuse a file that grows when it is read: a workbook is an archive, Parquet is packed."""
    if path.suffix.casefold() == ".xlsx":
        _check_workbook(path, bounds)
    if path.suffix.casefold() == ".parquet":
        try:
            read = pq.read_metadata(path)
        except (ArrowException, OSError):
            return  # the reader says what is wrong with it
        groups = (read.row_group(at).total_byte_size for at in range(read.num_row_groups))
        if read.num_rows > 2 * bounds.sizes.households or sum(groups) > bounds.most_bytes:
            raise _refused(path.name, f"its {read.num_rows} rows are more than are taken")


def check_size_of(file: Sent, bounds: UnpackLimits) -> None:
    """Refuse a workbook that grows when it is read, before it is."""
    with scratch() as place:
        path = place / WORKBOOK
        path.write_bytes(file.content)
        check_size(path, bounds)


def _check_workbook(path: Path, bounds: UnpackLimits) -> None:
    left = bounds.most_bytes
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as source:
                    while chunk := source.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _refused(path.name, f"it is larger than {bounds.most_bytes}")
    except ARCHIVE_FAULTS as fault:
        if is_full(fault):
            raise
        raise _refused(path.name, "it is no whole Excel file; save it again") from None


def _foreign(name: str) -> bool:
    return name.startswith(_OTHERS[0]) or name.endswith(_OTHERS[1])


def _ending(name: str) -> str:
    return Path(name).suffix.casefold()


def _refused(name: str, reason: str) -> ServiceError:
    shown = name[:100].encode("utf-8", "backslashreplace").decode()
    pointer = "/file/" + shown.replace("~", "~0").replace("/", "~1") if name else "/file"
    return ServiceError("BAD_FILE", pointer=pointer, name=shown or "the archive", reason=reason)
