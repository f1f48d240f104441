"""What stands on printed lists beside names and numbers, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "columns": ("No.", "Household", "{distance} (m)", "Note"),
        "columns_of_list": ("No.", "Household", "Where", "Note"),
        "below_without": "{households} households · {village}",
        "legend": "Square: the person's home. Numbers: rows of the list. North is up.",
        "rest": "Nobody on a list",
        "below": "{households} households · {distance} {metres} m in all · {village}",
        "unserved": "Households that nobody looks after yet",
        "unserved_columns": ("No.", "Household", "Reason"),
        "reserve": "Members without a household",
        "reserve_columns": ("No.", "Member", "Note"),
        "footer": "{village} · {state}",
        "proposed": "Proposed: not approved yet",
        "approved": "Approved by {by}, {at}",
        "title": "{person}: households to look after",
        "failed": "This village could not be planned; the report says why.",
    },
    "vi": {
        "columns": ("STT", "Mã hộ", "{distance} (m)", "Ghi chú"),
        "columns_of_list": ("STT", "Mã hộ", "Nơi ở", "Ghi chú"),
        "below_without": "{households} hộ · {village}",
        "legend": "Ô vuông: nhà người phụ trách. Số: thứ tự trong danh sách. Hướng bắc ở trên.",
        "rest": "Chưa có trong danh sách",
        "below": "{households} hộ · tổng {distance} {metres} m · {village}",
        "unserved": "Hộ chưa có người phụ trách",
        "unserved_columns": ("STT", "Mã hộ", "Lý do"),
        "reserve": "Thành viên chưa được giao hộ",
        "reserve_columns": ("STT", "Thành viên", "Ghi chú"),
        "footer": "{village} · {state}",
        "proposed": "Bản đề xuất: chưa được duyệt",
        "approved": "Đã duyệt: {by}, {at}",
        "title": "{person}: danh sách hộ phụ trách",
        "failed": "Chưa lập được phương án cho nơi này; lý do có trong báo cáo.",
    },
}
