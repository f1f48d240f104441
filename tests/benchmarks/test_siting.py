"""The measurement of siting, untimed and small."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.recruits import Spec, make
from benchmarks.siting import (
    FEW,
    comparable,
    compared,
    measure,
    peer_promises,
    peers_table,
    promises,
    specs,
    table,
)
from benchmarks.siting_peers import PEERS, Sites, Solve

SMALL = tuple(specs(40, ((4, 250.0), (3, 600.0), (5, 400.0))))
"""The first has exceptions after recruiting, the others none."""


@pytest.mark.parametrize("spec", SMALL)
def test_that_villages_need_a_few_recruits(spec: Spec) -> None:
    """Tests that every village drawn asks where recruits live, and is short of no more than six."""
    assert measure(spec).recruits in FEW


@pytest.mark.parametrize("spec", SMALL[1:])
def test_that_peers_are_asked_the_same(spec: Spec) -> None:
    """Tests that a peer which ends finds the program's walk, where nobody is an exception."""
    row = compared(measure(spec))
    assert row.gap == 0
    assert [peer[0] for peer in row.peers] == list(PEERS)
    for _, walk_m, bound_m, _ in row.peers:
        assert walk_m == pytest.approx(row.walk_m, abs=1e-3)
        assert bound_m == pytest.approx(row.walk_m, rel=1e-3)


def test_that_peers_are_spared_exceptions() -> None:
    """Tests that a village with a load below the minimum is not put to models that forbid it."""
    rows = [measure(spec) for spec in SMALL]
    assert [row.exceptions > 0 for row in rows] == [True, False, False]
    assert comparable(rows) == rows[1:]


@pytest.mark.parametrize("solve", PEERS.values(), ids=PEERS.keys())
def test_that_a_peer_without_plan_says_so(solve: Solve) -> None:
    """Tests that a peer with too few recruits is not taken for one with a short walk."""
    walk_m, _ = solve(Sites.of(make(SMALL[0]), 0), 10.0)
    assert walk_m == math.inf


def test_that_the_tables_sum_up() -> None:
    """Tests that a village has a line, a peer one more, and that a worse walk is seen."""
    row = measure(SMALL[0])
    worse = replace(row, peers=(("peer", row.walk_m - 1, 0.0, 1.0),))
    same = replace(row, peers=(("peer", row.walk_m, 0.0, 1.0),))
    assert table([row, worse]).row_count == 2
    assert peers_table([row, worse, same]).row_count == 2
    assert len(list(promises([row]))) == 3
    assert [target.met for target in peer_promises([worse, same])] == [False]
    assert [target.met for target in peer_promises([same])] == [True]
    assert list(peer_promises([])) == []
