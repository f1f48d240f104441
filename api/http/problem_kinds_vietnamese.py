"""Sentences in Vietnamese of codes that say several things: by the ``kind`` in their params."""

from __future__ import annotations

from collections.abc import Mapping

_ONE = "hãy ghi một trong các giá trị: {choices}"

BY_KIND: Mapping[tuple[str, str], str] = {
    ("BAD_RULE", "whole"): "phải là số nguyên từ {least} đến {most}; sửa lại",
    ("BAD_RULE", "number"): "phải là số từ {least} đến {most}, không có dấu nhóm; sửa lại",
    ("BAD_RULE", "truth"): "phải là true (có) hoặc false (không); sửa lại",
    ("BAD_RULE", "choice"): _ONE,
    ("BAD_RULE", "goals"): 'phải là danh sách, ví dụ ["walk"]; ' + _ONE,
    ("BAD_RULE", "no_goal"): "danh sách đang trống; " + _ONE,
    ("BAD_RULE", "metric"): (
        'hãy ghi {{"kind": "straight", "detour": 1.3}}, {{"kind": "path", "max_leg_m": 200}}, '
        '{{"kind": "matrix"}} hoặc {{"kind": "list", "house_m": 15, "alley_m": 150}}'
    ),
    ("BAD_RULE", "teams"): 'hãy ghi cỡ của Tổ: {{"min": 5, "max": 12, "target": 9}}',
    ("BAD_RULE", "window"): (
        "min_households {least} lớn hơn max_households {most}; giảm số đầu hoặc tăng số sau"
    ),
    ("BAD_RULE", "team_window"): (
        "Tổ có min {least} lớn hơn max {most}; giảm số đầu hoặc tăng số sau"
    ),
    ("BAD_RULE", "goal_twice"): "priorities ghi một mục tiêu hai lần; chỉ ghi một lần",
    ("BAD_RULE", "price_without_walk"): (
        "change_price_m so việc đổi người với số mét nên walk phải đứng đầu priorities; sửa lại"
    ),
    ("BAD_RULE", "spare_under_enforce"): (
        "spare không dùng được khi minimum là enforce; ghi minimum: flag"
    ),
    ("MISSING", "system"): (
        "chưa ghi x, y là gì; ghi coordinates: metres (mét), coordinates: lonlat (kinh độ, vĩ độ), "
        'hoặc một hệ như EPSG:9217 hay "VN-2000 Ninh Thuận"'
    ),
    ("UNKNOWN_FIELD", "rule"): "không có quy định tên này; các quy định là {fields}",
    ("UNKNOWN_FIELD", "part"): "{part} không có mục tên này; sửa tên hoặc bỏ đi",
    ("UNKNOWN_FIELD", "field"): "không có mục tên này; sửa tên hoặc bỏ đi, các mục là {fields}",
    ("UNREADABLE", "yaml"): (
        "dòng này không đúng YAML; sửa lại dấu hai chấm, dấu ngoặc hoặc khoảng thụt đầu dòng"
    ),
}
"""Code and kind to a sentence with its remedy; made with the problem's params."""
