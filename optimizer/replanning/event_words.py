"""The words of a table of events in Vietnamese, beside the fields and kinds that programs write."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from optimizer.domain.languages import Language
from optimizer.replanning.events import COLUMNS, NEEDED, OPTIONAL, EventKind

_HEADINGS: Mapping[str, str] = {
    "kind": "sự kiện",
    "village": "mã thôn",
    "member": "mã thành viên",
    "household": "mã hộ",
    "x": "kinh độ (x)",
    "y": "vĩ độ (y)",
    "min": "số hộ ít nhất",
    "max": "số hộ nhiều nhất",
    "team": "mã tổ",
    "as": "là người bổ sung",
    "from": "từ ngày",
    "to": "đến ngày",
}
_KINDS: Mapping[EventKind, str] = {
    EventKind.MEMBER_LEFT: "thành viên nghỉ",
    EventKind.MEMBER_JOINED: "thành viên mới",
    EventKind.MEMBER_MOVED: "thành viên chuyển nhà",
    EventKind.MEMBER_WINDOW: "thành viên đổi số hộ",
    EventKind.MEMBER_AWAY: "thành viên vắng",
    EventKind.HOUSEHOLD_GONE: "hộ không còn",
    EventKind.HOUSEHOLD_NEW: "hộ mới",
    EventKind.HOUSEHOLD_MOVED: "hộ chuyển nhà",
    EventKind.PAIR_LOCKED: "giữ cặp",
    EventKind.PAIR_FORBIDDEN: "không xếp cặp",
    EventKind.PAIR_FREED: "bỏ giữ hoặc bỏ cấm cặp",
}


def heading(field: str, language: Language) -> str:
    """Return the heading of a column of `COLUMNS`."""
    return _HEADINGS[field] if language is Language.VI else field


def kind_word(kind: EventKind, language: Language) -> str:
    """Return the word of a kind."""
    return _KINDS[kind] if language is Language.VI else kind.value


def field_of(text: str) -> str | None:
    """Return the column that a heading in either language means; None where it means none."""
    return _FIELDS.get(_folded(text))


def kind_of(text: str) -> EventKind | None:
    """Return the kind that a word in either language means; None where it means none."""
    return _KIND_OF.get(_folded(text))


def fields_of(kind: EventKind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that an event of a kind needs, and those that it may have besides."""
    return ("village", *NEEDED[kind]), OPTIONAL.get(kind, ())


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


_FIELDS = {name: name for name in COLUMNS} | {
    _folded(word): name for name, word in _HEADINGS.items()
}
_KIND_OF = {kind.value: kind for kind in EventKind} | {
    _folded(word): kind for kind, word in _KINDS.items()
}
