"""A commune's list as its officers keep it: hamlets, alleys and houses in order, no coordinate.

300 households in 4 hamlets and 15 alleys, 33 members, Vietnamese headings and names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook

Row = Sequence[str | int]

ALLEYS = {
    "Xóm Đông": ("Ngõ Giếng Làng", "Ngõ Đình", "Ngõ Bà Thuận", "Ngõ 1"),
    "Xóm Đoài": ("Ngõ Chợ Cũ", "Ngõ Ông Nghị", "Ngõ 1", "Ngõ Vườn Ươm"),
    "Xóm Thượng": ("Ngõ Cây Đa", "Ngõ Suối Nhỏ", "Ngõ Trường Học", "Ngõ Ruộng Trên"),
    "Xóm Hạ": ("Ngõ Bến Đò", "Ngõ Đường Sắt", "Ngõ 1"),
}
HOUSES = 20
"""Houses of each alley."""
BETWEEN: Sequence[Row] = (
    ("Xóm Đông", "Xóm Đoài", 600),
    ("Xóm Đoài", "Xóm Thượng", 900),
    ("Xóm Đông", "Xóm Hạ", 1200),
)
SHORT = ("Xóm Thượng", "Xóm Hạ")
"""Hamlets that have one member an alley where the others have three: they need recruits."""


def households() -> Iterator[Row]:
    """Yield the households: id, hamlet, alley, order."""
    number = 0
    for hamlet, alleys in ALLEYS.items():
        for alley in alleys:
            for order in range(1, HOUSES + 1):
                number += 1
                yield f"H{number:03}", hamlet, alley, order


def members() -> Iterator[Row]:
    """Yield the members, who live at some of the houses."""
    number = 0
    for hamlet, alleys in ALLEYS.items():
        for alley in alleys:
            for order in (10,) if hamlet in SHORT else (3, 10, 17):
                number += 1
                yield f"TV{number:02}", hamlet, alley, order


def workbook(path: Path, *, village: str = "Thôn Bình An") -> Path:
    """Write the workbook, as a commune has it."""
    with Workbook(path) as book:
        for title, head, rows in (
            ("Hộ gia đình", ("Thôn", "Mã hộ", "Xóm", "Ngõ", "Thứ tự nhà"), households()),
            ("Thành viên", ("Thôn", "Mã thành viên", "Xóm", "Ngõ", "Thứ tự nhà"), members()),
            ("Khoảng cách xóm", ("Thôn", "Từ xóm", "Đến xóm", "Mét"), iter(BETWEEN)),
        ):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, head)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, (village, *row))
    return path
