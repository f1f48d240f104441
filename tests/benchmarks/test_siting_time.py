"""The measurement of siting as time goes on, untimed and small."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from benchmarks.recruits import make
from benchmarks.siting import specs
from benchmarks.siting_time import BEST_M, Row, measure, promises, table, villages

ROW = Row("408-007", 14, 1.0, 1.0, 1.0, 0, 102.0, 99.0, 0.03, 100.0)


def test_that_a_village_is_planned_and_verified() -> None:
    """Tests that a small village that needs recruits has a walk, its bound and no time promised."""
    (spec,) = specs(40, ((3, 600.0),))
    row = measure(make(spec), 1.0, nan)
    assert row.recruits > 0
    assert row.bound_m <= row.walk_m
    assert list(promises([replace(row, limit_s=0.5)])) == []


def test_that_the_villages_are_those_of_the_preset() -> None:
    """Tests that every village whose best walk is known is there, the largest with 709 homes."""
    found = villages()
    assert list(found) == list(BEST_M)
    assert len(found["408-007"].households) == 709


@pytest.mark.parametrize(
    ("limit_s", "walk_m", "met"),
    [(1.0, 101.9, True), (1.0, 102.1, False), (3.0, 100.5, True), (3.0, 100.6, False)],
)
def test_that_walks_are_held_to_the_best_known(limit_s: float, walk_m: float, *, met: bool) -> None:
    """Tests that a walk may be on this side of 2 % after a second and of 0.5 % after three."""
    (target,) = promises([replace(ROW, limit_s=limit_s, walk_m=walk_m)])
    assert target.met is met


@pytest.mark.parametrize(("gap", "met"), [(0.005, True), (0.0051, False)])
def test_that_the_gap_is_promised_after_twenty_seconds(gap: float, *, met: bool) -> None:
    """Tests that a gap is met up to half a percent, beside a walk that is the best known."""
    targets = list(promises([replace(ROW, limit_s=20.0, walk_m=100.0, gap=gap)]))
    assert [target.met for target in targets] == [True, met]


def test_that_a_line_stands_for_each_plan() -> None:
    """Tests that the worst village is the one that is told, and that each has its line."""
    rows = [ROW, replace(ROW, village="202-009", walk_m=105.0)]
    assert table(rows).row_count == 2
    (target,) = promises(rows)
    assert target.measured == "+5.00% (202-009)"
