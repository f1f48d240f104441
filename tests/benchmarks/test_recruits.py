"""The measurement of the fewest recruits, untimed and small."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import orjson
import pytest

from benchmarks.recruits import Spec, kept, make, ours, rows, table
from benchmarks.recruits_peers import PEERS, Found, covering, direct


@pytest.mark.parametrize("seed", range(3))
def test_that_all_models_find_the_same_number(seed: int) -> None:
    """Tests that what is compared answers the same question, with members and without."""
    without, few = make(Spec(40, 0, 150.0, seed)), make(Spec(40, 2, 150.0, seed))
    assert ours(without).number == covering(without).number == direct(without).number
    assert ours(few).number == direct(few).number


@pytest.mark.parametrize("peer", sorted(PEERS.keys() - {"set cover"}))
def test_that_peers_are_told_of_the_members(peer: str) -> None:
    """Tests that whoever is installed finds our number: members are there and no recruits."""
    few = make(Spec(25, 1, 200.0, 0))
    found = PEERS[peer](few)
    assert found.proven
    assert found.number == ours(few).number


def test_that_the_table_sums_up() -> None:
    """Tests that a peer's share of proofs stands under the table."""
    measured = list(rows([Spec(30, 0, 150.0, 0)], {"peer": covering}))
    caption = str(table("small", measured).caption)
    assert caption.startswith("1 of 1 proven")
    assert "peer: proven 1 of 1" in caption


def test_that_rows_are_read_back(tmp_path: Path) -> None:
    """Tests that a table can be made of rows that were kept, also of those without an answer."""
    spec = Spec(30, 0, 150.0, 0)
    lines = [
        {"row": {"spec": asdict(spec), "solver": solver, "found": asdict(found)}}
        for solver, found in (
            ("ours", Found(3, proven=True, seconds=0.1, cpu_s=0.1, by="pockets")),
            ("peer", Found(float("inf"), proven=False, seconds=60.0, cpu_s=60.0)),
        )
    ]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    assert "peer: proven 0 of 1" in str(table("small", kept([path])).caption)
