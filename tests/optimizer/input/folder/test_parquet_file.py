from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import MEMBERS, folder, folder_problems, only, places


def households(path: Path, **columns: object) -> Path:
    usual: dict[str, Any] = {
        "village": ["v1"] * 2,
        "id": ["h1", "h2"],
        "x": [0.0, 1.5],
        "y": [0, 7],
    }
    made = folder(path, {"members.csv": MEMBERS})
    pq.write_table(pa.table(usual | columns), made / "households.parquet")
    return made


@pytest.mark.parametrize(
    "columns",
    [
        {"x": pa.array([0.0, 1.5], pa.float32())},
        {"x": [Decimal("0.0"), Decimal("1.5")]},
        {"x": ["0", "1.5"]},
        {"y": pa.array([0, 7], pa.uint64())},
        {"y": pa.array([0, 7], pa.int8())},
        {"id": pa.array(["h1", "h2"], pa.large_string())},
        {"id": pa.array(["h1", "h2"]).dictionary_encode()},
        {"village": pa.array(["v1", "v1"]).dictionary_encode()},
    ],
)
def test_kinds_of_columns(tmp_path: Path, columns: dict[str, Any]) -> None:
    """Tests that however a column is stored it reads as the same text or number."""
    one = read_scenario(households(tmp_path, **columns)).villages[0]
    assert one.households.ids.tolist() == ["h1", "h2"]
    assert one.households.xy.tolist() == [[0.0, 0.0], [1.5, 7.0]]


@pytest.mark.parametrize("numbers", [[17, 5], [17.0, 5.0], pa.array([17, 5], pa.int32())])
def test_numbers_as_ids(tmp_path: Path, numbers: object) -> None:
    """Tests that the id 17 stored as a number is the text 17, without decimals."""
    one = read_scenario(households(tmp_path, id=numbers)).villages[0]
    assert one.households.ids.tolist() == ["17", "5"]


@pytest.mark.parametrize(
    ("columns", "code", "field"),
    [
        ({"x": [0.0, None]}, "MISSING", "x"),
        ({"x": [0.0, float("nan")]}, "NOT_FINITE", "x"),
        ({"x": [True, False]}, "NOT_A_NUMBER", "x"),
        ({"id": ["h1", None]}, "MISSING", "id"),
        ({"id": [1.5, 2.0]}, "NOT_TEXT", "id"),
        ({"id": [True, False]}, "NOT_TEXT", "id"),
        ({"id": pa.array([0, 1], pa.date32())}, "NOT_TEXT", "id"),
    ],
)
def test_wrong_cells(tmp_path: Path, columns: dict[str, Any], code: str, field: str) -> None:
    """Tests that gaps and values of another kind are named with their row, counted from 1."""
    found = folder_problems(households(tmp_path, **columns))
    assert {(problem.code, problem.field) for problem in found} == {(code, field)}
    assert found[-1].where in {"households.parquet row 1", "households.parquet row 2"}


def test_columns_nobody_knows(tmp_path: Path) -> None:
    """Tests that an unknown column of a Parquet file is refused."""
    found = folder_problems(households(tmp_path, name=["A", "B"]))
    assert places(found) == [("UNKNOWN_FIELD", "households.parquet row 1", "name")]


def test_two_spellings_of_one_column(tmp_path: Path) -> None:
    """Tests that columns X and x are one column twice."""
    assert only(folder_problems(households(tmp_path, X=[1, 2]))[:1]).code == "DUPLICATE_COLUMN"


def test_that_a_column_without_any_value_is_said_once(tmp_path: Path) -> None:
    """Tests that of 1,000 rows each that lacks its id is named, and 1,001 are one empty column."""
    for rows, code in ((1_000, "MISSING"), (1_001, "EMPTY_COLUMN")):
        numbers, village = [0.0] * rows, ["v1"] * rows
        nothing = pa.nulls(rows, pa.string())
        made = households(tmp_path / str(rows), village=village, id=nothing, x=numbers, y=numbers)
        found = folder_problems(made)
        assert (found[0].code, found[0].field) == (code, "id")
        assert (len(found) == 1) is (code == "EMPTY_COLUMN")


def test_that_an_empty_column_that_is_not_needed_is_none(tmp_path: Path) -> None:
    """Tests that 1,001 members without a minimum among them are read."""
    rows = 1_001
    numbers = [float(row) for row in range(rows)]
    ids = [f"m{row}" for row in range(rows)]
    made = folder(tmp_path, {"households.csv": "id,x,y\nh1,0,0\n"})
    members = {"id": ids, "x": numbers, "y": numbers, "min": pa.nulls(rows)}
    pq.write_table(pa.table(members), made / "members.parquet")
    assert len(read_scenario(made).villages[0].members) == rows
