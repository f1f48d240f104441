from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from optimizer.domain.fingerprint import Fingerprint, scenario_sha256
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario, stream_folder, write_scenario
from scenarios import generate


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write eight villages, to be read a few at a time however small they are."""
    monkeypatch.setattr("optimizer.input.folder.chunk_reader.WORTH_ROWS", 0)
    monkeypatch.setattr("optimizer.input.folder.chunk_reader._ROWS", 300)
    write_scenario(generate("mountain"), tmp_path / "in")
    return tmp_path / "in"


def fingerprint(folder: Path) -> str:
    source = stream_folder(folder)
    assert source is not None
    digest = Fingerprint(source.rules, lonlat=source.lonlat)
    for village in source.stream():
        digest.add(village)
    return digest.hexdigest()


def rewrite(table: Path, change: pa.Table, *, rows: int = 64) -> None:
    pq.write_table(change, table, row_group_size=rows)


def test_that_chunks_are_the_whole(folder: Path) -> None:
    """Tests that villages read in parts are those of the folder read whole, twice over."""
    source = stream_folder(folder)
    assert source is not None
    assert source.size == len(list(source.stream())) == 8
    assert fingerprint(folder) == scenario_sha256(read_scenario(folder))


def test_that_tables_are_not_mapped(folder: Path) -> None:
    """Tests that no table is in the process's address space: its pages would count as memory."""
    source = stream_folder(folder)
    assert source is not None
    assert next(source.stream()).id
    assert str(folder) not in Path("/proc/self/maps").read_text(encoding="utf-8")


def test_that_row_groups_may_cut_villages(folder: Path) -> None:
    """Tests that villages in any order, spread over small row groups, are read all the same."""
    whole = scenario_sha256(read_scenario(folder))
    for name in ("households", "members"):
        table = pq.read_table(folder / f"{name}.parquet")
        turned = table.sort_by([("village", "descending"), ("id", "descending")])
        rewrite(folder / f"{name}.parquet", turned, rows=7)
    assert fingerprint(folder) == whole


def test_that_every_chunk_is_checked_first(folder: Path) -> None:
    """Tests that faults of the first and the last village are told at once, with their rows."""
    path = folder / "households.parquet"
    table = pq.read_table(path)
    x = table["x"].to_pylist()
    x[0] = x[-1] = float("nan")
    rewrite(path, table.set_column(table.column_names.index("x"), "x", pa.array(x)))
    with pytest.raises(ScenarioError) as whole:
        read_scenario(folder)
    with pytest.raises(ScenarioError) as parts:
        stream_folder(folder)
    assert parts.value.problems == whole.value.problems
    assert len(parts.value.problems) == 2


@pytest.mark.parametrize("fault", ["scattered", "stranger", "nobody", "csv", "twice"])
def test_that_other_folders_are_read_whole(folder: Path, fault: str) -> None:
    """Tests that what cannot be read in parts is left to the reader that says what is wrong."""
    path = folder / "members.parquet"
    table = pq.read_table(path)
    village = table["village"].to_pylist()
    if fault == "scattered":
        rewrite(path, table.sort_by("x"))
    elif fault == "csv":
        path.with_suffix(".csv").write_text("village,id,x,y\n")
        path.unlink()
    elif fault == "twice":
        heads = pq.read_table(folder / "villages.parquet")
        rewrite(folder / "villages.parquet", pa.concat_tables([heads, heads]))
    else:
        village[0] = "elsewhere" if fault == "stranger" else None
        rewrite(path, table.set_column(0, "village", pa.array(village)))
    assert stream_folder(folder) is None


def test_that_small_folders_are_read_whole(tmp_path: Path) -> None:
    """Tests that only large folders are read in parts."""
    write_scenario(generate("mountain"), tmp_path / "in")
    assert stream_folder(tmp_path / "in") is None


