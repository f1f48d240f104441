"""A note as a sentence with its remedy, in English and in Vietnamese: one catalogue a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from optimizer.domain.languages import Language, shortest_number
from optimizer.domain.notes import Note, Value

LANGUAGES = ("en", "vi")
_NAMED = 10
"""Rows that a line names; the note has them all."""

_ENGLISH: Mapping[str, str] = {
    "ABSURD_VALUE": "the distance limit is {value} m; is that meant?",
    "ABSURD_LOAD": "a member may look after {value} households; is that meant?",
    "MORE_MEMBERS": "there are {members} members and {households} households; if the two tables "
    "are exchanged, exchange them back",
    "LOOKS_LIKE_KILOMETRES": "the households of village {village} all stand within {extent} m; if "
    "the coordinates are kilometres, write metres",
    "WRONG_SYSTEM": "read as {system}, {count} of {all} points lie outside the area where that is "
    "used ({area}), in the middle at {x} {y} degrees; name the system that they are in",
    "WRONG_PROVINCE": "read as {system}, which is not the zone of {province}; the points come out "
    "round {x} {y} degrees; write VN-2000 {province}, or mend the area",
    "WRONG_PLACE": "read as {system}, the points come out round {x} {y} degrees, which is not in "
    "{place}; name the system that they are in, or mend the area",
    "WRONG_COUNTRY": "read as {system}, the points come out round {x} {y} degrees, outside "
    "Vietnam; name the zone, or the province, that they are in",
    "ZONE_BESIDE": "read as {system}, the points come out round {x} {y} degrees, outside Vietnam; "
    "read as {other} they lie in it; if they do, write {code}",
    "TABLES_APART": "in {villages} villages all members together lie {metres} m from the "
    "households; if the two tables are in different systems or zones, name the system of each",
    "DRAGGED_VILLAGE": "the village runs from {first} to {last}, one household each, as a "
    "spreadsheet fills a column downwards; write each household's village",
    "DRAGGED_ACROSS": "y is x, or one more, in {count} rows, as a spreadsheet fills a row to the "
    "right; write the measured values",
    "UNUSED_DISTANCES": "distances are named in {count} villages whose metric measures something "
    "else, and no plan looks at them; write the metric matrix, or leave them out",
    "LOOK_ALIKE_IDS": "the ids {first!r} and {second!r} look alike and are taken for two; if they "
    "are one, write it in one way",
    "LOOK_ALIKE_VILLAGES": "the villages {first!r} (households {first_households}, members "
    "{first_members}) and {second!r} (households {second_households}, members {second_members}) "
    "look alike and are planned as two; if they are one, write its id in one way",
    "LOOKS_LIKE_DEGREES": "the points of village {village} reach over {extent} m only; if they "
    "are degrees, write coordinates: lonlat",
    "DRAGGED_COLUMN": "{field} runs from {first} to {last} in steps of {step}, a row a step, as a "
    "spreadsheet fills a column downwards; write the measured values",
    "COPIED_COLUMN": "{field} is {first} in {count} rows one after the other, as a spreadsheet "
    "copies a cell downwards; write the measured values",
    "MEMBER_TWICE": "member {id} stands at the same point in the villages {villages} and is "
    "counted in each; keep one row, or divide the member's households by min and max",
    "OUTLIER": "far from all others of village {village}, up to {farthest_m} m from its middle: "
    "{ids} (rows: {count}); mend the coordinates, or the village",
    "OUTLIER_AMID": "of village {village} and amid village {amid}: {ids} (rows: {count}); mend "
    "the village, or the coordinates",
    "SWAPPED_AXES": "in the midst of village {village} if x and y are exchanged: {ids} (rows: "
    "{count}); exchange them",
    "COARSE_COORDINATES": "points of village {village} rounded to about a kilometre: {count} of "
    "{all}; write all decimals",
    "ROUNDED_COORDINATES": "points of village {village} rounded to about a hundred metres: {count} "
    "of {all}; write all decimals",
    "SAME_POINT": "{count} households of village {village} stand at one point ({x} {y}), which "
    "may be the default of a device or a form; write each one's own, or keep it for a block of "
    "flats",
    "REPEATED_FEATURES": "exactly where another one stands, and counted again: {count}; remove the "
    "copies, or keep them if they are several homes",
    "SAME_ROWS": "the members are the households, all {count}, with the same ids and points; give "
    "the table of members",
    "VILLAGE_CONFLICT": "stated to be of village {stated} and in the outline of {outline}: {ids} "
    "(rows: {count}), kept in {stated}; mend the village, the point or the outline",
    "OUTSIDE": "in no village, the farthest {farthest_m} m from the nearest one: {ids} (rows: "
    "{count}); mend the coordinates, or the outlines",
    "MORE_NOTES": "{count} more notes are not listed; mend those listed and try again",
    "COLUMNS_LEFT_OUT": "columns left out ({count}): {columns}",
    "LENDING_NOT_KEPT": "what villages could do for one another is not kept with a scenario and "
    "not answered by a job; send the request to /v1/optimize, or use the command line",
    "SUPERVISION_NOT_KEPT": "supervisors are not kept with a scenario and not answered by a job; "
    "send the request to /v1/optimize, or use the command line",
    "ENCODING": "read as {encoding}, which the file does not say; look at the names, and save it "
    "as CSV UTF-8 if they are wrong",
    "NOT_A_BUILDING": "no buildings by their tags and not counted: {count} ({kinds}); take "
    "them out, or give those that are houses building=yes",
    "TOTALS_ROW": "the row adds others up (or is an average or a share) and is not counted",
    "CLOSING_ROW": "rows at the end that say who signed the table are not counted: {count}",
    "COLUMN_NUMBERS": "the row numbers the columns and is not counted",
}
_VIETNAMESE: Mapping[str, str] = {
    "ABSURD_VALUE": "cự ly tối đa đang là {value} m; có đúng ý không?",
    "ABSURD_LOAD": "một thành viên được phụ trách đến {value} hộ; có đúng ý không?",
    "MORE_MEMBERS": "có {members} thành viên nhưng chỉ {households} hộ; nếu hai bảng bị đổi chỗ, "
    "hãy đổi lại",
    "LOOKS_LIKE_KILOMETRES": "các hộ của thôn {village} chỉ cách nhau trong {extent} m; nếu tọa độ "
    "tính bằng ki-lô-mét, hãy ghi bằng mét",
    "WRONG_SYSTEM": "đọc theo {system} thì {count} trong {all} điểm nằm ngoài vùng dùng hệ này "
    "({area}), trung tâm ở {x} {y} độ; hãy ghi đúng hệ tọa độ",
    "WRONG_PROVINCE": "đọc theo {system}, không phải múi của {province}; các điểm nằm quanh {x} "
    "{y} độ; hãy ghi VN-2000 {province}, hoặc sửa địa bàn",
    "WRONG_PLACE": "đọc theo {system} thì các điểm nằm quanh {x} {y} độ, không thuộc {place}; hãy "
    "ghi đúng hệ tọa độ, hoặc sửa địa bàn",
    "WRONG_COUNTRY": "đọc theo {system} thì các điểm nằm quanh {x} {y} độ, ngoài Việt Nam; hãy ghi "
    "đúng kinh tuyến trục hoặc tên tỉnh",
    "ZONE_BESIDE": "đọc theo {system} thì các điểm nằm quanh {x} {y} độ, ngoài Việt Nam; đọc theo "
    "{other} thì nằm trong Việt Nam; nếu đúng vậy, hãy ghi {code}",
    "TABLES_APART": "ở {villages} thôn, tất cả thành viên nằm cách các hộ {metres} m; nếu hai bảng "
    "dùng hệ tọa độ hoặc múi khác nhau, hãy ghi hệ của từng bảng",
    "DRAGGED_VILLAGE": "cột thôn chạy từ {first} đến {last}, mỗi thôn một hộ, như khi kéo ô trong "
    "bảng tính; hãy ghi đúng thôn của từng hộ",
    "DRAGGED_ACROSS": "y bằng x hoặc hơn một đơn vị trong {count} dòng, như khi kéo ô sang phải; "
    "hãy ghi số đo thật",
    "UNUSED_DISTANCES": "{count} thôn có bảng khoảng cách nhưng cách đo đang là cách khác nên "
    "không dùng đến bảng; ghi metric: matrix, hoặc bỏ bảng đi",
    "LOOK_ALIKE_IDS": "mã {first!r} và {second!r} trông giống nhau nhưng được coi là hai mã; nếu "
    "là một, hãy ghi thống nhất",
    "LOOK_ALIKE_VILLAGES": "hai thôn {first!r} ({first_households} hộ, {first_members} thành "
    "viên) và {second!r} ({second_households} hộ, {second_members} thành viên) trông giống nhau "
    "nhưng được tính là hai thôn; nếu là một, hãy ghi mã thống nhất",
    "LOOKS_LIKE_DEGREES": "các điểm của thôn {village} chỉ trải rộng {extent} m; nếu đây là kinh "
    "độ và vĩ độ, hãy ghi coordinates: lonlat",
    "DRAGGED_COLUMN": "{field} chạy từ {first} đến {last}, mỗi dòng thêm {step}, như khi kéo ô "
    "trong bảng tính; hãy ghi số đo thật",
    "COPIED_COLUMN": "{field} đều là {first} trong {count} dòng liền nhau, như khi kéo ô trong "
    "bảng tính; hãy ghi số đo thật",
    "MEMBER_TWICE": "thành viên {id} có cùng một điểm ở các thôn {villages} và được tính ở mỗi "
    "thôn; chỉ giữ một dòng, hoặc chia số hộ bằng min và max",
    "OUTLIER": "{count} điểm của thôn {village} nằm xa các điểm khác, xa nhất {farthest_m} m tính "
    "từ giữa thôn ({ids}); sửa tọa độ hoặc mã thôn",
    "OUTLIER_AMID": "{count} điểm của thôn {village} nằm giữa thôn {amid} ({ids}); sửa mã thôn "
    "hoặc tọa độ",
    "SWAPPED_AXES": "{count} điểm của thôn {village} sẽ nằm giữa thôn nếu đổi chỗ x và y ({ids}); "
    "hãy đổi lại",
    "COARSE_COORDINATES": "{count} trong {all} điểm của thôn {village} bị làm tròn đến khoảng một "
    "ki-lô-mét; hãy ghi đủ số lẻ",
    "ROUNDED_COORDINATES": "{count} trong {all} điểm của thôn {village} bị làm tròn đến khoảng một "
    "trăm mét; hãy ghi đủ số lẻ",
    "SAME_POINT": "{count} hộ của thôn {village} ở cùng một điểm ({x} {y}), có thể là điểm mặc "
    "định của thiết bị hoặc biểu mẫu; ghi điểm riêng từng hộ, hoặc giữ nguyên nếu là nhà chung cư",
    "REPEATED_FEATURES": "{count} điểm trùng khít với điểm khác và vẫn được tính; xóa bản sao, "
    "hoặc giữ nếu là nhiều hộ",
    "SAME_ROWS": "bảng thành viên giống hệt bảng hộ ({count} dòng, cùng mã và điểm); hãy đưa đúng "
    "bảng thành viên",
    "VILLAGE_CONFLICT": "{count} điểm ghi là của thôn {stated} nhưng nằm trong ranh giới "
    "{outline} ({ids}); vẫn giữ ở {stated}; sửa mã thôn, tọa độ hoặc ranh giới",
    "OUTSIDE": "{count} điểm không thuộc thôn nào, xa nhất cách thôn gần nhất {farthest_m} m "
    "({ids}); sửa tọa độ hoặc ranh giới",
    "MORE_NOTES": "còn {count} lưu ý nữa chưa liệt kê; sửa các điểm đã nêu rồi thử lại",
    "COLUMNS_LEFT_OUT": "bỏ qua {count} cột: {columns}",
    "LENDING_NOT_KEPT": "việc các thôn giúp nhau không lưu cùng dữ liệu và không tính khi xử lý "
    "trong hàng đợi; gửi tới /v1/optimize hoặc dùng dòng lệnh",
    "SUPERVISION_NOT_KEPT": "người phụ trách các Tổ không lưu cùng dữ liệu và không tính khi xử lý "
    "trong hàng đợi; gửi tới /v1/optimize hoặc dùng dòng lệnh",
    "ENCODING": "đọc theo bảng mã {encoding} vì tệp không ghi bảng mã; hãy xem lại các tên, nếu "
    "sai thì lưu lại dạng CSV UTF-8",
    "NOT_A_BUILDING": "{count} đối tượng không phải nhà nên không tính ({kinds}); bỏ ra khỏi tệp, "
    "hoặc ghi building=yes nếu là nhà",
    "TOTALS_ROW": "dòng này cộng các dòng khác (hoặc là bình quân, tỷ lệ) nên không tính",
    "CLOSING_ROW": "{count} dòng cuối ghi người lập, ký bảng nên không tính",
    "COLUMN_NUMBERS": "dòng này đánh số các cột nên không tính",
}
CATALOGUES = {"en": _ENGLISH, "vi": _VIETNAMESE}
_ANY = {
    "en": "this looks wrong ({figures}); look at it",
    "vi": "chỗ này có vẻ không đúng ({figures}); hãy xem lại",
}
_SHEET = {"en": " sheet ", "vi": " trang tính "}
_ROWS = {"en": ("row", "rows", "and {} more"), "vi": ("dòng", "dòng", "và {} dòng nữa")}


def sentence(note: Note, language: str) -> str:
    """Return what looks wrong and what to do, without its place."""
    key = _key(note)
    said = {name: _shown(value, language) for name, value in note.params.items()}
    text = CATALOGUES[language].get(key)
    if text is None:
        figures = ", ".join(f"{name} {value}" for name, value in said.items() if name != "source")
        return _ANY[language].format(figures=figures)
    return text.format(**said)


def english(note: Note) -> str:
    """Return the sentence in English."""
    return sentence(note, "en")


def note_line(note: Note, language: str) -> str:
    """Return place, sentence and code as one line of a terminal."""
    one, several, more = _ROWS[language]
    place = str(note.params.get("source", note.pointer)).replace(" sheet ", _SHEET[language])
    if note.rows:
        named = ", ".join(map(str, note.rows[:_NAMED]))
        left = len(note.rows) - _NAMED
        rest = f" {more.format(left)}" if left > 0 else ""
        place = f"{place} {one if len(note.rows) == 1 else several} {named}{rest}"
    said = sentence(note, language)
    return f"{place}: {said} [{note.code}]" if place else f"{said} [{note.code}]"


def _key(note: Note) -> str:
    """Return the sentence's name: one code may say different things."""
    for key, fits in _SENTENCES.get(note.code, {}).items():
        if fits(note.params):
            return key
    return note.code


