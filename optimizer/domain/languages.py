"""The languages of messages, and how each writes numbers and dates, as the CLDR has it.

The tests compare every function with Babel's copy of the CLDR, which knows some hundred languages
more and is 36 MB.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from types import MappingProxyType


class Language(StrEnum):
    """A language of messages and reports."""

    EN = "en"
    VI = "vi"


@dataclass(frozen=True, slots=True)
class _Writing:
    """How a language writes numbers."""

    group: str
    decimal: str


_WRITING: Mapping[Language, _Writing] = MappingProxyType(
    {Language.EN: _Writing(",", "."), Language.VI: _Writing(".", ",")}
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
_MOST_DECIMALS = 9
_REMEMBERED = 1 << 14
"""Numbers whose text is remembered: counts come again and again."""


def decimal_mark(language: Language) -> str:
    """Return what stands before decimals."""
    return _WRITING[language].decimal


def written_number(value: float, language: Language, *, digits: int = 0) -> str:
    """Return a number with so many decimals: 3,951.0 in English, 3.951,0 in Vietnamese."""
    # A decimal is made of str(value), which a truth value, also numpy's, does not have as a number.
    whole = isfinite(value) and value == int(value)
    return _remembered(int(value) if whole else float(value), language, digits)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(value: float, language: Language, digits: int) -> str:
    return _written(_rounded(value, digits), language, ",")


def shortest_number(value: float, language: Language) -> str:
    """Return a number with as many decimals as it has, nine at most."""
    text = f"{_rounded(value, _MOST_DECIMALS):f}"
    return _written(Decimal(text.rstrip("0").rstrip(".")), language, ",")


def written_percent(share: float, language: Language, *, digits: int = 0) -> str:
    """Return a share as a percentage: 0.5% for 0.005 in English, 0,5% in Vietnamese."""
    return f"{_written(_rounded(share, digits, hundredfold=2), language, '')}%"


def written_date(day: date, language: Language) -> str:
    """Return a day: 28 Nov 2026 in English, 28/11/2026 in Vietnamese."""
    if language is Language.VI:
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _rounded(value: float, digits: int, *, hundredfold: int = 0) -> Decimal:
    """Return a number with so many decimals, halves to the even digit."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        return exact
    return exact.scaleb(hundredfold).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)


def _written(value: Decimal, language: Language, group: str) -> str:
    """Return a number with the marks of a language; NaN and infinity have none."""
    if value.is_nan():
        return "NaN"
    if value.is_infinite():
        return "-∞" if value < 0 else "∞"
    marks = str.maketrans(",.", _WRITING[language].group + _WRITING[language].decimal)
    return f"{value:{group}f}".translate(marks)
