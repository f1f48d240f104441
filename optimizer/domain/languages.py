"""The languages of messages, and how each writes numbers and dates: Babel's copy of the CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from math import isfinite
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent


class Language(StrEnum):
    """A language of messages and reports."""

    EN = "en"
    VI = "vi"


_TAGS: Mapping[Language, tuple[str, str | None]] = MappingProxyType(
    {Language.EN: ("en", "GB"), Language.VI: ("vi", None)}
)
_REMEMBERED = 1 << 14
"""Numbers whose text is remembered: counts come again and again, and each takes 20 µs anew."""


@cache
def _locale(language: Language) -> Locale:
    return Locale(*_TAGS[language])


def decimal_mark(language: Language) -> str:
    """Return what stands before decimals."""
    return written_number(0.5, language, digits=1)[1]


def written_number(value: float, language: Language, *, digits: int = 0) -> str:
    """Return a number with so many decimals: 3,951.0 in English, 3.951,0 in Vietnamese."""
    # Babel reads str(value), which a truth value, also numpy's, does not have as a number.
    whole = isfinite(value) and value == int(value)
    return _remembered(int(value) if whole else float(value), language, digits)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(value: float, language: Language, digits: int) -> str:
    decimals = f".{'0' * digits}" if digits else ""
    return format_decimal(value, format=f"#,##0{decimals}", locale=_locale(language))


def shortest_number(value: float, language: Language) -> str:
    """Return a number with as many decimals as it has, nine at most."""
    return format_decimal(value, format="#,##0.#########", locale=_locale(language))


def written_percent(share: float, language: Language, *, digits: int = 0) -> str:
    """Return a share as a percentage: 0.5% for 0.005 in English, 0,5% in Vietnamese."""
    decimals = f".{'0' * digits}" if digits else ""
    return format_percent(share, format=f"0{decimals}%", locale=_locale(language))


def written_date(day: date, language: Language) -> str:
    """Return a day: 28 Nov 2026 in English, 28/11/2026 in Vietnamese."""
    if language is Language.VI:
        return format_skeleton("yMd", day, locale=_locale(language))
    return format_date(day, "medium", locale=_locale(language))