def test_that_villages_in_different_chunks_are_compared(folder: Path) -> None:
    """Tests that look-alike ids are noted wherever their villages stand, and refused if wished."""
    for name, column in (("villages", "id"), ("households", "village"), ("members", "village")):
        table = pq.read_table(folder / f"{name}.parquet")
        ids = ["V-001" if cell == "v-008" else cell for cell in table[column].to_pylist()]
        at = table.column_names.index(column)
        rewrite(folder / f"{name}.parquet", table.set_column(at, column, pa.array(ids)))
    source = stream_folder(folder)
    assert source is not None
    (note,) = source.notes
    assert (note.code, note.pointer, note.rows) == ("LOOK_ALIKE_IDS", "/villages", (1, 8))
    with pytest.raises(ScenarioError, match="LOOK_ALIKE_IDS"):
        stream_folder(folder, strict=True)


def change(folder: Path, name: str, edit: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change rows of a table and write it again."""
    table = pq.read_table(folder / f"{name}.parquet")
    rows = table.to_pylist()
    edit(rows)
    rewrite(folder / f"{name}.parquet", pa.Table.from_pylist(rows, schema=table.schema))


def of_village(rows: list[dict[str, Any]], village: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["village"] == village]


def put_apart(folder: Path) -> None:
    """Move every village into one plane, 12 km from the next, the last 9 km from the first."""

    def apart(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            number = int(row["village"][-3:])
            row["x"] += 21_000.0 if number == 8 else 12_000.0 * number

    for name in ("households", "members"):
        change(folder, name, apart)


def test_that_a_member_of_two_chunks_is_noted(folder: Path) -> None:
    """Tests that a member at the same point in villages of different chunks is named by row."""
    put_apart(folder)

    def same(rows: list[dict[str, Any]]) -> None:
        first, last = of_village(rows, "v-001")[0], of_village(rows, "v-008")[0]
        last |= {"id": first["id"], "x": first["x"], "y": first["y"]}
        stranger = of_village(rows, "v-007")[0]
        stranger["id"] = first["id"]  # of the same id elsewhere: another person

    change(folder, "members", same)
    whole = [note for note in read_scenario(folder).notes if note.code == "MEMBER_TWICE"]
    source = stream_folder(folder)
    assert source is not None
    assert [note for note in source.notes if note.code == "MEMBER_TWICE"] == whole
    assert len(whole) == 1
    with pytest.raises(ScenarioError, match="MEMBER_TWICE"):
        stream_folder(folder, strict=True)


def test_that_a_house_amid_a_village_of_another_chunk_is_noted(folder: Path) -> None:
    """Tests that a house among those of a far village is named with it."""
    put_apart(folder)

    def amid(rows: list[dict[str, Any]]) -> None:
        moved, host = of_village(rows, "v-001"), of_village(rows, "v-008")
        moved[0] |= {"x": host[0]["x"] + 1.0, "y": host[0]["y"]}

    change(folder, "households", amid)
    whole = [note for note in read_scenario(folder).notes if "amid" in note.params]
    source = stream_folder(folder)
    assert source is not None
    assert [note for note in source.notes if "amid" in note.params] == whole
    assert [(note.pointer, note.rows, note.params["amid"]) for note in whole] == [
        ("/households", (1,), "v-008")
    ]


def test_that_villages_in_planes_of_their_own_are_not_compared(folder: Path) -> None:
    """Tests that metres that mean another place in each village say nothing of a member twice."""

    def at_home(rows: list[dict[str, Any]]) -> None:
        for nth, row in enumerate(rows):
            row |= {"x": 10.0 * (nth % 17), "y": 10.0 * (nth % 13)}
        for village in ("v-001", "v-008"):
            of_village(rows, village)[0] |= {"id": "one", "x": 0.0, "y": 0.0}

    for name in ("households", "members"):
        change(folder, name, at_home)
    source = stream_folder(folder)
    assert source is not None
    assert [note.code for note in source.notes if note.code != "SAME_POINT"] == []
