"""What sheets, columns and lines are called, in English and Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain.languages import Language
from optimizer.input.folder.excel_file import WORKBOOKS
from optimizer.names.name_files import EITHER, HOUSEHOLDS, MEMBERS
from optimizer.names.name_register import Mismatch

Text = tuple[str, str]
"""English and Vietnamese."""


def said(text: Text, language: Language) -> str:
    """Return a text in a language."""
    return text[list(Language).index(language)]


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column: its head, and its width in characters."""

    name: Text
    width: int


VILLAGE = ColumnHead(("Village id", "Mã thôn"), 10)
VILLAGE_NAME = ColumnHead(("Village", "Thôn, khu phố"), 18)
NUMBER = ColumnHead(("No.", "STT"), 5)
HOUSEHOLD = ColumnHead(("Household id", "Mã hộ"), 12)
HOUSEHOLD_NAME = ColumnHead(("Household", "Họ tên chủ hộ"), 26)
PERSON = ColumnHead(("Person id", "Mã người phụ trách"), 14)
PERSON_NAME = ColumnHead(("Who looks after it", "Họ tên người phụ trách"), 26)
MEMBER = ColumnHead(("Member id", "Mã thành viên"), 14)
MEMBER_NAME = ColumnHead(("Member", "Họ tên thành viên"), 26)
METRES = ColumnHead(("Metres", "Khoảng cách (m)"), 12)
PLAN = ColumnHead(("Plan", "Phương án"), 14)
SIGNED = ColumnHead(("Note", "Ghi chú"), 16)

_ASSIGNED = (
    *(VILLAGE, VILLAGE_NAME, PERSON, PERSON_NAME, NUMBER, HOUSEHOLD, HOUSEHOLD_NAME, METRES),
    SIGNED,
)
SHEETS: Mapping[str, tuple[Text, Sequence[ColumnHead]]] = {
    "today": (("Who looks after whom", "Phân công"), _ASSIGNED),
    "after": (("After recruiting", "Phân công sau bổ sung"), _ASSIGNED),
    "people": (
        ("People", "Người phụ trách"),
        (
            *(VILLAGE, VILLAGE_NAME, PERSON, PERSON_NAME),
            ColumnHead(("Households today", "Số hộ hiện nay"), 12),
            ColumnHead(("Metres in all", "Tổng khoảng cách (m)"), 14),
            ColumnHead(("Farthest, metres", "Xa nhất (m)"), 12),
            ColumnHead(("Households after recruiting", "Số hộ sau bổ sung"), 14),
            SIGNED,
        ),
    ),
    "unserved": (
        ("Nobody yet", "Hộ chưa có người"),
        (
            *(VILLAGE, VILLAGE_NAME, HOUSEHOLD, HOUSEHOLD_NAME),
            ColumnHead(("Why, today", "Lý do hiện nay"), 46),
            ColumnHead(("Why, after recruiting", "Lý do sau bổ sung"), 46),
        ),
    ),
    "recruits": (
        ("Recruits", "Cần bổ sung"),
        (
            *(VILLAGE, VILLAGE_NAME),
            ColumnHead(("Recruit", "Người bổ sung"), 16),
            ColumnHead(("Near place", "Gần điểm"), 14),
            ColumnHead(("Near household", "Gần nhà"), 26),
            ColumnHead(("Hamlet", "Xóm"), 12),
            ColumnHead(("Households", "Số hộ"), 10),
            SIGNED,
        ),
    ),
    "teams": (
        ("Teams", "Tổ"),
        (
            *(VILLAGE, VILLAGE_NAME, PLAN, ColumnHead(("Team", "Tổ"), 12), MEMBER, MEMBER_NAME),
            ColumnHead(("Leader", "Tổ trưởng"), 10),
            ColumnHead(("Households", "Số hộ"), 10),
        ),
    ),
    "moves": (
        ("Who changes", "Hộ đổi người"),
        (
            *(VILLAGE, VILLAGE_NAME, PLAN, HOUSEHOLD, HOUSEHOLD_NAME),
            ColumnHead(("From id", "Mã người cũ"), 12),
            ColumnHead(("From", "Người cũ"), 26),
            ColumnHead(("To id", "Mã người mới"), 12),
            ColumnHead(("To", "Người mới"), 26),
            ColumnHead(("Why", "Vì sao"), 18),
        ),
    ),
    "stand_ins": (
        ("Stand-ins", "Người thay"),
        (
            *(VILLAGE, VILLAGE_NAME, PLAN, HOUSEHOLD, HOUSEHOLD_NAME, PERSON, PERSON_NAME),
            ColumnHead(("Stand-in id", "Mã người thay"), 12),
            ColumnHead(("Stand-in", "Người thay"), 26),
            METRES,
        ),
    ),
    "unmatched": (
        ("Names to check", "Họ tên cần xem lại"),
        (
            *(VILLAGE, ColumnHead(("Table", "Bảng"), 14), ColumnHead(("Id", "Mã"), 12)),
            ColumnHead(("What", "Nội dung"), 70),
            ColumnHead(("Where in the files of names", "Ở đâu trong tệp họ tên"), 46),
        ),
    ),
}
"""Every sheet, in the order of the workbook; one without rows is not written."""

