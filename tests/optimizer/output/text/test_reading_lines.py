"""What is said of what was read."""

from __future__ import annotations

import pytest

from optimizer.domain.languages import Language
from optimizer.output.text.reading_lines import ReadCounts, reading_lines


@pytest.mark.parametrize(
    ("language", "households", "members", "line"),
    [
        (Language.EN, 1, 1, "Read: 1 household, 1 member, metres"),
        (Language.EN, 1200, 2, "Read: 1,200 households, 2 members, metres"),
        (Language.VI, 1200, 1, "Đã đọc: 1.200 hộ, 1 thành viên, mét"),
    ],
)
def test_that_counts_are_said_as_people_say_them(
    language: Language, households: int, members: int, line: str
) -> None:
    """Tests that one is no plural, and that metres are told in the reader's language."""
    counts = ReadCounts(households, members)
    assert list(reading_lines(counts, ("metres",), (), language)) == [line]


def test_that_a_system_keeps_its_name() -> None:
    """Tests that a name of a system is not translated."""
    (line,) = reading_lines(ReadCounts(2, 2), ("VN-2000 108°15'",), (), Language.VI)
    assert line == "Đã đọc: 2 hộ, 2 thành viên, VN-2000 108°15'"
