from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain.rules import Rules
from optimizer.screening import screening
from optimizer.screening.counts_file import screen_noted

HEAD = "village,households,members\n"
ROWS = "Thôn 1,120,10\nThôn 2,90,12\nThôn 3,60,9\n"


def screened(path: Path, text: str) -> tuple[list[str], list[tuple[str, tuple[int, ...]]]]:
    file = path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    rows, notes = screen_noted(file, Rules())
    return sorted(row.counted.id for row in rows), [(note.code, note.rows) for note in notes]


@pytest.mark.parametrize(
    ("last", "row"),
    [
        ("Tổng cộng,270,31\n", 5),
        ("TỔNG,271,31\n", 5),
        ("Total,270,31\n", 5),
        ("Xã Phước Bình,270,31\n", 5),
        ("\nCộng,270,31\n", 6),
    ],
)
def test_a_row_of_totals_is_no_village(tmp_path: Path, last: str, row: int) -> None:
    """Tests that a last row is named that is called a total, or is the sum of the others."""
    ids, notes = screened(tmp_path, HEAD + ROWS + last)
    assert ids == ["Thôn 1", "Thôn 2", "Thôn 3"]
    assert notes == [("TOTALS_ROW", (row,))]


def test_totals_at_the_top_and_of_parts(tmp_path: Path) -> None:
    """Tests that a sum is found above the villages, and one of every part."""
    top = screened(tmp_path, f"{HEAD}Toàn huyện,270,31\n{ROWS}")
    assert top == (["Thôn 1", "Thôn 2", "Thôn 3"], [("TOTALS_ROW", (2,))])
    parts = f"{HEAD}{ROWS}Xã A,270,31\nThôn 4,10,1\nThôn 5,20,2\nThôn 6,30,3\nXã B,60,6\n"
    ids, notes = screened(tmp_path, parts)
    assert ids == [f"Thôn {n}" for n in range(1, 7)]
    assert notes == [("TOTALS_ROW", (5, 9))]


def test_the_word_may_stand_in_another_column(tmp_path: Path) -> None:
    """Tests that a total is found whose word stands where rows have their number."""
    text = "STT,Thôn,Số hộ,Số thành viên\n1,Thôn 1,120,10\n2,Thôn 2,90,12\nTổng cộng,,210,22\n"
    ids, notes = screened(tmp_path, text)
    assert ids == ["Thôn 1", "Thôn 2"]
    assert [code for code, _ in notes] == ["COLUMNS_LEFT_OUT", "TOTALS_ROW"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Xã A,210,22\nThôn 1,120,10\nThôn 2,90,12\nXã B,60,9\nThôn 3,60,9\n", (2, 5)),
        ("Thôn 1,120,10\nThôn 2,90,12\nXã A,210,22\nThôn 3,60,9\nXã B,60,9\n", (4, 6)),
        (
            "Huyện,270,31\nXã A,210,22\nThôn 1,120,10\nThôn 2,90,12\nXã B,60,9\nThôn 3,60,9\n",
            (2, 3, 6),
        ),
        (f"{ROWS}Bình quân,90,10\n", (5,)),
        (f"{ROWS}Tỷ lệ %,100,100\n", (5,)),
        ("Thôn 1,120,10\nThôn 2,90,12\nThôn 3,60,9\nToàn thôn,7,7\n", (5,)),
    ],
)
def test_rows_over_parts_averages_and_shares_are_no_villages(
    tmp_path: Path, text: str, rows: tuple[int, ...]
) -> None:
    """Tests that rows over or under their part of the table count nobody, nor do averages."""
    ids, notes = screened(tmp_path, HEAD + text)
    assert ids == ["Thôn 1", "Thôn 2", "Thôn 3"]
    assert notes == [("TOTALS_ROW", rows)]


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        "Thôn 1,120,10\nThôn 2,60,5\nThôn 3,60,5\nThôn 4,70,6\n",
        "Trung Bình,120,40\nThôn 2,90,12\nThôn 3,60,9\n",
        "Thôn 1,120,10\nThôn 2,120,10\n",
        "Thôn 1,120,10\nThôn 2,90,12\nThôn 3,210,23\n",
        "Cộng Hòa,120,10\nThôn 2,90,12\n",
        "Thôn 1,0,1\nThôn 2,0,2\nThôn 3,0,3\n",
        "Tổng cộng,120,10\n",
    ],
)
def test_villages_are_not_taken_for_totals(tmp_path: Path, text: str) -> None:
    """Tests that an equal village, one figure that fits and a like name stay villages."""
    ids, notes = screened(tmp_path, HEAD + text)
    assert (len(ids), notes) == (text.count("\n"), [])


def test_counts_that_are_sent_are_looked_at_as_well() -> None:
    """Tests that a total in a request is named by its position."""
    rows = [
        {"id": "a", "households": 10, "members": 1},
        {"id": "b", "households": 20, "members": 2},
        {"id": "Tổng cộng", "households": 30, "members": 3},
    ]
    made = screening(rows)
    assert made["summary"]["villages"] == 2  # type: ignore[index]  # a document is plain objects
    assert made["notes"][0]["rows"] == [2]  # type: ignore[index]