_Fits = Callable[[Mapping[str, Value]], bool]
_SENTENCES: Mapping[str, Mapping[str, _Fits]] = {
    "OUTLIER": {
        "OUTLIER_AMID": lambda params: "amid" in params,
        "OUTSIDE": lambda params: "village" not in params,
    },
    "ABSURD_VALUE": {"ABSURD_LOAD": lambda params: params.get("field") == "max_households"},
    "COARSE_COORDINATES": {"ROUNDED_COORDINATES": lambda params: "rounded_m" in params},
    "WRONG_SYSTEM": {
        "WRONG_PROVINCE": lambda params: "province" in params,
        "WRONG_PLACE": lambda params: "place" in params,
        "WRONG_COUNTRY": lambda params: "country" in params,
        "ZONE_BESIDE": lambda params: "other" in params,
    },
    "DRAGGED_COLUMN": {
        "DRAGGED_ACROSS": lambda params: "across" in params,
        "DRAGGED_VILLAGE": lambda params: params.get("field") == "village",
        "COPIED_COLUMN": lambda params: params.get("step") == 0,
    },
    "LOOK_ALIKE_IDS": {"LOOK_ALIKE_VILLAGES": lambda params: "first_households" in params},
}
"""Sentences of a code that has several, with when each is said; the first that fits."""


def _shown(value: Value, language: str) -> Value:
    """Write a number as the language does: whole ones grouped, decimals as many as there are."""
    if isinstance(value, str):
        return value
    return shortest_number(value, Language(language))
