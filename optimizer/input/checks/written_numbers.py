"""Numbers as people write them in a cell: one reading, or none where two are possible.

This is the one grammar of written numbers. `numbers` reads whole columns with it, in which one
cell may tell what the mark of another means.
"""

from __future__ import annotations

import math
import re

_ONE_MARK = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""What may be thousands as well as decimals."""
_SPACES = " \u00a0\u202f"
_GROUPS_COMMA = re.compile(rf"[+-]?[0-9]{{1,3}}(?:[.{_SPACES}][0-9]{{3}})+,[0-9]+")
"""Groups of three, and decimals after a comma: 1.282.957,85."""
_GROUPS_POINT = re.compile(rf"[+-]?[0-9]{{1,3}}(?:[,{_SPACES}][0-9]{{3}})+\.[0-9]+")
_GROUPS_ALONE = re.compile(
    rf"[+-]?[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+"
    r"|[+-]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+"
)
"""Groups of three after each other, which no decimals are: 1.282.957."""
_BETWEEN = re.compile(r"[,.\s]")
_ONE_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def is_ambiguous(text: str) -> bool:
    """Tell whether text is one number to one reader and a thousandth of it to another.

    ``1.500`` is fifteen hundred in Vietnam and one and a half in England; ``1.500.000``, ``1.5``
    and ``0.500`` are plain.
    """
    return _ONE_MARK.fullmatch(text) is not None


def has_decimal_comma(text: str) -> bool:
    """Tell whether text is a number with one comma, which may stand before decimals."""
    return _ONE_COMMA.fullmatch(text) is not None or _GROUPS_COMMA.fullmatch(text) is not None


def without_groups(written: str) -> str:
    """Return a number without the marks between its thousands, where these are beyond doubt."""
    if _GROUPS_ALONE.fullmatch(written):
        return _BETWEEN.sub("", written)
    for groups, mark in ((_GROUPS_COMMA, ","), (_GROUPS_POINT, ".")):
        if groups.fullmatch(written):
            whole, _, decimals = written.rpartition(mark)
            return _BETWEEN.sub("", whole) + mark + decimals
    return written


def plain_number(text: str) -> float | None:
    """Return the number of digits and a point, infinite where it is too large; None for others."""
    return float(text) if _PLAIN.fullmatch(text) else None


def written_number(text: str) -> float | None:
    """Return the only number that text can be, None where it is none or ambiguous."""
    text = text.strip()
    if is_ambiguous(text):
        return None
    text = without_groups(text)
    value = plain_number(text.replace(",", ".") if _ONE_COMMA.fullmatch(text) else text)
    return value if value is not None and math.isfinite(value) else None


def readings(text: str) -> tuple[float, float]:
    """Return both numbers that an ambiguous text may be, the larger first."""
    plain = text.strip().replace(",", ".")
    return float(plain.replace(".", "")), float(plain)
