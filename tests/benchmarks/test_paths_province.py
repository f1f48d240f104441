"""What paths add to a province, on its smallest villages."""

from __future__ import annotations

import pytest

from benchmarks.paths_province import Spent, detour_of, province, province_promise, province_table


def test_that_both_metrics_are_timed_on_the_same_villages() -> None:
    """Tests that the smallest of some villages is planned, verified and put into the table."""
    villages = sorted(province(100), key=lambda village: len(village.households))[:1]
    (plain, alike), table = province_promise(villages)
    assert "1 villages of ninh-thuan" in plain.promise
    assert f"the detour factor {detour_of(villages):g}" in alike.promise
    assert 1 < detour_of(villages) < 3
    assert table.row_count == 7


def test_that_the_parts_of_a_plan_add_up() -> None:
    """Tests that villages are summed part by part, and that search is planning less distances."""
    both = Spent(3.0, 1.0, 0.5, 1, 4) + Spent(1.0, 0.5, 0.5, 0, 0)
    assert (both.whole_s, both.search_s, both.short, both.recruits) == (5.0, 2.5, 1, 4)


def test_that_the_same_search_is_set_against_the_straight_line() -> None:
    """Tests that only distances and verifying count in the last row: (8 + 2 + 1) / 10."""
    by_path, plain = Spent(30.0, 2.0, 1.0, 3, 9), Spent(9.0, 1.0, 1.0, 1, 2)
    alike = Spent(19.0, 1.0, 2.0, 1, 2)
    table = province_table(by_path, plain, alike)
    last = [str(list(table.columns[column].cells)[-1]) for column in (3, 5)]
    assert list(map(float, last)) == pytest.approx([1.1, 1.0])
