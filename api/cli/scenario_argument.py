"""What the word SCENARIO on the command line stands for."""

from __future__ import annotations

from pathlib import Path

from optimizer.domain.scenario import Scenario
from optimizer.domain.village_source import VillageSource, held_source
from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import read_scenario, stream_folder
from optimizer.input.folder.table_schema import AS_IT_IS
from scenarios.generator import generate
from scenarios.presets import presets


def open_scenario(
    source: str, *, seed: int, choices: ReadingChoices = AS_IT_IS, strict: bool = False
) -> Scenario:
    """Read a file or folder, or generate a preset; what is on the disk goes first.

    A file is a request JSON, a workbook of all tables, a zip of a folder, or a GeoPackage whose
    layers are the tables.

    Parameters
    ----------
    choices
        What is said about the columns and coordinates of a folder.

    Raises
    ------
    ScenarioError
        With every problem of the input, or the presets there are when the name is none.
    """
    path = Path(source)
    names = [preset.name for preset in presets()]
    if path.is_file() and path.suffix.casefold() != ".json":
        return _read_file(path, choices, strict=strict)
    if path.exists():
        return read_scenario(path, choices, strict=strict)
    if source in names:
        return generate(source, seed=seed)
    remedy = f"no such file or folder, and no preset; name one, or choose {', '.join(names)}"
    raise ScenarioError([Problem("NOT_FOUND", "SCENARIO", "", source[:60], remedy)])


def _read_file(path: Path, choices: ReadingChoices, *, strict: bool) -> Scenario:
    """Read a workbook, an archive or a map that is a whole scenario, as the service reads it.

    Raises
    ------
    ScenarioError
        With every problem of it, named as the file is.
    """
    from api.http.errors import ServiceError  # noqa: PLC0415 - the service's words, for files alone
    from api.tasks.planner_task import Sizes  # noqa: PLC0415 - see above
    from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, scenario_of_files  # noqa: PLC0415

    most = file_budgets.UNPACKED_BYTES.most
    bounds = UnpackLimits(Sizes(_MOST, _MOST, _MOST), most, _FILES)
    file_budgets.UNPACKED_BYTES.check(path.stat().st_size, path.name)
    sent = [Sent(path.name, path.read_bytes())]
    try:
        return scenario_of_files(sent, bounds, choices.coordinates, choices, strict=strict)
    except ServiceError as fault:
        problem = Problem(fault.code, path.name, "", "", str(fault.detail))
        raise ScenarioError([problem]) from None


_MOST, _FILES = 10**9, 200
"""Villages and households, which other limits bound here; files of an archive."""


def open_source(
    source: str, *, seed: int, choices: ReadingChoices = AS_IT_IS, strict: bool = False
) -> VillageSource:
    """Open a file, a folder or a preset, village by village where that can be done.

    Raises
    ------
    ScenarioError
        As `open_scenario` does, before the first village is yielded.
    """
    path = Path(source)
    streamed = stream_folder(path, choices, strict=strict) if path.is_dir() else None
    return streamed or held_source(open_scenario(source, seed=seed, choices=choices, strict=strict))
