"""Workbooks as people leave them: whatever was done to the cells, no number or id changes silently.

``python -m benchmarks.messy_workbooks --number 2000 --seed 2026``: a small scenario is written as a
workbook after a few of the things that people do to tables (titles above, columns moved, cells
merged, numbers as text, headings in Vietnamese, rows sorted, totals below, values dragged). What is
read must be the scenario as it was; where it is not, it must be refused, or a note must say so.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from benchmarks.table_messes import LAST, MESSES, Row, Table
from optimizer.domain.scenario import Scenario
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario

Truth = Mapping[tuple[str, str, str], tuple[float, ...]]
"""Table, village and id to the numbers of the row."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one workbook."""

    done: tuple[str, ...]
    result: str
    codes: tuple[str, ...] = ()


def scenario_tables(chance: random.Random) -> list[Table]:
    """Return a small scenario: two villages, their households and members."""
    households: list[Row] = []
    members: list[Row] = []
    for nth, village in enumerate(("Thôn Một", "Thôn Hai")):
        east, north = 108.9 + 0.05 * nth, 11.6
        for number in range(1, 16):
            at = [round(one + chance.uniform(0, 0.008), 6) for one in (east, north)]
            households.append([village, f"{nth + 1}-{number:03d}", *at])
        for number in range(1, 4):
            at = [round(one + chance.uniform(0, 0.008), 6) for one in (east, north)]
            members.append([village, f"m{nth + 1}{number}", *at, chance.randint(1, 4), 10])
    return [
        Table("households", "households", ["village", "id", "x", "y"], households),
        Table("members", "members", ["village", "id", "x", "y", "min", "max"], members),
    ]


def truth_of(tables: Sequence[Table]) -> Truth:
    """Return the numbers of every row."""
    return {
        (table.name, str(row[0]), str(row[1])): tuple(float(str(one)) for one in row[2:])
        for table in tables
        for row in table.rows
    }


def read_truth(scenario: Scenario) -> Truth:
    """Return the numbers of every row as they were read."""
    found: dict[tuple[str, str, str], tuple[float, ...]] = {}
    for village in scenario.villages:
        for name, at in zip(
            village.households.ids.tolist(), village.households.given.tolist(), strict=True
        ):
            found["households", village.id, name] = tuple(at)
        members = village.members
        windows = zip(members.minimum.tolist(), members.maximum.tolist(), strict=True)
        for name, at, window in zip(
            members.ids.tolist(), members.given.tolist(), windows, strict=True
        ):
            found["members", village.id, name] = (*at, *map(float, window))
    return found


def try_workbook(folder: Path, seed: int) -> Outcome:
    """Make one workbook of a mess, read it, and say whether anything has changed silently."""
    chance = random.Random(seed)  # noqa: S311 - the same seed makes the same workbook
    tables = scenario_tables(chance)
    truth = truth_of(tables)
    chosen = chance.sample(list(MESSES), chance.randint(1, 5))
    first = [one for one in chosen if one not in LAST]
    done = (*first, *(one for one in LAST if one in chosen))
    for name in done:
        for table in tables:
            MESSES[name](table, chance)
    write(folder / "scenario.xlsx", tables)
    try:
        scenario = read_scenario(folder)
    except ScenarioError as fault:
        codes = tuple(sorted({problem.code for problem in fault.problems}))
        return Outcome(done, "refused", codes)
    codes = tuple(sorted({note.code for note in scenario.notes} - {"COLUMNS_LEFT_OUT"}))
    if read_truth(scenario) == truth:
        return Outcome(done, "read", codes)
    return Outcome(done, "noted" if codes else "changed silently", codes)


def write(path: Path, tables: Sequence[Table]) -> None:
    """Write tables as sheets of one workbook."""
    with Workbook(path) as book:
        for table in tables:
            sheet = book.add_worksheet(table.sheet)
            grid: list[Row] = [*table.above, list(table.header), *table.rows]
            for at, row in enumerate(grid):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write_number(at, column, float(str(cell)))
            top = len(table.above) + 1
            for column, first, last in table.merged:
                text = str(table.rows[first][column])
                sheet.merge_range(top + first, column, top + last, column, text)


def main(arguments: Sequence[str]) -> int:
    """Try workbooks, print what became of them; 1 where one was changed silently."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args(arguments)
    counts, silent = Counter[str](), list[tuple[int, Outcome]]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "scenario.yaml").write_text("coordinates: lonlat\n", encoding="utf-8")
        for seed in range(asked.seed, asked.seed + asked.number):
            found = try_workbook(folder, seed)
            counts[f"{found.result}: {', '.join(found.codes) or 'nothing said'}"] += 1
            if found.result == "changed silently":
                silent.append((seed, found))
    for what, many in counts.most_common():
        sys.stdout.write(f"{many:5}  {what}\n")
    for seed, found in silent[:20]:
        sys.stdout.write(f"seed {seed}: {', '.join(found.done)} changed silently\n")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
