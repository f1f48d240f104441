"""Numbers as people write them in a cell: one reading, or none where two are possible."""

from __future__ import annotations

import math
import re

_POINTS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+")
_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+")
_POINTS_COMMA = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_COMMAS_POINT = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_POINT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def is_ambiguous(text: str) -> bool:
    """Tell whether text is one number to one reader and a thousandth of it to another.

    ``1.500`` is fifteen hundred in Vietnam and one and a half in England; ``1.500.000`` and
    ``1.5`` are plain.
    """
    groups = _POINTS.fullmatch(text) or _COMMAS.fullmatch(text)
    return groups is not None and text.count(".") + text.count(",") == 1


def written_number(text: str) -> float | None:
    """Return the only number that text can be, None where it is none or ambiguous."""
    text = text.strip().replace("\u00a0", "").replace("\u202f", "")
    if is_ambiguous(text):
        return None
    if _POINTS.fullmatch(text) or _POINTS_COMMA.fullmatch(text) or _COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _COMMAS.fullmatch(text) or _COMMAS_POINT.fullmatch(text):
        text = text.replace(",", "")
    if not _POINT.fullmatch(text.lstrip()):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def readings(text: str) -> tuple[float, float]:
    """Return both numbers that an ambiguous text may be, the larger first."""
    plain = text.strip().replace(",", ".")
    return float(plain.replace(".", "")), float(plain)
