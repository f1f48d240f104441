"""``python -m benchmarks.vietnamese_spreadsheets``: results as LibreOffice in vi-VN opens them.

A preset is planned twice, in English and in Vietnamese. The Vietnamese CSV files and the workbook
are opened by ``soffice`` whose language and numbers are those of Vietnam, and saved as
OpenDocument; every cell of that must be the number, as a number, or the text that was planned.
LibreOffice is no part of the program and not brought by ``make test``: this is a trial that is
kept, and the tests parse the same CSV by the rules of vi-VN.
"""

from __future__ import annotations

import argparse
import csv
import math
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from python_calamine import CalamineWorkbook

Rows = list[list[object]]
_PLAN = "import sys; from api.cli.entry import main; main()"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item></oor:items>
"""
_CLOCK = "seconds"
"""The column that no two runs have alike."""
_AS_PEOPLE_OPEN = "CSV:59,34,76,1,,1066,false,true"
"""Semicolons, double quotes, UTF-8, from row 1, the numbers of vi-VN, as typed, dates detected."""


def main(arguments: Sequence[str]) -> int:
    """Compare every cell; print what was compared, and 1 where one is another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vietnamese_spreadsheets")
    parser.add_argument("--preset", default="mountain")
    asked = parser.parse_args(arguments)
    office = shutil.which("soffice")
    if office is None:
        sys.exit("soffice is not there: install LibreOffice Calc")
    wrong = 0
    with TemporaryDirectory() as made:
        place = Path(made)
        for language in ("en", "vi"):
            planned(asked.preset, place / language, language)
        for path in sorted((place / "vi").iterdir()):
            if path.suffix == ".csv":
                truth = csv_cells(place / "en" / path.name)
            elif path.suffix == ".xlsx":
                truth = dict(sheets(path))
            else:
                continue
            wrong += told(path.name, truth, opened(office, path, place / "office"))
    return int(wrong > 0)


def planned(preset: str, output: Path, language: str) -> None:
    """Plan a preset into a folder."""
    options = ["--output", str(output), "--lang", language, "--time-limit", "1"]
    command = [sys.executable, "-c", _PLAN, "optimize", preset, *options]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the program itself


def opened(office: str, path: Path, place: Path) -> dict[str, Rows]:
    """Return the sheets of a file as LibreOffice has opened it."""
    profile = place / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    options += [f"--infilter={_AS_PEOPLE_OPEN}"] if path.suffix == ".csv" else []
    command = [office, *options, "--convert-to", "ods", "--outdir", str(place), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - LibreOffice
    return dict(sheets(place / f"{path.stem}.ods"))


def sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the sheets of a workbook."""
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield (
            name,
            [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)],
        )


def csv_cells(path: Path) -> dict[str, Rows]:
    """Return an English CSV as a sheet: what reads as a number is one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {path.stem: [[_value(cell) for cell in row] for row in csv.reader(file)]}


def _value(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


def told(name: str, truth: dict[str, Rows], found: dict[str, Rows]) -> int:
    """Print how many cells of a file are as they were planned; return how many are not."""
    numbers = texts = 0
    wrong = list[str]()
    for (title, rows), (_, seen) in zip(truth.items(), found.items(), strict=True):
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if rows[0][column] == _CLOCK:
                    continue
                there = _at(seen, at, column)
                numbers += isinstance(cell, float | int)
                texts += isinstance(cell, str) and cell != ""
                if not same(cell, there):
                    wrong.append(f"  {title} row {at + 1}, column {column + 1}: {cell!r} {there!r}")
    sys.stdout.write(f"{name}: {numbers} numbers, {texts} texts, {len(wrong)} other\n")
    sys.stdout.write("".join(f"{line}\n" for line in wrong[:10]))
    return len(wrong)


def _at(rows: Rows, row: int, column: int) -> object:
    inside = row < len(rows) and column < len(rows[row])
    return rows[row][column] if inside else ""


def same(cell: object, there: object) -> bool:
    """Tell whether a cell is the same: a number as a number, to the digits that CSV has."""
    if isinstance(cell, bool) or isinstance(there, bool):
        return str(cell).casefold() == str(there).casefold()
    if isinstance(cell, float | int):
        return isinstance(there, float | int) and math.isclose(cell, there, rel_tol=1e-12)
    return str(cell) == str(there)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
