from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.goals import Stage
from optimizer.domain.plan import Reason
from optimizer.domain.proof import Proof
from optimizer.errors import ScenarioError
from optimizer.output.summary.summary_table import (
    SCHEMA,
    day_of,
    read_summary_table,
    write_summary_table,
)
from optimizer.output.summary.village_summary import summarise_failure, summarise_village
from tests.optimizer.hand_made import SERVED, SERVED_PLAN, SHORT, SHORT_PLAN

TODAY = date(2026, 11, 24)


def test_that_every_tally_comes_back(tmp_path: Path) -> None:
    """Tests that a served, a short, an open and a failed village are read as they were written."""
    short = summarise_village(SHORT, SHORT_PLAN)
    rows = [
        summarise_village(SERVED, SERVED_PLAN),
        short,
        replace(
            short,
            village_id="c",
            area=(),
            proofs={Stage.WALK: Proof(3.0, 1.5), Stage.SERVE: Proof(0.0, 0.0)},
            unserved={Reason.MINIMUM: 3, Reason.EXCLUDED: 1},
            x=None,
            teams=4,
        ),
        summarise_failure(SHORT, Failure(FailureCode.LOST, "its worker ended"), seconds=2.5),
    ]
    write_summary_table(tmp_path / "v.parquet", rows, TODAY)
    assert list(read_summary_table(tmp_path / "v.parquet")) == rows


def test_that_many_rows_keep_their_order(tmp_path: Path) -> None:
    """Tests that rows written in several pieces come back in their order."""
    short = summarise_village(SHORT, SHORT_PLAN)
    rows = [replace(short, village_id=f"v{nth}") for nth in range(4500)]
    write_summary_table(tmp_path / "v.parquet", iter(rows), TODAY)
    assert [row.village_id for row in read_summary_table(tmp_path / "v.parquet")] == [
        row.village_id for row in rows
    ]


def test_that_another_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    """Tests that a missing file, no Parquet, and other columns each give one problem."""
    path = tmp_path / "v.parquet"
    with pytest.raises(ScenarioError, match="cannot be read; name a whole result folder"):
        list(read_summary_table(path))
    path.write_bytes(b"PAR1 no")
    with pytest.raises(ScenarioError, match="cannot be read"):
        list(read_summary_table(path))
    pq.write_table(pa.table({"village_id": ["a"]}), path)
    for reader in (lambda: list(read_summary_table(path)), lambda: day_of(path)):
        with pytest.raises(ScenarioError, match="another version wrote it"):
            reader()


def test_that_the_day_of_the_plan_is_kept(tmp_path: Path) -> None:
    """Tests that the file itself says when it was made, and that a missing one is told."""
    write_summary_table(tmp_path / "v.parquet", [], TODAY)
    assert day_of(tmp_path / "v.parquet") == TODAY
    with pytest.raises(ScenarioError, match="name a whole result folder"):
        day_of(tmp_path / "none.parquet")


def test_that_every_field_of_a_tally_has_a_column() -> None:
    """Tests that a new field of the tally cannot be forgotten here."""
    assert SCHEMA.names == list(summarise_village(SERVED, SERVED_PLAN).__dataclass_fields__)
