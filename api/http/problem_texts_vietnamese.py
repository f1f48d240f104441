"""What is wrong with a planner's data, in Vietnamese: a sentence with its remedy for every code.

The library says it in English with every figure; here stand code, field and value, which is
enough to find the cell and to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.http.problem_kinds_vietnamese import BY_KIND

SENTENCES: Mapping[str, str] = {
    "ABSURD_VALUE": "cự ly tối đa có vẻ không đúng; kiểm tra lại",
    "AMBIGUOUS_AREA": "có nhiều địa bàn cùng tên; ghi đủ từ cấp rộng, ví dụ Bác Ái/Phước Bình",
    "AMBIGUOUS_NUMBER": "số này có thể hiểu theo hai cách; viết 1500 hoặc 1,5, không dùng dấu nhóm",
    "BAD_ADDRESS": "địa chỉ máy tìm đường chưa đúng; ghi ví dụ http://127.0.0.1:5000",
    "BAD_AREA": "địa bàn viết chưa đúng; ghi từ cấp rộng đến cấp hẹp, ví dụ Bác Ái/Phước Bình",
    "BAD_COLUMNS": 'cần ghi TÊN CỘT=mục, cách nhau bằng dấu phẩy, ví dụ "Mã hộ=id,Vĩ độ=y"',
    "BAD_FLOOR": "ghi mức tối thiểu của địa bàn theo mẫu ĐỊA BÀN=số, ví dụ Bác Ái=5",
    "BAD_GEOMETRY": "hình này không đọc được hoặc trống; vẽ lại hoặc xóa dòng này",
    "BAD_LENDING": (
        'ghi "neighbours", {"level": 2} hoặc các nhóm thôn như [["v1", "v2"]]; '
        "khoảng cách là số mét từ 0 trở lên"
    ),
    "BAD_LENGTH": "số mét phải là số từ 0 trở lên; sửa lại hoặc để trống",
    "BAD_ORDER": "số thứ tự nhà trong ngõ phải là số nguyên 1, 2, 3...; sửa lại",
    "BAD_MERGE": "cần ghi từ hai thôn trở lên, mỗi thôn một lần, không có đường hay rào cản riêng",
    "BAD_RULE": "giá trị này không dùng được cho quy định; sửa lại",
    "BAD_SHARE": "tỷ lệ người nghỉ là số từ 0 đến 100 (phần trăm); sửa lại, ví dụ 10",
    "BAD_SPLIT": "phải chia thành từ hai thôn trở lên, thôn không có đường hay rào cản riêng",
    "BAD_SUPERVISION": "số Tổ và cấp địa bàn phải là số nguyên từ 1 trở lên; sửa lại",
    "CLOSING_ROW": "dòng này ghi người lập, ký bảng; xóa dòng này",
    "UNUSED_DISTANCES": "bảng khoảng cách không được dùng vì metric là loại khác; ghi metric: "
    "matrix, hoặc bỏ bảng đi",
    "COARSE_COORDINATES": "tọa độ bị làm tròn đến khoảng một ki-lô-mét; ghi đủ số lẻ",
    "COLUMN_NUMBERS": "dòng này đánh số các cột; xóa dòng này",
    "CURRENT_TWICE": "hộ này đang có hai người phụ trách; chỉ giữ một",
    "DISTANCE_TWICE": "khoảng cách này đã được ghi ở dòng khác; chỉ giữ một",
    "DRAGGED_COLUMN": "cột này tăng đều từng dòng như khi kéo ô trong bảng tính; ghi số đo thật",
    "DUPLICATE_AREA": "địa bàn này được ghi hai lần; chỉ giữ một",
    "DUPLICATE_COLUMN": "hai cột trùng tên; đổi tên hoặc xóa một cột",
    "BAD_DATE": "ngày ghi không đúng; ghi dạng 2026-12-31, ngày cuối không trước ngày đầu",
    "CONTRADICTORY_EVENTS": "sự kiện trái với cặp đã cố định hay đã cấm; bỏ cặp cũ trước",
    "NEEDS_LONLAT": "tọa độ là mét trên mặt phẳng riêng, không có vị trí trên bản đồ; ghi hệ "
    "tọa độ (--coordinates EPSG:9217) hoặc bỏ định dạng này",
    "NO_FRONTIER": "chỉ so đổi người với quãng đường khi quãng đường là ưu tiên đầu tiên",
    "OTHER_COORDINATES": "hai danh sách dùng hai loại tọa độ; dùng cùng một hệ cho cả hai",
    "NO_POINTS": "thôn này dùng bảng khoảng cách, không có tọa độ; sửa dữ liệu thôn rồi lập lại",
    "NO_PLAN": "thôn này chưa có kế hoạch đang áp dụng; lập kế hoạch trước",
    "PILOTS": "số Tổ điểm phải từ số thôn có Tổ đến tổng số Tổ; sửa số này",
    "PLAN_OF_ANOTHER_SCENARIO": "kế hoạch này lập từ dữ liệu khác; chọn đúng dữ liệu đã dùng",
    "UNKNOWN_EVENT": "loại sự kiện này không có; ghi một trong các loại đã nêu",
    "UNKNOWN_RECRUIT": "kế hoạch đang áp dụng không có người bổ sung này; dùng --plan after",
    "DUPLICATE_ID": "mã này đã dùng ở dòng khác; đổi một trong hai",
    "DUPLICATE_KEY": "tên này được ghi hai lần; chỉ giữ một",
    "EDGE_TOO_LONG": "đoạn đường thẳng đi tới thôn từ xa hơn 500 km; thêm các điểm trên đường",
    "ENCODING": "tệp không ghi bảng mã chữ; xem lại các tên, rồi lưu dạng CSV UTF-8",
    "EMPTY_COLUMN": "cột này không có giá trị nào; điền vào",
    "FAR_FROM_VILLAGE": "điểm này nằm quá xa thôn; sửa tọa độ hoặc sửa mã thôn",
    "FAR_PATHS": "đường đi nằm quá xa các hộ; dùng cùng một hệ tọa độ cho đường đi và các điểm",
    "FLOORS_ABOVE_BUDGET": "số người ít hơn tổng các mức tối thiểu; tăng số người hoặc giảm mức",
    "FLOOR_TWICE": "địa bàn này đã có mức tối thiểu; chỉ ghi một lần",
    "HAMLET_WITH_ITSELF": "xóm này được ghép với chính nó; xóa dòng này",
    "FORMER_MEMBER": "người này vẫn là thành viên của thôn; ghi cặp này vào current",
    "IMPOSSIBLE_WINDOW": "số hộ này không chia được theo mức ít nhất và nhiều nhất; nới quy định",
    "APART_AND_FIXED": "hai người được giữ trong cùng một Tổ lại phải khác Tổ; bỏ một yêu cầu",
    "LEADER_WITHOUT_TEAM": "tổ trưởng này chưa có Tổ; ghi mã Tổ hoặc bỏ trống cột tổ trưởng",
    "SAME_MEMBER": "hai tổ viên là cùng một người; ghi hai người khác nhau",
    "TOGETHER_AND_APART": "hai người vừa phải cùng Tổ vừa phải khác Tổ; chỉ giữ một yêu cầu",
    "TOGETHER_AND_FIXED": "hai người được giữ ở hai Tổ khác nhau lại phải cùng Tổ; bỏ một yêu cầu",
    "TOO_MANY_OPEN": "không đủ tổ viên để giữ tất cả các Tổ này; giữ ít Tổ hơn",
    "TWO_LEADERS": "Tổ này đã có tổ trưởng ở dòng khác; mỗi Tổ chỉ có một tổ trưởng",
    "UNKNOWN_TEAM": "không có tổ viên nào của thôn thuộc Tổ này; ghi mã Tổ đang có",
    "LOCKED_AND_FORBIDDEN": "hộ và thành viên này vừa cố định vừa bị cấm; chỉ giữ một",
    "LOCKED_TWICE": "hộ này được cố định cho hai thành viên; chỉ giữ một",
    "LOOKS_LIKE_DEGREES": "đây là kinh độ và vĩ độ, không phải mét; ghi coordinates: lonlat",
    "LOOKS_LIKE_METRES": "đây là mét, không phải kinh độ và vĩ độ; ghi metres hoặc mã hệ tọa độ",
    "LOOKS_LIKE_KILOMETRES": "các hộ cách nhau quá ít mét; nếu tọa độ là ki-lô-mét, ghi bằng mét",
    "LOOK_ALIKE_IDS": "hai mã trông giống nhau nhưng được coi là hai; nếu là một, ghi thống nhất",
    "LOOP": "đoạn đường nối một điểm với chính nó; xóa đoạn này",
    "MEMBER_TWICE": "thành viên này có cùng một điểm ở nhiều thôn; chỉ giữ một dòng",
    "MIN_ABOVE_MAX": "min đang lớn hơn max; giảm min, hoặc ghi max riêng cho thành viên này",
    "MISSING": "còn thiếu; hãy điền vào",
    "MISSING_COLUMN": "bảng thiếu cột này; hãy thêm cột",
    "MADE_A_DATE": "bảng tính đã đổi mã thành ngày tháng; định dạng cột là văn bản rồi ghi lại mã",
    "MISSING_TABLE": "còn thiếu bảng này; hãy thêm bảng (xem mẫu Excel)",
    "MORE_MEMBERS": "thành viên nhiều hơn hộ; nếu hai bảng bị đổi chỗ, hãy đổi lại",
    "MORE_PROBLEMS": "còn nhiều lỗi nữa; sửa các lỗi đã nêu rồi thử lại",
    "NEGATIVE": "số âm; ghi từ 0 trở lên",
    "NOT_AN_EDGE": "đoạn đường phải ghi là [điểm đầu, điểm cuối] hoặc thêm số mét; sửa lại",
    "NOT_AN_OBJECT": "chỗ này phải là các mục và giá trị của chúng; ghi lại",
    "NOT_A_TABLE": "lớp này là một view hoặc được tính ra; xuất lớp thành bảng riêng (QGIS)",
    "NAMES_OF_NOBODY": "không họ tên nào khớp với mã của kết quả; chọn tệp của kết quả này",
    "NOT_A_BUILDING": "đối tượng này không phải nhà nên không tính; xóa, hoặc chỉ lấy lớp nhà",
    "NOT_A_DISTANCE": 'phải ghi [mã, mã, số mét], ví dụ ["h1", "m1", 340.0]',
    "NOT_A_LINE": "đường phải có từ hai điểm trở lên; ghi [[x, y], ...]",
    "NOT_A_LIST": "chỗ này phải là một danh sách; ghi [...]",
    "NOT_A_NUMBER": "phải là số; sửa lại, phần thập phân dùng dấu chấm",
    "NOT_A_PAIR": "phải ghi một cặp [mã hộ, mã thành viên]",
    "NOT_A_TRUTH": "phải là true hoặc false; sửa lại",
    "NOT_A_POINT": "phải ghi một điểm [x, y]",
    "NOT_FOUND": "không có tệp này; kiểm tra lại tên",
    "NOT_GEOJSON": "tệp không phải GeoJSON; lưu lại dạng GeoJSON",
    "NOT_OSM": "tệp không phải số liệu OpenStreetMap; tải lại",
    "NOT_TEXT": "phải là chữ hoặc số; sửa lại ô này",
    "NOT_UTF8": "chữ trong tệp không theo bảng mã UTF-8; lưu lại dạng CSV UTF-8",
    "NOT_WHOLE": "số hộ phải là số nguyên; sửa lại",
    "NOT_WHOLE_SHAPEFILE": "Shapefile thiếu tệp hoặc hỏng; gửi đủ .shp, .shx, .dbf hoặc một .zip",
    "NO_DEGREES": "máy tìm đường cần tọa độ trên trái đất; ghi hệ tọa độ và đủ x, y mọi dòng",
    "NO_DISTANCES": "khoảng cách theo bảng riêng (matrix) nhưng chưa có bảng; thêm distances",
    "NO_HEADER": "dòng đầu phải là tên các cột; thêm dòng tên cột",
    "NO_NETWORK": "khoảng cách tính theo đường đi nhưng chưa có mạng đường; thêm đường đi",
    "NO_PATHS": "khoảng cách tính theo đường đi nhưng mạng đường trống; thêm đoạn đường",
    "NO_VILLAGES": "chưa có thôn nào; thêm ít nhất một thôn",
    "ORDER_TWICE": "hai hộ cùng một số thứ tự trong ngõ; đánh số lại từng nhà",
    "OTHER_FILES": "hệ tọa độ dẫn tới tệp hoặc địa chỉ khác; lưu lại ở WGS 84",
    "OTHER_SYSTEM": "không đổi được hệ tọa độ này sang WGS 84; lưu lại ở WGS 84",
    "OWN_DOOR": "từ hộ tới chính hộ đó là 0 m; ghi 0 hoặc xóa dòng này",
    "OUTSIDE_SYSTEM": "điểm nằm xa ngoài vùng của hệ tọa độ; sửa tọa độ hoặc ghi đúng hệ tọa độ",
    "OUT_OF_RANGE": "tọa độ nằm ngoài giới hạn; sửa lại, hoặc đổi chỗ x và y",
    "OUTLIER": "điểm này nằm xa các điểm khác của thôn; sửa tọa độ hoặc mã thôn",
    "PAIR_TWICE": "cặp hộ và thành viên này đã được ghi ở dòng khác; chỉ giữ một",
    "REPEATED_FEATURES": "điểm này trùng khít với điểm khác; xóa bản sao",
    "ROUNDED": "bảng tính đã làm tròn số quá 15 chữ số; định dạng cột là văn bản rồi ghi lại",
    "SAME_POINT": "nhiều hộ ở cùng một điểm; ghi điểm riêng từng hộ",
    "SAME_ROWS": "bảng thành viên giống hệt bảng hộ; đưa đúng bảng thành viên",
    "SAVE_AS_XLSX": "không đọc được loại tệp này; mở bằng Excel hoặc LibreOffice, lưu dạng .xlsx",
    "SEVERAL_TABLES": "có bảng khác bắt đầu ở đây; để mỗi bảng ở một trang tính hoặc một tệp",
    "SPACES": "có dấu cách ở đầu hoặc cuối; xóa dấu cách",
    "SUPERVISION_LEVEL": "địa bàn của thôn không có cấp này; giảm cấp hoặc ghi đủ địa bàn",
    "SUPERVISION_SIZES": "số Tổ ít nhất lớn hơn số Tổ nhiều nhất; giảm min hoặc tăng max",
    "SUPERVISION_WITHOUT_TEAMS": "chưa yêu cầu lập Tổ; ghi rules.teams hoặc bỏ supervision",
    "SWAPPED": "x và y có vẻ bị đổi chỗ; x là kinh độ, y là vĩ độ",
    "SWAPPED_AXES": "x và y của điểm này có vẻ bị đổi chỗ; đổi lại",
    "TABLES_APART": "thành viên nằm xa các hộ; nếu hai bảng khác hệ tọa độ, ghi hệ từng bảng",
    "TABLE_TWICE": "bảng này có hai lần; chỉ giữ một",
    "TOTALS_ROW": "dòng này cộng các dòng khác; xóa dòng này",
    "TOO_DEEP": "lồng nhau quá nhiều cấp; viết lại theo mẫu",
    "TOO_LARGE": "số quá lớn; giảm xuống",
    "TOO_LONG": "quá dài; viết ngắn lại",
    "TOO_MANY_BYTES": "tệp sau khi mở ra lớn hơn mức nhận; tách thành nhiều tệp hoặc bớt cột",
    "TOO_MANY_PROPERTIES": "bản đồ có quá nhiều tên thuộc tính; chỉ giữ những thuộc tính cần dùng",
    "TOO_MANY_CELLS": "quá nhiều ô; xóa những ô nằm xa ngoài bảng hoặc tách bảng",
    "TOO_MANY_COLUMNS": "quá nhiều cột hoặc nhóm dòng; bớt cột hoặc ghi nhóm dòng lớn hơn",
    "TOO_MANY_ELEMENTS": "quá nhiều phần tử; tách thành nhiều tệp",
    "TOO_MANY_FEATURES": "bản đồ có quá nhiều đối tượng; tách bản đồ",
    "TOO_MANY_LAYERS": "bản đồ có quá nhiều lớp; chỉ giữ lớp của bảng",
    "TOO_MANY_LOCKED": "số hộ cố định vượt mức nhiều nhất của thành viên; tăng max hoặc bỏ bớt",
    "TOO_MANY_NODES": "quá nhiều mục; ghi quy định cho địa bàn rộng hơn",
    "TOO_MANY_ROWS": "bảng có quá nhiều dòng; tách thành nhiều kịch bản",
    "TOO_MANY_SHEETS": "quá nhiều trang tính; chỉ giữ các trang của bảng",
    "TOO_MANY_VERTICES": "hình vẽ có quá nhiều đỉnh; đơn giản hóa hoặc tách bản đồ",
    "TOO_SHORT": "đoạn đường ngắn hơn đường thẳng giữa hai điểm; sửa số mét hoặc để trống",
    "TWO_AREAS": "bảng có cả cột area và area_1; chỉ giữ một cách ghi",
    "TWO_COORDINATES": "có hai cách ghi tọa độ khác nhau; chỉ giữ một",
    "TWO_LOCATIONS": "bảng có cả hình vẽ và cột x, y; xóa cột x, y",
    "UNKNOWN_AREA": "không thôn nào thuộc địa bàn này; sửa tên hoặc xóa",
    "UNKNOWN_COORDINATES": (
        "cần ghi metres (mét), lonlat (kinh độ, vĩ độ), mã như EPSG:9217, "
        'hoặc VN-2000 và tên tỉnh, ví dụ "VN-2000 Ninh Thuận"'
    ),
    "UNKNOWN_FIELD": (
        "không rõ cột này là gì nên không nhận (không nhập họ tên, điện thoại); hãy xóa, "
        "bỏ qua (--leave-out, leave_out) hoặc ghi nó là mục nào (--columns, columns)"
    ),
    "UNKNOWN_FORMAT": (
        "không nhận loại tệp này; dùng .xlsx, .xls, .ods, .csv, .geojson, .gpkg, .kml, .shp"
    ),
    "UNKNOWN_HAMLET": "không ai của thôn ở xóm mang tên này; sửa tên xóm",
    "UNKNOWN_HOUSEHOLD": "thôn này không có hộ mang mã đó; sửa mã",
    "UNKNOWN_KIND": "loại phải là locked, forbidden hoặc current; sửa lại",
    "UNKNOWN_LEADER": "thôn này không có thành viên mang mã đó; sửa mã",
    "UNKNOWN_MEMBER": "thôn này không có thành viên mang mã đó; sửa mã",
    "UNKNOWN_NODE": "đoạn đường nối tới điểm không có; sửa lại",
    "UNKNOWN_PLACE": "thôn này không có địa điểm (hoặc hộ) mang mã đó; sửa mã",
    "UNKNOWN_TABLE": "không có bảng mang tên này; đổi tên theo mẫu hoặc xóa",
    "UNKNOWN_VILLAGE": "không có thôn mang mã này; sửa mã hoặc thêm thôn",
    "VILLAGE_CONFLICT": "thôn đã ghi khác với ranh giới mà điểm này nằm trong; sửa một trong hai",
    "VILLAGE_TOO_LARGE": "thôn quá lớn để lập kế hoạch; chia nhỏ hoặc bớt rào cản và đường ở xa",
    "UNNAMED_COLUMN": "có cột không tên; đặt tên hoặc xóa cột",
    "UNREADABLE": "không đọc được tệp này; mở ra, lưu lại rồi thử lại",
    "UNSEEN_CHARACTER": "có ký tự không nhìn thấy; gõ lại ô này",
    "WHICH_COLUMN": "nhiều cột có thể là mục này; ghi rõ cột nào (--columns, columns)",
    "WHICH_LAYER": "cần một lớp mang tên của bảng; đặt lại tên lớp",
    "WHICH_SHEET": "cần một trang tính mang tên của bảng; đặt lại tên trang tính",
    "YAML_ALIAS": "không dùng dấu neo (&), bí danh (*) hay <<; hãy viết đầy đủ quy định",
    "WRONG_SYSTEM": "hệ tọa độ đã ghi không dùng ở vùng này; ghi đúng hệ tọa độ",
    "WRONG_CELL_COUNT": "dòng này thừa hoặc thiếu ô so với dòng tên cột; kiểm tra dấu phẩy",
}


WITH_PARAMS: Mapping[str, str] = {
    "DUPLICATE_ID": "mã này đã dùng ở {first}; đổi một trong hai",
    "LOOK_ALIKE_IDS": "{first!r} trông giống {second!r} nhưng được coi là mã khác; ghi thống nhất",
    "PAIR_TWICE": "cặp hộ và thành viên này đã được ghi ở {first}; chỉ giữ một",
    "SUPERVISION_LEVEL": "địa bàn của thôn {village} chỉ có {levels} cấp (số thôn như vậy: "
    "{count}); giảm cấp hoặc ghi đủ địa bàn",
}
"""Sentences that are made with a problem's params, where it has them."""
_WORDS = {"row": "dòng", "line": "dòng", "feature": "đối tượng", "building": "nhà"}
_PLACE = re.compile(r" (row|line|feature|building) (?=[0-9])")
_SHEET = re.compile(r"(?<=\.xlsx|\.xlsm) sheet |(?<=\.xls|\.ods) sheet ")


def translate_problem(detail: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a problem's JSON with its message in the language; as it was where there is none."""
    said = dict(detail.get("params", {}))
    sentence = vietnamese(str(detail["code"]), said) if language == "vi" else None
    return dict(detail) if sentence is None else {**detail, "message": sentence}


def vietnamese(code: str, params: Mapping[str, Any]) -> str | None:
    """Return a problem's sentence in Vietnamese, with its params where it has them."""
    wanted = BY_KIND.get((code, str(params.get("kind", "")))) or WITH_PARAMS.get(code)
    places = {name: place_in_vietnamese(str(value)) for name, value in params.items()}
    try:
        return SENTENCES.get(code) if wanted is None else wanted.format(**places)
    except KeyError:
        return SENTENCES.get(code)


def place_in_vietnamese(where: str) -> str:
    """Return a place with its words in Vietnamese: ``households.csv dòng 17``."""
    told = _PLACE.sub(lambda found: f" {_WORDS[found[1]]} ", where)
    return _SHEET.sub(" trang tính ", told)
