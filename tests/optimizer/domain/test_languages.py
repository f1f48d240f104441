"""Numbers and dates as each language writes them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.languages import (
    Language,
    decimal_mark,
    shortest_number,
    written_date,
    written_number,
    written_percent,
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.EN, ["3,951", "3,951.2", "1,234,567.125", "0.30%", "28 Nov 2026", "."]),
        (Language.VI, ["3.951", "3.951,2", "1.234.567,125", "0,30%", "28/11/2026", ","]),
    ],
)
def test_that_each_language_writes_as_its_readers_do(language: Language, told: list[str]) -> None:
    """Tests that 3,951 is no fraction to anybody, and that days come before months."""
    assert told == [
        written_number(3951, language),
        written_number(3951.2, language, digits=1),
        shortest_number(1234567.125, language),
        written_percent(0.003, language, digits=2),
        written_date(date(2026, 11, 28), language),
        decimal_mark(language),
    ]


@pytest.mark.parametrize(
    "value", [0, 0.4, 999.9, 12345.678, 1e9, True, np.float64(0.5), np.int64(7), np.True_, -3]
)
def test_that_english_numbers_are_those_of_python(value: float) -> None:
    """Tests that no digit is lost, against Python's own writing."""
    assert written_number(value, Language.EN) == f"{float(value):,.0f}"
    assert written_number(value, Language.EN, digits=2) == f"{float(value):,.2f}"


LOCALES = {Language.EN: Locale("en", "GB"), Language.VI: Locale("vi")}
NUMBERS = st.floats(-1e15, 1e15) | st.integers(-(10**12), 10**12) | st.sampled_from([0.5, 1.5, 2.5])


@pytest.mark.parametrize("language", Language)
@given(value=NUMBERS, digits=st.integers(0, 6))
def test_that_numbers_are_those_of_the_cldr(language: Language, value: float, digits: int) -> None:
    """Tests that every digit, mark and sign is as in Babel's writing, by Unicode's data."""
    locale = LOCALES[language]
    decimals = f".{'0' * digits}" if digits else ""
    whole = int(value) if value == int(value) else value
    pattern = f"#,##0{decimals}"
    expected = format_decimal(whole, format=pattern, locale=locale)
    assert written_number(value, language, digits=digits) == expected
    pattern = "#,##0.#########"
    assert shortest_number(value, language) == format_decimal(value, format=pattern, locale=locale)
    share = value / 1e9
    expected = format_percent(share, format=f"0{decimals}%", locale=locale)
    assert written_percent(share, language, digits=digits) == expected


@pytest.mark.parametrize("language", Language)
@given(day=st.dates(date(1000, 1, 1)))
def test_that_days_are_those_of_the_cldr(language: Language, day: date) -> None:
    """Tests that every day is written as Babel writes it."""
    expected = (
        format_skeleton("yMd", day, locale=LOCALES[language])
        if language is Language.VI
        else format_date(day, "medium", locale=LOCALES[language])
    )
    assert written_date(day, language) == expected
