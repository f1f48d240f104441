"""The names that people give to fields and tables, and how two names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_NOT_WORDS = re.compile(r"[\W_]+")

TABLES: Mapping[str, Sequence[str]] = {
    "villages": ("village", "thon", "cac thon", "danh sach thon", "khu pho", "thon khu pho"),
    "households": ("household", "ho", "ho dan", "ho gia dinh", "cac ho", "danh sach ho", "chu ho"),
    "members": (
        *("member", "thanh vien", "to vien", "cac thanh vien", "danh sach thanh vien"),
        *("thanh vien to", "to bao ve", "to bao ve antt", "luc luong"),
    ),
    "places": ("place", "dia diem", "cac dia diem"),
    "pairs": ("pair", "cap", "phan cong"),
    "distances": ("distance", "khoang cach", "bang khoang cach", "matrix", "ma tran"),
    "hamlets": ("hamlet", "xom", "cac xom", "khoang cach xom", "khoang cach giua cac xom"),
    "teams": ("team", "to nhan dan tu quan", "cac to", "yeu cau ve to"),
}
"""Tables, with what people call them."""

_VILLAGE = (
    "village",
    "thon",
    "ma thon",
    "khu pho",
    "ma khu pho",
    "thon khu pho",
    "to dan pho",
    "thon to dan pho",
    "ap",
    "ban",
    "buon",
    "village id",
    "village code",
)
_VILLAGE_NAMES = ("ten thon", "ten khu pho", "village name")
_HOUSEHOLD = ("household", "ma ho", "ma ho gia dinh", "ma so ho", "household id", "hh id", "hhid")
_MEMBER = ("member", "ma thanh vien", "ma tv", "ma to vien", "member id")
_CODE = ("ma", "code", "ma so")
_NAME = ("ten", "ho ten", "ho va ten", "full name", "fullname")
_HOUSEHOLD_NAME = (
    *("chu ho", "ten chu ho", "ho ten chu ho", "ho va ten chu ho", "ten ho", "ten ho gia dinh"),
    *("householder", "household head", "head of household", "household name"),
)
_MEMBER_NAME = (
    *("ten thanh vien", "ho ten thanh vien", "ho va ten thanh vien", "ten to vien"),
    *("ho ten to vien", "ho va ten to vien", "member name"),
)

_LONGITUDE = ("longitude", "lon", "long", "lng", "kinh do")
_LATITUDE = ("latitude", "lat", "vi do")
DEGREES = frozenset({*_LONGITUDE, *_LATITUDE})
"""Names that say of a column that it holds degrees."""

_FIELDS: Mapping[str, Sequence[str]] = {
    "x": (
        *_LONGITUDE,
        *("x coord", "x coordinate", "coord x", "xcoord", "point x", "toa do x", "x m", "easting"),
    ),
    "y": (
        *_LATITUDE,
        *("y coord", "y coordinate", "coord y", "ycoord", "point y", "toa do y", "y m", "northing"),
    ),
    "geometry": ("geom", "wkt", "the geom", "wkt geom", "shape wkt", "geometry wkt"),
    "village": (*_VILLAGE, *_VILLAGE_NAMES),
    "min": ("so ho it nhat", "so ho toi thieu", "it nhat", "toi thieu"),
    "max": ("so ho nhieu nhat", "so ho toi da", "nhieu nhat", "toi da"),
    "team": ("ma to", "to nhom", "nhom", "to nhan dan tu quan"),
    "leader": ("to truong", "la to truong", "team leader", "is leader"),
    "other": ("thanh vien khac", "nguoi kia", "other member"),
    "household": (*_HOUSEHOLD, "ho"),
    "member": (*_MEMBER, "thanh vien"),
    "kind": ("loai",),
    "hamlet": ("xom", "ten xom", "ma xom"),
    "alley": ("ngo", "ten ngo", "hem", "ten hem", "kiet", "lane"),
    "order": ("thu tu", "thu tu nha", "so thu tu nha", "nha thu", "house order"),
    "metres": ("met", "so met", "khoang cach", "khoang cach m", "meters", "distance", "distance m"),
    "place": ("place id", "ma dia diem", "dia diem"),
    "from": ("tu", "tu xom", "from hamlet"),
    "to": ("den", "den xom", "to hamlet"),
    "area": ("dia ban",),
    "max_distance_m": ("khoang cach xa nhat m", "khoang cach toi da m"),
}
"""Fields, with what people call them in any table; the names are folded."""

_OWN: Mapping[str, Mapping[str, Sequence[str]]] = {
    "villages": {"id": (*_VILLAGE, *_CODE), "name": ("ten", *_VILLAGE_NAMES)},
    "households": {"id": (*_HOUSEHOLD, *_CODE), "name": (*_NAME, *_HOUSEHOLD_NAME)},
    "members": {"id": (*_MEMBER, *_CODE), "name": (*_NAME, *_MEMBER_NAME)},
    "names": {"id": _CODE, "name": (*_NAME, *_HOUSEHOLD_NAME, *_MEMBER_NAME)},
    "places": {"id": ("place", "place id", "ma dia diem", *_CODE)},
    "counts": {
        "id": (*_VILLAGE, *_CODE),
        "name": ("ten", *_VILLAGE_NAMES),
        "households": ("so ho", "so ho gia dinh", "tong so ho", "ho", "household"),
        "members": ("so thanh vien", "so tv", "tong so thanh vien", "thanh vien", "member"),
    },
}
"""What a name means in one table alone."""

_SPARE: Mapping[str, Mapping[str, Sequence[str]]] = {
    "villages": {"id": _VILLAGE_NAMES},
    "counts": {"id": _VILLAGE_NAMES},
}
"""What a name may stand in for where nothing better does: a village's name for its id."""

