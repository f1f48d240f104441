"""Tests for numbers as people write them."""

from __future__ import annotations

import pytest

from optimizer.input.checks.written_numbers import is_ambiguous, readings, written_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("800", 800.0),
        ("1500", 1500.0),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("1.500,5", 1500.5),
        ("1,500.5", 1500.5),
        ("1.500.000", 1_500_000.0),
        ("1,500,000", 1_500_000.0),
        ("1000.000", 1000.0),
        ("1\u00a0500", 1500.0),
        (" 12 ", 12.0),
        ("1e3", 1000.0),
        ("-0,25", -0.25),
    ],
)
def test_that_a_number_with_one_reading_is_read(text: str, value: float) -> None:
    """Tests that points, commas and groups are read where only one number can be meant."""
    assert written_number(text) == value


@pytest.mark.parametrize("text", ["1.500", "1,500", "20.000", "-1.500"])
def test_that_a_number_with_two_readings_is_none(text: str) -> None:
    """Tests that three digits behind one mark are never guessed."""
    assert is_ambiguous(text)
    assert written_number(text) is None
    large, small = readings(text)
    assert large == 1000 * small


@pytest.mark.parametrize(
    "text", ["", "m", "1.50.0", "1,2,3", "1 500 m", "0x10", "1_000", "nan", "inf", "1e999"]
)
def test_that_what_is_no_number_is_none(text: str) -> None:
    """Tests that words and broken groups are no numbers."""
    assert written_number(text) is None
