"""VN-2000: the central meridian of each province's zone, and the zone's code.

Zones of 3° (scale 0.9999) round the meridian that circular 973/2001/TT-TCĐC gives each province;
the names are those of the 63 provinces before July 2025, whose zones the cadastre still has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from optimizer.input.columns import fold_heading

ZONES: Mapping[str, tuple[int, str]] = {
    "103 00": (9205, "Lai Châu, Điện Biên"),
    "104 00": (9206, "Sơn La"),
    "104 30": (9207, "Kiên Giang, Cà Mau"),
    "104 45": (9208, "Lào Cai, Yên Bái, Nghệ An, Phú Thọ, An Giang"),
    "105 00": (
        5897,
        "Hà Nội, Hà Tây, Thanh Hóa, Vĩnh Phúc, Ninh Bình, Đồng Tháp, Cần Thơ, Hậu Giang, Bạc Liêu",
    ),
    "105 30": (
        9209,
        (
            "Hà Giang, Hải Dương, Hà Nam, Bắc Ninh, Hưng Yên, Thái Bình, Nam Định, Hà Tĩnh, "
            "Tây Ninh, Vĩnh Long, Trà Vinh, Sóc Trăng"
        ),
    ),
    "105 45": (
        9210,
        (
            "Cao Bằng, Hải Phòng, Long An, Bến Tre, Tiền Giang, Bình Dương, "
            "Thành phố Hồ Chí Minh, TP Hồ Chí Minh, Hồ Chí Minh"
        ),
    ),
    "106 00": (9211, "Tuyên Quang, Hòa Bình, Quảng Bình"),
    "106 15": (9212, "Quảng Trị, Bình Phước"),
    "106 30": (9213, "Bắc Kạn, Thái Nguyên"),
    "107 00": (9214, "Bắc Giang, Thừa Thiên Huế, Thừa Thiên - Huế, Huế"),
    "107 15": (9215, "Lạng Sơn"),
    "107 30": (9216, "Kon Tum"),
    "107 45": (
        5899,
        "Quảng Ninh, Đồng Nai, Bà Rịa - Vũng Tàu, Quảng Nam, Lâm Đồng, Đà Nẵng",
    ),
    "108 00": (5898, "Quảng Ngãi"),
    "108 15": (9217, "Ninh Thuận, Khánh Hòa, Bình Định"),
    "108 30": (9218, "Đắk Lắk, Đắk Nông, Phú Yên, Gia Lai, Bình Thuận"),
}
"""Central meridian (degrees and minutes) to EPSG code and provinces."""

MERIDIANS: Mapping[int, str] = {
    code: f"{name[:3]}°{name[4:]}'" for name, (code, _) in ZONES.items()
}
"""Code to central meridian."""

_PROVINCES: Mapping[str, int] = {
    fold_heading(province): code for code, names in ZONES.values() for province in names.split(",")
}
_PREFIX = re.compile(r"^vn ?2000\b ?(?:tm 3 )?(?:zone |tinh |kinh tuyen truc |kinh tuyen )?")
_UNIT = re.compile(r"^(?:tinh|thanh pho|tp)\b ?")
_MERIDIAN = re.compile(r"(1\d\d)(?: ?(\d\d))?")


_OTHER_NAMES = frozenset(("TP Hồ Chí Minh", "Hồ Chí Minh", "Thừa Thiên - Huế", "Huế"))


def provinces_of(system: str) -> str:
    """Return the provinces of a zone by its code, as a list in a sentence; '' for other systems."""
    names = next((names for code, names in ZONES.values() if system == f"EPSG:{code}"), "")
    listed = map(str.strip, names.split(","))
    return ", ".join(name for name in listed if name not in _OTHER_NAMES)


def province_code(name: str) -> int | None:
    """Return the EPSG code of the zone of a province, None where the name is none."""
    word = fold_heading(name)
    return _PROVINCES.get(_UNIT.sub("", word) or word)


def code_of(name: str) -> int | None:
    """Return the EPSG code of a zone of VN-2000, None where the name is none.

    Parameters
    ----------
    name
        ``VN-2000`` and a central meridian or a province; a province may stand alone.
    """
    word = fold_heading(name)
    rest = _PREFIX.sub("", word)
    if rest in _PROVINCES:
        return _PROVINCES[rest]
    found = _MERIDIAN.fullmatch(rest)
    if rest == word or found is None:
        return None
    zone = ZONES.get(f"{found[1]} {found[2] or '00'}")
    return None if zone is None else zone[0]