_ENDINGS: Mapping[str, Sequence[str]] = {"x": _LONGITUDE, "y": _LATITUDE}
"""Last words by which a longer name is known: ``nhà_latitude``, ``gps-Longitude``."""

_TOTALS = frozenset(
    {
        *("tong", "cong", "tong cong", "tong so", "tong chung", "tong hop", "cong chung"),
        *("toan xa", "toan phuong", "toan thon", "toan huyen", "toan tinh", "t cong", "tc"),
        *("total", "totals", "grand total", "subtotal", "sub total", "sum"),
    }
)
_BEGINNINGS = ("tong cong ", "tong so ", "cong xa ", "cong toan ", "cong phuong ", "total ")
_LETTERS = frozenset("tTcCgGsS")
"""With which those words begin: most cells are not looked at any further."""

_AROUND = re.compile(r"^(?:danh sach|bang|ds|cac|list of|sheet)\b|\b(?:nam )?20[0-9]{2}$|^[0-9]+ ")
"""What is written round the name of a table: a list of, a year, a number."""

ROW_NUMBERS = frozenset({"", "stt", "so tt", "tt", "no", "index", "unnamed 0", "so thu tu"})
"""Headings of columns that count rows, if they do."""
INDEX = "index level 0"
"""What pandas calls the column of its row numbers in Parquet, folded."""

EXACT, ALIAS, SPARE, ENDING = range(4)
"""Ranks, the best first."""


def fold_heading(name: str) -> str:
    """Return a name without case, accents and punctuation: ``_gps_Vĩ độ`` becomes ``gps vi do``."""
    apart = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return _NOT_WORDS.sub(" ", plain).strip()


def table_of(name: str) -> str:
    """Return the table that a file or a sheet of this name is; its own name where it is none."""
    word = name.strip().casefold()
    if word in TABLES:
        return word
    folded = fold_heading(name)
    for said in (folded, _AROUND.sub(" ", folded).strip()):
        for table, names in TABLES.items():
            if said in names or said == table:
                return table
    return word


def ranked_fields(table: str, heading: str) -> dict[str, int]:
    """Return the fields that a heading may be in a table, each with its rank."""
    found: dict[str, int] = {heading.strip().casefold(): EXACT}
    word = fold_heading(heading)
    for field, names in {**_FIELDS, **_OWN.get(table, {})}.items():
        if word in names:
            found.setdefault(field, ALIAS)
    found.setdefault(word.replace(" ", "_"), ALIAS)  # `_id`, `Max households`
    for field, names in _SPARE.get(table, {}).items():
        if word in names:
            found.setdefault(field, SPARE)
    for field, names in _ENDINGS.items():
        if any(word.endswith(f" {name}") for name in names):
            found.setdefault(field, ENDING)
    return found


def closes_table(cell: str) -> bool:
    """Tell whether a cell says who wrote or signed a table, or when: ``Người lập biểu``."""
    word = fold_heading(cell)
    return word.startswith(_CLOSINGS) or _DATED.search(word) is not None


_DATED = re.compile(r"\bngay( \d+)? thang( \d+)? nam( \d+)?$")
"""How a table ends in Vietnam: Phước Bình, ngày 29 tháng 11 năm 2026."""


_CLOSINGS = (
    *("nguoi lap", "lap bieu", "ngay ", "thu truong", "chu tich", "pho chu tich", "xac nhan"),
    *("ky ten", "ky ghi ro", "noi nhan", "tm ", "kt ", "can bo", "truong thon", "truong cong an"),
    *("prepared by", "approved by", "signature", "signed"),
)


def is_total(cell: str) -> bool:
    """Tell whether a cell says that its row adds others up: ``Tổng cộng``, ``Total``."""
    if cell.strip(" \u00a0.*")[:1] not in _LETTERS:
        return False
    word = fold_heading(cell)
    return word in _TOTALS or word.startswith(_BEGINNINGS)
