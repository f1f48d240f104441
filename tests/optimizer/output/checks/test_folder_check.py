"""A result folder checked village by village says what it says when it is read whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from optimizer.domain.village_source import held_source
from optimizer.errors import ScenarioError
from optimizer.output.checks import folder_check as in_pieces
from optimizer.output.checks import verify_columns, verify_folder
from optimizer.output.folder.result_reader import read_tables
from optimizer.pipeline import plan_village
from tests.optimizer.hand_made import PLANS, SCENARIO
from tests.optimizer.written_results import write_folder

TABLE = "assignments.parquet"


@pytest.fixture(name="result")
def _result(tmp_path: Path) -> Path:
    write_folder(SCENARIO, PLANS, tmp_path / "out")
    return tmp_path / "out"


def change(result: Path, made: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(made(pq.read_table(result / TABLE)), result / TABLE)


def other_household(table: pa.Table) -> pa.Table:
    """Name an unknown household in the last row, which is the second village's."""
    ids = [*table["household"].to_pylist()[:-1], "h999"]
    return table.set_column(table.column_names.index("household"), "household", pa.array(ids))


def other_village(table: pa.Table) -> pa.Table:
    ids = ["nowhere", *table["village"].to_pylist()[1:]]
    return table.set_column(table.column_names.index("village"), "village", pa.array(ids))


def backwards(table: pa.Table) -> pa.Table:
    return table.take(list(range(len(table)))[::-1])


def shuffled(table: pa.Table) -> pa.Table:
    """Put every second row last, so that the villages' rows are apart."""
    return table.take([*range(0, len(table), 2), *range(1, len(table), 2)])


def first_village_alone(table: pa.Table) -> pa.Table:
    return table.filter(pc.equal(table["village"], "a"))


def tomorrow(table: pa.Table) -> pa.Table:
    at = table.column_names.index("plan")
    return table.set_column(at, "plan", pa.array(["tomorrow"] * len(table)))


def without_metres(table: pa.Table) -> pa.Table:
    return table.drop_columns(["metres"])


def test_that_a_folder_as_it_was_written_is_not_read_whole(
    result: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that one village after the other gives the answer, with the rows of the file."""
    change(result, other_household)
    whole = verify_columns(SCENARIO, *read_tables(result))
    monkeypatch.setattr(in_pieces, "read_tables", None)
    assert verify_folder(held_source(SCENARIO), result) == whole
    last = len(pq.read_table(result / TABLE))
    assert any(f"assignments row {last}" in str(violation) for violation in whole)


@pytest.mark.parametrize(
    "made",
    [other_village, backwards, shuffled, first_village_alone, tomorrow, without_metres],
    ids=lambda made: made.__name__,
)
def test_that_any_other_table_gives_the_same_answer(
    result: Path, made: Callable[[pa.Table], pa.Table]
) -> None:
    """Tests that rows out of order, strangers and missing columns are told as ever."""
    change(result, made)
    whole = verify_columns(SCENARIO, *read_tables(result))
    assert verify_folder(held_source(SCENARIO), result) == whole


@pytest.mark.parametrize("name", ["unserved.csv", "recruits.csv"])
@pytest.mark.parametrize("line", ["b,short", "a,in,the,wrong,place", "zz"])
def test_that_any_other_list_gives_the_same_answer(result: Path, name: str, line: str) -> None:
    """Tests that a line that is too short, out of order or of nowhere is told as ever."""
    with (result / name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    whole = verify_columns(SCENARIO, *read_tables(result))
    assert verify_folder(held_source(SCENARIO), result) == whole


def test_that_a_missing_table_is_named(result: Path) -> None:
    """Tests that the error of a folder without a table is that of the reader of whole tables."""
    (result / "recruits.csv").unlink()
    with pytest.raises(ScenarioError, match="UNREADABLE_PLAN"):
        verify_folder(held_source(SCENARIO), result)


def test_that_a_small_file_that_stands_for_a_large_one_is_refused(result: Path) -> None:
    """Tests that a village of a million rows, and a table of a million cells a line, are named."""
    change(result, lambda table: pa.concat_tables([table.slice(0, 1)] * 500_001))
    with pytest.raises(ScenarioError, match=rf"{TABLE}.*village.*500,000 are read.*TOO_MANY_ROWS"):
        verify_folder(held_source(SCENARIO), result)
    change(result, lambda table: table.slice(0, 1))
    (result / "unserved.csv").write_text("village" + "," * 1_000_000 + "\n" * 6)
    with pytest.raises(ScenarioError, match=r"unserved.csv.*TOO_MANY_CELLS"):
        verify_folder(held_source(SCENARIO), result)


@pytest.fixture(name="proven")
def _proven(tmp_path: Path) -> Path:
    """Return a result of plans with all of their proofs."""
    plans = [plan_village(village) for village in SCENARIO.villages]
    write_folder(SCENARIO, plans, tmp_path / "proven")
    return tmp_path / "proven"


def change_bound(proven: Path, change_line: Callable[[str], str]) -> None:
    """Change the lines of the villages in ``bounds.json``."""
    path = proven / "bounds.json"
    first, *lines, last = path.read_text().splitlines()
    path.write_text("\n".join([first, *map(change_line, lines), last]) + "\n")


def test_that_the_bounds_of_a_folder_are_recomputed(proven: Path) -> None:
    """Tests that they hold as they were written."""
    source = held_source(SCENARIO)
    assert verify_folder(source, proven, bounds=True) == ()


def test_that_a_bound_of_a_folder_that_is_too_high_is_found(proven: Path) -> None:
    """Tests that prices that prove less than what is stated are told, and only when asked."""

    def cheaper(line: str) -> str:
        entry = json.loads(line.rstrip(","))
        entry["today"]["proof"]["walk"]["prices"] = [0] * len(entry["asked"]["households"])
        return json.dumps(entry) + line[len(line.rstrip(",")) :]

    change_bound(proven, cheaper)
    source = held_source(SCENARIO)
    assert verify_folder(source, proven) == ()
    found = verify_folder(source, proven, bounds=True)
    assert {violation.code for violation in found} == {"BOUND_UNPROVEN"}


def test_that_a_village_without_bounds_is_named(proven: Path) -> None:
    """Tests that nothing is passed over: a line that is gone is a violation."""
    path = proven / "bounds.json"
    first, _, *rest = path.read_text().splitlines()
    path.write_text("\n".join([first, *rest]) + "\n")
    found = verify_folder(held_source(SCENARIO), proven, bounds=True)
    assert {violation.code for violation in found} == {"BOUNDS_MISSING"}


@pytest.mark.parametrize("text", [None, "", '{"villages": [\nnonsense\n]}', '{"villages": [\n1\n'])
def test_that_a_folder_without_bounds_says_what_to_do(proven: Path, text: str | None) -> None:
    """Tests that a file that is gone or is none is refused."""
    path = proven / "bounds.json"
    path.unlink()
    if text is not None:
        path.write_text(text)
    with pytest.raises(ScenarioError, match="plan again, or check without bounds"):
        verify_folder(held_source(SCENARIO), proven, bounds=True)
