"""The empty workbook: a sheet a table, example rows, and what to write in both languages."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xlsxwriter import Workbook

from optimizer.errors import Problem, ScenarioError
from optimizer.input.folder.excel_file import open_workbook, whole

NOTES = "# Hướng dẫn - Guide"
"""The sheet for people; there they say what x and y are, and whether teams are wanted.
Nothing is said there yet: a default would make metres of the degrees that most people paste."""

Cell = str | int | float
_YES = frozenset(("có", "co", "yes", "true", "1", "x"))
_NO = frozenset(("", "không", "khong", "no", "false", "0"))

_SHEETS: Mapping[str, tuple[Sequence[str], Sequence[Cell]]] = {
    "villages": (
        ("id", "name", "area_1", "area_2", "max_distance_m"),
        ("v1", "Thôn Một", "Bác Ái", "Phước Bình", 1000),
    ),
    "households": (("village", "id", "x", "y"), ("v1", "h1", 0, 0)),
    "members": (
        ("village", "id", "x", "y", "min", "max", "team", "leader"),
        ("v1", "m1", 3.5, 0, 5, 10, "T1", "yes"),
    ),
    "places": (("village", "id", "x", "y"), ("v1", "p1", 1, 2)),
    "pairs": (("village", "household", "member", "kind"), ("v1", "h1", "m1", "current")),
}
_LISTED: Mapping[str, tuple[Sequence[str], Sequence[Cell]]] = {
    "villages": (
        ("id", "name", "area_1", "area_2", "metric"),
        ("v1", "Thôn Một", "Bác Ái", "Phước Bình", "list"),
    ),
    "households": (
        ("village", "id", "hamlet", "alley", "order"),
        ("v1", "h1", "Xóm Đông", "Ngõ Giếng Làng", 1),
    ),
    "members": (
        ("village", "id", "hamlet", "alley", "order", "min", "max", "team", "leader"),
        ("v1", "m1", "Xóm Đông", "Ngõ Giếng Làng", 1, 5, 10, "T1", "yes"),
    ),
    "hamlets": (("village", "from", "to", "metres"), ("v1", "Xóm Đông", "Xóm Đoài", 600)),
    "pairs": _SHEETS["pairs"],
}
"""Of a list by alleys; a second hamlet is there, or its distance would be refused."""
_EXAMPLES: Mapping[str, Sequence[Sequence[Cell]]] = {
    "households": (("v1", "h2", "Xóm Đoài", "Ngõ 1", 1),),
}
_SAYS: Mapping[str, str] = {
    "id": "mã, không trùng trong thôn / id, unique in the village",
    "area_1": "địa bàn rộng nhất / widest area (may be empty)",
    "area_2": "địa bàn bên trong / area inside it (may be empty)",
    "max_distance_m": "khoảng cách xa nhất, mét / longest walk in metres (may be empty)",
    "village": "mã thôn / id of the village",
    "x": "kinh độ hoặc mét / longitude or metres",
    "y": "vĩ độ hoặc mét / latitude or metres",
    "min": "số hộ ít nhất / fewest households (may be empty)",
    "max": "số hộ nhiều nhất / most households (may be empty)",
    "team": "mã Tổ Nhân dân tự quản / id of the team (may be empty)",
    "leader": "tổ trưởng: yes / leads the team: yes (may be empty)",
    "metric": "list: danh sách theo ngõ, không có tọa độ / a list by alleys, no coordinates",
    "hamlet": "xóm / hamlet",
    "alley": "ngõ; để trống nếu xóm không có ngõ / alley (may be empty)",
    "order": "nhà thứ mấy tính từ đầu ngõ: 1, 2, 3 / number of the house along its alley",
    "from": "từ xóm / from hamlet",
    "to": "đến xóm / to hamlet",
    "metres": "cách bao nhiêu mét; xóm không ghi là quá xa / how far, what is not named is out of "
    "reach",
    "household": "mã hộ / id of the household",
    "member": "mã thành viên / id of the member",
    "kind": "locked: giữ cố định; forbidden: không được; current: đang phụ trách",
}
_SAYS_THERE: Mapping[tuple[str, str], str] = {
    (
        "villages",
        "id",
    ): "mã thôn, mỗi thôn một mã khác nhau / id of the village, unique in the file",
    ("villages", "name"): "tên thôn / name of the village (may be empty)",
}
"""By sheet and column, where a column of that name is something else than in the other sheets."""
_LINES: Sequence[tuple[str, str]] = (
    ("coordinates", ""),
    (
        "",
        "↑ chọn / choose: metres (mét), lonlat (kinh độ và vĩ độ WGS 84 / degrees, longitude x)",
    ),
    ("teams", ""),
    (
        "",
        "↑ có / yes: lập, kiện toàn Tổ từ 5 đến 12 người / makes teams of 5 to 12 members",
    ),
    ("hamlets", "xóm nào gần xóm nào; có thể để trống / which hamlets are near (may be empty)"),
    ("villages", "mỗi thôn một dòng / one row a village"),
    ("households", "mỗi hộ một dòng / one row a household"),
    ("members", "mỗi thành viên một dòng / one row a member"),
    (
        "places",
        "nơi có thể tuyển thêm; để trống là mọi hộ / where recruits may live (may be empty)",
    ),
    ("pairs", "cặp hộ và thành viên / pairs of household and member (may be empty)"),
    ("", "Thay các dòng ví dụ bằng dữ liệu của mình / Replace the example rows by your own."),
)
_CHOICES: Mapping[str, list[str]] = {
    "coordinates": ["metres", "lonlat"],
    "teams": ["có", "yes"],
}
"""Cells of the guide that are chosen from a list."""
_ROWS = 100_000
"""Rows below the header in which the list of kinds drops down."""


@cache
def template(metric: str = "straight") -> bytes:
    """Return the workbook; it reads back as a scenario once it says what x and y are.

    Parameters
    ----------
    metric
        ``list`` for one by hamlets and alleys, which has no x and y and reads back as it is.
    """
    listed = metric == "list"
    sheets = _LISTED if listed else _SHEETS
    without = {"coordinates", "places"} if listed else {"hamlets"}
    lines = [line for line in (_LINES[2:] if listed else _LINES) if line[0] not in without]
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#14485c", "font_color": "#ffffff"})
        notes = book.add_worksheet(NOTES)
        notes.set_column(0, 0, 16)
        notes.set_column(1, 1, 90)
        notes.write_row(0, 0, ("Mục / what", "Nội dung / how"), head)
        for number, line in enumerate(lines, start=1):
            notes.write_row(number, 0, line)
        said = [name for name, _ in lines]
        for name, choice in _CHOICES.items():
            if name in said:
                row = said.index(name) + 1
                notes.data_validation(row, 1, row, 1, {"validate": "list", "source": choice})
        for name, (columns, example) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 16)
            sheet.write_row(0, 0, columns, head)
            more = _EXAMPLES.get(name, ()) if listed else ()
            for row, cells in enumerate((example, *more), start=1):
                sheet.write_row(row, 0, cells)
            for at, column in enumerate(columns):
                sheet.write_comment(0, at, _hint(name, column))
        kinds = {"validate": "list", "source": ["locked", "forbidden", "current"]}
        sheet.data_validation(1, 3, _ROWS, 3, kinds)
    return made.getvalue()


def _hint(sheet: str, column: str) -> str:
    return _SAYS_THERE.get((sheet, column)) or _SAYS[column]


@dataclass(frozen=True, slots=True)
class GuideSettings:
    """What the guide of a workbook says: what x and y are ("" for nothing), and teams or none."""

    coordinates: str = ""
    teams: bool = False


def settings_in(path: Path) -> GuideSettings:
    """Read the guide of a workbook; one without a guide says nothing.

    Raises
    ------
    ScenarioError
        Where what it says of teams is neither yes nor no.
    """
    if not path.is_file():
        return GuideSettings()
    try:
        with path.open("rb") as file, whole(path.name):
            book = open_workbook(file, path.name)
            if NOTES not in book.sheet_names:
                return GuideSettings()
            rows = book.get_sheet_by_name(NOTES).to_python()
    except ScenarioError:
        return GuideSettings()  # the reader of the tables says what is wrong with it
    said = {str(row[0]).strip(): str(row[1]).strip() for row in rows if len(row) > 1}
    return GuideSettings(said.get("coordinates", ""), _yes(path.name, said.get("teams", "")))


def _yes(name: str, cell: str) -> bool:
    word = cell.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    remedy = "write có or yes for teams of 5 to 12 members, or leave the cell empty"
    place = f"{name} {NOTES}"
    raise ScenarioError([Problem("NOT_A_TRUTH", place, "teams", cell[:60], remedy)])
