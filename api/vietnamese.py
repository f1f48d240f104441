"""What is wrong with a planner's data, in Vietnamese: a sentence with its remedy for every code.

The library says it in English with every figure; here stand code, field and value, which is
enough to find the cell and to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "BAD_AREA": "địa bàn viết chưa đúng; ghi từ cấp rộng đến cấp hẹp, ví dụ Bác Ái/Phước Bình",
    "BAD_GEOMETRY": "hình này không đọc được hoặc trống; vẽ lại hoặc xóa dòng này",
    "BAD_LENGTH": "số mét phải là số từ 0 trở lên; sửa lại hoặc để trống",
    "BAD_RULE": "giá trị này không dùng được cho quy định; sửa lại",
    "CURRENT_TWICE": "hộ này đang có hai người phụ trách; chỉ giữ một",
    "DUPLICATE_AREA": "địa bàn này được ghi hai lần; chỉ giữ một",
    "DUPLICATE_COLUMN": "hai cột trùng tên; đổi tên hoặc xóa một cột",
    "DUPLICATE_ID": "mã này đã dùng ở dòng khác; đổi một trong hai",
    "DUPLICATE_KEY": "tên này được ghi hai lần; chỉ giữ một",
    "FAR_FROM_VILLAGE": "điểm này nằm quá xa thôn; sửa tọa độ hoặc sửa mã thôn",
    "FAR_PATHS": "đường đi nằm quá xa các hộ; dùng cùng một hệ tọa độ cho đường đi và các điểm",
    "IMPOSSIBLE_WINDOW": "số hộ này không chia được theo mức ít nhất và nhiều nhất; nới quy định",
    "LOCKED_AND_FORBIDDEN": "hộ và thành viên này vừa cố định vừa bị cấm; chỉ giữ một",
    "LOCKED_TWICE": "hộ này được cố định cho hai thành viên; chỉ giữ một",
    "LOOP": "đoạn đường nối một điểm với chính nó; xóa đoạn này",
    "MIN_ABOVE_MAX": "min đang lớn hơn max; giảm min, hoặc ghi max riêng cho thành viên này",
    "MISSING": "còn thiếu; hãy điền vào",
    "MISSING_COLUMN": "bảng thiếu cột này; hãy thêm cột",
    "MISSING_TABLE": "còn thiếu bảng này; hãy thêm bảng (xem mẫu Excel)",
    "MORE_PROBLEMS": "còn nhiều lỗi nữa; sửa các lỗi đã nêu rồi thử lại",
    "NEGATIVE": "số âm; ghi từ 0 trở lên",
    "NOT_AN_EDGE": "đoạn đường phải ghi là [điểm đầu, điểm cuối] hoặc thêm số mét; sửa lại",
    "NOT_AN_OBJECT": "chỗ này phải là các mục và giá trị của chúng; ghi lại",
    "NOT_A_LINE": "đường phải có từ hai điểm trở lên; ghi [[x, y], ...]",
    "NOT_A_LIST": "chỗ này phải là một danh sách; ghi [...]",
    "NOT_A_NUMBER": "phải là số; sửa lại, phần thập phân dùng dấu chấm",
    "NOT_A_PAIR": "phải ghi một cặp [mã hộ, mã thành viên]",
    "NOT_A_POINT": "phải ghi một điểm [x, y]",
    "NOT_FOUND": "không có tệp này; kiểm tra lại tên",
    "NOT_OSM": "tệp không phải số liệu OpenStreetMap; tải lại",
    "NOT_TEXT": "phải là chữ hoặc số; sửa lại ô này",
    "NOT_UTF8": "chữ trong tệp không theo bảng mã UTF-8; lưu lại dạng CSV UTF-8",
    "NOT_WHOLE": "số hộ phải là số nguyên; sửa lại",
    "NO_HEADER": "dòng đầu phải là tên các cột; thêm dòng tên cột",
    "NO_NETWORK": "khoảng cách tính theo đường đi nhưng chưa có mạng đường; thêm đường đi",
    "NO_PATHS": "khoảng cách tính theo đường đi nhưng mạng đường trống; thêm đoạn đường",
    "NO_VILLAGES": "chưa có thôn nào; thêm ít nhất một thôn",
    "OUT_OF_RANGE": "tọa độ nằm ngoài giới hạn; sửa lại, hoặc đổi chỗ x và y",
    "SPACES": "có dấu cách ở đầu hoặc cuối; xóa dấu cách",
    "SWAPPED": "x và y có vẻ bị đổi chỗ; x là kinh độ, y là vĩ độ",
    "TABLE_TWICE": "bảng này có hai lần; chỉ giữ một",
    "TOO_LARGE": "số quá lớn; giảm xuống",
    "TOO_LONG": "quá dài; viết ngắn lại",
    "TOO_MANY_LOCKED": "số hộ cố định vượt mức nhiều nhất của thành viên; tăng max hoặc bỏ bớt",
    "TOO_SHORT": "đoạn đường ngắn hơn đường thẳng giữa hai điểm; sửa số mét hoặc để trống",
    "TWO_AREAS": "bảng có cả cột area và area_1; chỉ giữ một cách ghi",
    "TWO_COORDINATES": "có hai cách ghi tọa độ khác nhau; chỉ giữ một",
    "TWO_LOCATIONS": "bảng có cả hình vẽ và cột x, y; xóa cột x, y",
    "UNKNOWN_AREA": "không thôn nào thuộc địa bàn này; sửa tên hoặc xóa",
    "UNKNOWN_COORDINATES": "cần ghi metres (mét) hoặc lonlat (kinh độ, vĩ độ)",
    "UNKNOWN_FIELD": "không có mục này nên không nhận (không nhập họ tên, điện thoại); hãy xóa",
    "UNKNOWN_FORMAT": "không nhận loại tệp này; dùng .xlsx, .csv, .geojson, .gpkg, .parquet",
    "UNKNOWN_HOUSEHOLD": "thôn này không có hộ mang mã đó; sửa mã",
    "UNKNOWN_KIND": "loại phải là locked, forbidden hoặc current; sửa lại",
    "UNKNOWN_MEMBER": "thôn này không có thành viên mang mã đó; sửa mã",
    "UNKNOWN_NODE": "đoạn đường nối tới điểm không có; sửa lại",
    "UNKNOWN_TABLE": "không có bảng mang tên này; đổi tên theo mẫu hoặc xóa",
    "UNKNOWN_VILLAGE": "không có thôn mang mã này; sửa mã hoặc thêm thôn",
    "VILLAGE_TOO_LARGE": "thôn quá lớn để lập kế hoạch; chia nhỏ hoặc bớt rào cản và đường ở xa",
    "UNNAMED_COLUMN": "có cột không tên; đặt tên hoặc xóa cột",
    "UNREADABLE": "không đọc được tệp này; mở ra, lưu lại rồi thử lại",
    "UNSEEN_CHARACTER": "có ký tự không nhìn thấy; gõ lại ô này",
    "WHICH_LAYER": "cần một lớp mang tên của bảng; đặt lại tên lớp",
    "WHICH_SHEET": "cần một trang tính mang tên của bảng; đặt lại tên trang tính",
    "WRONG_CELL_COUNT": "dòng này thừa hoặc thiếu ô so với dòng tên cột; kiểm tra dấu phẩy",
}


def retold(detail: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a problem's JSON with its message in the language; as it was where there is none."""
    sentence = SENTENCES.get(str(detail["code"])) if language == "vi" else None
    return {**detail, "message": sentence or detail["message"]}
