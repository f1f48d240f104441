from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.output.summary.row_store import RowStore
from tests.optimizer.output.report.rows import FAILED, FINE, POOR, many


def test_that_rows_come_back_as_they_were(tmp_path: Path) -> None:
    """Tests that every field of every row is kept, in the order of the ids, again and again."""
    given = sorted([FINE, POOR, FAILED], key=lambda row: row.village_id)
    with RowStore(tmp_path) as rows:
        rows.extend(given)
        assert list(rows) == list(rows) == given
        assert len(rows) == 3


def test_that_rows_are_ranked_by_need(tmp_path: Path) -> None:
    """Tests that what has no plan comes first, then most recruits, most unserved, and by id."""
    given = [
        replace(row, village_id=f"{nth:02}")
        for nth, row in enumerate([FINE, POOR, FAILED, FINE, POOR, FAILED, POOR])
    ]
    given[6] = replace(given[6], unserved=dict.fromkeys(POOR.unserved, 9))
    with RowStore(tmp_path) as rows:
        rows.extend(given)
        assert list(rows.ranked()) == sorted(given, key=lambda row: row.urgency)
        assert "".join(row.village_id[1] for row in rows.ranked()) == "2561403"


def test_that_many_rows_are_in_a_file_without_a_name(tmp_path: Path) -> None:
    """Tests that rows beyond what memory may hold are read back, and nothing is left behind."""
    given = many(1500)
    with RowStore(tmp_path) as rows:
        rows.extend(given)
        assert list(tmp_path.iterdir()) == []
        assert list(rows) == given
        assert list(rows.ranked())[700] == given[700]
    assert list(tmp_path.iterdir()) == []


def test_that_no_rows_are_rows(tmp_path: Path) -> None:
    """Tests that nothing is ranked and read where nothing was added."""
    with RowStore(tmp_path) as rows:
        assert (len(rows), list(rows), list(rows.ranked())) == (0, [], [])


def test_that_rows_out_of_order_are_a_fault(tmp_path: Path) -> None:
    """Tests that the order of the ids, on which the ranking of equals rests, is seen to."""
    with RowStore(tmp_path) as rows:
        rows.add(replace(FINE, village_id="b"))
        with pytest.raises(ValueError, match="a after b"):
            rows.add(replace(FINE, village_id="a"))
