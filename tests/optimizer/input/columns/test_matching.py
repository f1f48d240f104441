from __future__ import annotations

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices, fold_heading, match_columns, table_of
from optimizer.input.columns.matching import counts_rows
from optimizer.input.folder.table_schema import SCHEMAS

NOTHING = ReadingChoices()


def found(*headings: str, table: str = "households", **choices: str) -> dict[str, str]:
    said = ReadingChoices.of([choices.get("columns", "")], [choices.get("leave_out", "")])
    matched = match_columns(table, headings, SCHEMAS[table].knows, said)
    return dict(matched.headings)


@pytest.mark.parametrize(
    "headings",
    [
        ("village", "id", "x", "y"),
        ("thôn", "mã hộ", "kinh độ", "vĩ độ"),
        ("thon", "ma ho", "kinh do", "vi do"),
        ("Thôn", "Mã hộ", "Kinh độ", "Vĩ độ"),
        ("village_id", "household id", "longitude", "latitude"),
        ("ấp", "mã hộ gia đình", "_gps_longitude", "_gps_latitude"),
        ("khu phố", "hhid", "nhà/lon", "nhà/lat"),
        ("thôn", "mã", "x (m)", "y (m)"),
    ],
)
def test_headings_of_households(headings: tuple[str, ...]) -> None:
    """Tests that village, id, x and y are found whatever they are called, accents or not."""
    assert found(*headings) == dict(zip(("village", "id", "x", "y"), headings, strict=True))


def test_the_same_name_means_what_its_table_means() -> None:
    """Tests that a member's code is an id among members and a reference among pairs."""
    assert found("mã thành viên", table="members") == {"id": "mã thành viên"}
    assert found("mã thành viên", "mã hộ", table="pairs") == {
        "member": "mã thành viên",
        "household": "mã hộ",
    }
    assert found("thôn", "tên thôn", table="villages") == {"id": "thôn", "name": "tên thôn"}
    assert found("village", table="villages") == {"id": "village"}


def test_the_own_name_goes_before_others() -> None:
    """Tests that x and longitude together are x and a column that is not known."""
    matched = match_columns(
        "households", ("id", "x", "y", "longitude"), SCHEMAS["households"].knows, NOTHING
    )
    assert matched.headings["x"] == "x"
    assert matched.unknown == ["longitude"]


def test_two_of_one_rank_are_not_chosen_from() -> None:
    """Tests that two places with a longitude each are named, and neither is taken."""
    matched = match_columns(
        "households", ("id", "nhà_lon", "vườn_lon"), SCHEMAS["households"].knows, NOTHING
    )
    assert matched.doubtful == {"x": ["nhà_lon", "vườn_lon"]}
    assert "x" not in matched.headings


def test_a_choice_goes_before_everything() -> None:
    """Tests that a mapping and a column left out are taken as they are said, in any spelling."""
    assert found("mã", "số nhà", "x", "y", columns="SO NHA=id, x=y ,y=x", leave_out="Mã") == {
        "id": "số nhà",
        "x": "y",
        "y": "x",
    }


def test_names_of_people_mean_nothing() -> None:
    """Tests that no heading of personal data is taken for a field."""
    private = (
        "họ tên",
        "họ và tên",
        "chủ hộ",
        "tên chủ hộ",
        "điện thoại",
        "name",
        "địa chỉ",
        "stt",
    )
    assert found(*private) == {}


@pytest.mark.parametrize("text", ["id", "=id", "Mã hộ="])
def test_a_mapping_names_heading_and_field(text: str) -> None:
    """Tests that half a mapping is refused with the way to write one."""
    with pytest.raises(ScenarioError, match="Mã hộ=id") as told:
        ReadingChoices.of([text])
    assert told.value.problems[0].code == "BAD_COLUMNS"


@pytest.mark.parametrize(
    ("heading", "cells", "counting"),
    [
        ("", ["0", "1", "2"], True),
        ("Unnamed: 0", [0.0, 1.0, 2.0], True),
        ("STT", [1, 2, 3], True),
        ("stt", [1, 2, 3, "Tổng cộng"], True),
        ("stt", [1, 3, 2], False),
        ("stt", [5, 6, 7], False),
        ("nhà", [1, 2, 3], False),
        ("stt", ["a", "b"], False),
        ("stt", [], False),
        ("__index_level_0__", [9, 7], True),
    ],
)
def test_row_numbers(heading: str, cells: list[object], *, counting: bool) -> None:
    """Tests that a column that counts from 0 or 1 without a gap is known, and no other."""
    assert counts_rows(heading, cells) == counting


def test_tables_by_their_vietnamese_names() -> None:
    """Tests that sheets and files may be called as people call the tables."""
    names = ("Hộ gia đình", "Thành viên", "Thôn", "HOUSEHOLDS", "ghi chú")
    assert [table_of(name) for name in names] == [
        "households",
        "members",
        "villages",
        "households",
        "ghi chú",
    ]
    assert fold_heading("_gps_Vĩ độ (°)") == "gps vi do"
