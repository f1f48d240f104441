"""Tables for people in Vietnamese spreadsheets: every number by the rules of vi-VN, and back."""

from __future__ import annotations

import csv
import re
from itertools import chain
from pathlib import Path

from optimizer.domain.languages import Language
from optimizer.output.folder.csv_rows import records_of, rows_of
from optimizer.output.folder.csv_table import CsvTable
from optimizer.output.folder.result_folder import fill_folder
from optimizer.output.folder.result_reader import read_recruits, read_table, read_tables
from optimizer.output.folder.village_pieces import open_pieces
from optimizer.output.summary.row_store import RowStore
from tests.optimizer.hand_made import PLANS, SCENARIO

_PLAIN = re.compile(r"-?[0-9]+(,[0-9]+)?")
"""A number as a spreadsheet in vi-VN takes it: no point, which stands between thousands there."""


def result(place: Path, language: Language) -> Path:
    """Write the same plans for spreadsheets of a language."""
    place.mkdir()
    made = zip(SCENARIO.villages, PLANS, strict=True)
    with RowStore(place.parent) as kept:
        fill_folder(
            place, made, kept, lonlat=False, describe_run=lambda: {"seed": 0}, language=language
        )
    return place


def cells(path: Path, delimiter: str) -> list[list[str]]:
    """Return the cells of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_that_every_table_is_for_vietnamese_spreadsheets(tmp_path: Path) -> None:
    """Tests that all CSV files have semicolons, and of each number the same one in vi-VN."""
    english = result(tmp_path / "en", Language.EN)
    vietnamese = result(tmp_path / "vi", Language.VI)
    names = sorted(path.name for path in english.glob("*.csv"))
    assert {"areas.csv", "recruits.csv", "unserved.csv", "villages.csv"} <= {*names}
    numbers = 0
    for name in names:
        first, second = cells(english / name, ","), cells(vietnamese / name, ";")
        assert [len(row) for row in first] == [len(row) for row in second]
        for one, other in zip(chain(*first), chain(*second), strict=True):
            if one != other:
                assert _PLAIN.fullmatch(other)
                assert float(one) == float(other.replace(",", "."))
                numbers += 1
    assert numbers > 10


def test_that_both_are_read_back_alike(tmp_path: Path) -> None:
    """Tests that the readers of a result take either, row by row and in pieces."""
    english = result(tmp_path / "en", Language.EN)
    vietnamese = result(tmp_path / "vi", Language.VI)
    assert read_tables(english) == read_tables(vietnamese)
    assert [*read_recruits(english)] == [*read_recruits(vietnamese)]
    for name in ("recruits.csv", "unserved.csv"):
        assert read_table(english / name) == read_table(vietnamese / name)
    pieces = []
    for folder in (english, vietnamese):
        with open_pieces(folder) as tables:
            pieces.append([(one.names, [[*rows] for _, rows in one.groups]) for one in tables])
    assert pieces[0] == pieces[1]


def test_that_texts_stay_as_they_are(tmp_path: Path) -> None:
    """Tests that ids with commas, semicolons, quotes and signs come back, and cells that lack."""
    texts = ["1,5", "a;b", '"Thôn"', "=1", "-2", "", "h,1\nh2"]
    table = CsvTable(tmp_path / "t.csv", ("village", "x", "walk_m"), Language.VI)
    table.write((text, 1.5, -0.25) for text in texts)
    table.close()
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(rows_of(file))
    assert rows == [["village", "x", "walk_m"], *[[text, "1.5", "-0.25"] for text in texts]]
    assert list(records_of(["a;b\n", "1\n", "1;2;3\n", "\n"])) == [
        {"a": "1", "b": ""},
        {"a": "1", "b": "2"},
    ]
