"""Tests for columns that a spreadsheet has filled downwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.notes.note_texts import english
from tests.optimizer.input.notes.villages import codes, notes, plane, points, request, village
from tests.optimizer.inputs import folder


@pytest.mark.parametrize(("rows", "found"), [(4, []), (5, ["DRAGGED_COLUMN"])])
def test_that_a_dragged_column_is_named(rows: int, found: list[str]) -> None:
    """Tests that five rows, each one more than the last, are a run and four are not."""
    xy = plane(20)
    for n in range(rows):
        xy[8 + n][1] = xy[8][1] + n
    assert codes(request(village(xy=xy, members=xy[:1]), coordinates="metres")) == found


def test_that_the_rows_of_a_run_are_named() -> None:
    """Tests that degrees counted on in their last decimal are told with their rows and step."""
    xy = points(20)
    for n in range(9):
        xy[5 + n][0] = round(xy[5][0] + n * 1e-6, 6)
    (note,) = notes(request(village(xy=xy)))
    assert (note.code, note.rows) == ("DRAGGED_COLUMN", tuple(range(5, 14)))
    assert (note.params["field"], note.params["step"]) == ("x", 1e-6)


def test_that_both_columns_may_be_dragged() -> None:
    """Tests that x and y filled down together are told, once each."""
    xy = plane(20)
    for n in range(6):
        xy[3 + n] = [xy[3][0] + n, xy[3][1] + n]
    assert (
        codes(request(village(xy=xy, members=xy[:1]), coordinates="metres"))
        == ["DRAGGED_COLUMN"] * 2
    )


def test_that_houses_in_a_row_are_not_dragged() -> None:
    """Tests that drawings with equal steps, in one direction or along a grid, are left alone."""
    for xy in ([[float(n), 0.0] for n in range(12)], [[float(n), float(n % 3)] for n in range(12)]):
        assert codes(request(village(xy=xy, members=xy[:1]), coordinates="metres")) == []


def test_that_a_degree_a_row_is_refused_for_what_it_is() -> None:
    """Tests that rows thrown off by a degree each are told as a dragged column too."""
    xy = points(20)
    for n in range(8):
        xy[2 + n][0] = xy[2][0] + n
    with pytest.raises(ScenarioError) as caught:
        notes(request(village(xy=xy)))
    problem = caught.value.problems[0]
    assert (problem.code, problem.where) == ("DRAGGED_COLUMN", "/villages/0/households/2")
    assert {p.code for p in caught.value.problems} == {"DRAGGED_COLUMN", "FAR_FROM_VILLAGE"}


@pytest.mark.parametrize(("rows", "found"), [(5, []), (6, ["DRAGGED_COLUMN"])])
def test_that_a_copied_cell_is_named(rows: int, found: list[str]) -> None:
    """Tests that a measured coordinate in six rows running is no accident; in five it may be."""
    xy = points(20)
    for n in range(rows):
        xy[8 + n][1] = xy[8][1]
    told = notes(request(village(xy=xy)))
    assert [note.code for note in told] == found
    assert [english(note)[:5] for note in told] == ["y is "] * len(found)


def test_that_houses_along_a_line_are_not_copied() -> None:
    """Tests that round coordinates, equal steps and blocks of flats are left alone."""
    row = [[17.3 * n * n, 25.0] for n in range(12)]
    flats = [[23.47, 11.52] for _ in range(4)] + row
    steps = [[12.5 * n, 25.25] for n in range(12)]
    for xy in (row, flats, steps):
        found = codes(request(village(xy=xy, members=xy[:1]), coordinates="metres"))
        assert "DRAGGED_COLUMN" not in found


def test_that_a_cell_filled_to_the_right_is_named() -> None:
    """Tests that y that is one more than x in five rows is told."""
    xy = plane(20, x=900.0, y=1_000.0)
    for n in range(5):
        xy[n][1] = xy[n][0] + 1
    found = notes(request(village(xy=xy, members=xy[:1]), coordinates="metres"))
    assert ("DRAGGED_COLUMN", (0, 1, 2, 3, 4)) in [(note.code, note.rows) for note in found]


def test_that_columns_are_looked_at_as_they_are_written(tmp_path: Path) -> None:
    """Tests that a village and an easting filled downwards are told in a table of VN-2000."""
    rows = [f"Thôn {n},h{n},{570000.5 + n},{1283000.25 + 37 * n * n}" for n in range(9)]
    made = {
        "scenario.yaml": "coordinates: VN-2000 Ninh Thuận\n",
        "households.csv": "\n".join(["village,id,x,y", *rows, ""]),
        "members.csv": "village,id,x,y\nThôn 1,m1,570003.5,1283005.5\n",
    }
    found = read_scenario(folder(tmp_path, made)).notes
    named = [(note.params["field"], note.rows) for note in found if note.code == "DRAGGED_COLUMN"]
    assert named == [("x", tuple(range(2, 11))), ("village", tuple(range(2, 11)))]


@pytest.mark.parametrize("step", [0.0, 1e-6])
def test_that_rows_sorted_after_they_were_filled_are_named(step: float) -> None:
    """Tests that a series is found whose rows no longer follow one another."""
    xy = points(17)
    for n in range(9):
        xy[(7 * n) % 17][0] = round(108.912345 + n * step, 6)
    found = notes(request(village(xy=xy)))
    assert [note.code for note in found] == ["DRAGGED_COLUMN"]
    assert len(found[0].rows) == 9