PLANS: Mapping[str, Text] = {
    "today": ("today", "hiện nay"),
    "after": ("after recruiting", "sau bổ sung"),
}
CAUSES: Mapping[str, Text] = {
    "EVENT": ("something happened", "có thay đổi"),
    "CHOICE": ("the plan's choice", "do phương án"),
}
RECRUIT: Text = ("(recruit)", "(người bổ sung)")
YES: Text = ("yes", "có")
TABLES: Mapping[str, Text] = {
    HOUSEHOLDS: ("households", "hộ"),
    MEMBERS: ("members", "thành viên"),
    EITHER: ("", ""),
    "": ("", ""),
}
MISMATCHES: Mapping[Mismatch, Text] = {
    Mismatch.TWO_NAMES: (
        "this id has two different names; it was given none: keep the right one",
        "mã này có hai họ tên khác nhau nên không ghi họ tên nào; chỉ giữ họ tên đúng",
    ),
    Mismatch.EITHER: (
        (
            "this id is a household's and a member's, and the table does not say which it means; "
            "put them on sheets called households and members"
        ),
        (
            "mã này vừa là mã hộ vừa là mã thành viên, bảng không cho biết là mã nào; hãy ghi trên "
            "hai trang tính Hộ và Thành viên"
        ),
    ),
    Mismatch.NO_NAME: ("this id has no name", "mã này chưa có họ tên"),
    Mismatch.UNKNOWN_ID: (
        "the result has no such id in this village",
        "kết quả không có mã này ở thôn này",
    ),
    Mismatch.UNKNOWN_VILLAGE: (
        "the result has no such village; write the village's id",
        "kết quả không có thôn này; ghi mã thôn",
    ),
    Mismatch.NO_VILLAGE: (
        "no village is named, and the result has several; write the village's id",
        "chưa ghi thôn, mà kết quả có nhiều thôn; ghi mã thôn",
    ),
    Mismatch.NO_ID: ("there is a name and no id", "có họ tên nhưng không có mã"),
}
LIKE: Text = (" (it looks like {}: write it the same way)", " (trông giống {}: ghi cho giống nhau)")
_ROW: Text = ("{} row {}", "{} dòng {}")
_SHEET: Text = (" sheet ", " trang tính ")
FOOT: Text = (
    "Personal data: not to be sent on or published",
    "Dữ liệu cá nhân: không gửi đi, không công bố",
)
SUM: Text = (
    "Households: {}, with a name: {}. Members: {}, with a name: {}. Written: {}",
    "Hộ gia đình: {}, có họ tên: {}. Thành viên: {}, có họ tên: {}. Đã ghi: {}",
)
COUNTED: Text = ("{}: {} ({})", "{}: {} ({})")
"""What, how often, and where the first ones are."""
MORE: Text = ("and {} more; all are in the sheet {}", "và {} nữa; xem đủ ở trang tính {}")
UNREAD: Text = (
    "{}: no column of names and ids; it was passed over",
    "{}: không có cột mã và họ tên nên bỏ qua",
)


def place(source: str, number: int, language: Language) -> str:
    """Return where a row of a file of names is."""
    for ending in WORKBOOKS:
        if f"{ending}{_SHEET[0]}" in source.casefold():
            at = source.casefold().index(f"{ending}{_SHEET[0]}") + len(ending)
            source = source[:at] + said(_SHEET, language) + source[at + len(_SHEET[0]) :]
            break
    return said(_ROW, language).format(source, number)
