"""Tests for numbers as people write them."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.input.checks import RawTable
from optimizer.input.checks.numbers import numbers, whole_numbers
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


@pytest.mark.parametrize("text", ["1.000", "1,000", "12.000"])
def test_that_a_count_with_two_readings_is_refused(text: str) -> None:
    """Tests that a thousand households written with a mark are not taken for one."""
    table = RawTable("counts", 2, {"households": [text, "7"]}, "row {}".format, "f", text=True)
    values, faults = whole_numbers(table, "households")
    assert [fault.code for fault in faults] in (["AMBIGUOUS_NUMBER"], ["NOT_A_NUMBER"])
    assert np.isnan(values[0])
    assert values[1] == 7


def test_that_a_column_reads_as_a_cell_does() -> None:
    """Tests that a number with one reading is the same alone and in a column."""
    for text in ("800", "1.5", "1,5", "1.500,5", "1,500.5", "1.500.000", "0.500", "1 500", "-0,25"):
        table = RawTable("counts", 1, {"x": [text]}, "row {}".format, "f", text=True)
        values, faults = numbers(table, "x", required=True)
        assert (values.tolist(), faults) == ([written_number(text)], []), text


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["659", "6.103", "1.020", "11.972"], 3),
        (["659.000", "6.103", "1.020", "11.972"], 0),
        (["659", "6.1", "1.020", "11.972"], 0),
        (["659", "6.103", "1.020"], 0),
    ],
)
def test_that_points_between_thousands_are_not_taken_for_decimals(
    cells: list[str], found: int
) -> None:
    """Tests that 6.103 beside 659 is asked about, and columns with plain decimals are read."""
    table = RawTable("households", len(cells), {"x": cells}, "row {}".format, "f", text=True)
    _, faults = numbers(table, "x", required=True)
    assert sum(len(fault.rows) for fault in faults) == found
    assert {fault.code for fault in faults} <= {"AMBIGUOUS_NUMBER"}
