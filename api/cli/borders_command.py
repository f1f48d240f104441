"""``liengia merge`` and ``liengia split``: a scenario with the border moved."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from api.cli.scenario_argument import open_scenario
from optimizer.borders.merge import merge_villages
from optimizer.borders.split import Split, split_by_hamlet, split_village
from optimizer.domain.languages import Language
from optimizer.domain.scenario import Scenario
from optimizer.errors import Problem, ScenarioError
from optimizer.input.folder import write_scenario
from optimizer.input.folder.csv_file import read_csv

_TABLES = ("households", "members", "places")
_SAYS: Mapping[Language, str] = {
    Language.EN: "Villages: {before} before, {after} now. Pairs of the plan in force: {kept} kept, "
    "{ended} ended at the new border.",
    Language.VI: "Số thôn: trước {before}, nay {after}. Phân công hiện hành: giữ {kept}, "
    "chấm dứt {ended} vì qua ranh giới mới.",
}


def merge(
    source: str, names: Sequence[str], merged: str, output: Path, *, seed: int, language: Language
) -> None:
    """Write the scenario with some villages as one."""
    before = open_scenario(source, seed=seed)
    _write(before, merge_villages(before, names, merged), output, language)


def split(source: str, name: str, by: str, output: Path, *, seed: int, language: Language) -> None:
    """Write the scenario with a village in parts, by hamlets or by a table."""
    before = open_scenario(source, seed=seed)
    village = next((one for one in before.villages if one.id == name), None)
    if by == "hamlet":
        how = Split({}, {}, {}) if village is None else split_by_hamlet(village)
    else:
        how = read_split(Path(by))
    _write(before, split_village(before, name, how), output, language)


def read_split(path: Path) -> Split:
    """Read a table with the columns ``table``, ``id`` and ``village``.

    Raises
    ------
    ScenarioError
        Where it is missing, has other columns, or a row of another table.
    """
    if not path.is_file():
        message = "no such file; name a table with the columns table, id, village, or write hamlet"
        raise ScenarioError([Problem("NOT_FOUND", "--by", "", str(path)[-60:], message)])
    sheet = read_csv(path)
    missing = [name for name in ("table", "id", "village") if name not in sheet.columns]
    if missing:
        message = "the table needs the columns table, id, village"
        raise ScenarioError([Problem("MISSING", path.name, missing[0], "", message)])
    found: dict[str, dict[str, str]] = {name: {} for name in _TABLES}
    cells = zip(*(sheet.columns[name] for name in ("table", "id", "village")), strict=True)
    for table, key, village in cells:
        if str(table) not in found:
            message = "the table of a row is households, members or places"
            raise ScenarioError(
                [Problem("UNKNOWN_TABLE", path.name, "table", str(table)[:60], message)]
            )
        found[str(table)][str(key)] = str(village)
    return Split(*(found[name] for name in _TABLES))


def _write(before: Scenario, after: Scenario, output: Path, language: Language) -> None:
    write_scenario(after, output, description="the scenario with a border moved")
    kept, held = (
        sum(len(one.current) for one in scenario.villages) for scenario in (after, before)
    )
    said = _SAYS[language].format(
        before=len(before.villages), after=len(after.villages), kept=kept, ended=held - kept
    )
    sys.stdout.write(f"{said}\n")
