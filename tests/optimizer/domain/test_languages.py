"""Numbers and dates as each language writes them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

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
