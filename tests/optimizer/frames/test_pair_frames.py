"""Locked, forbidden and current pairs in every shape that they may have."""

from __future__ import annotations

import pandas as pd
import pytest
from shapely import Point

import optimizer
from optimizer.frames.pair_frames import PairTable
from tests.optimizer.drawn_frames import EAST, NORTH, households, members, refusals

FRAME = pd.DataFrame({"household": ["h01", "h02"], "member": [8, 8]}, index=[3, 4])
SHAPES = {
    "frame": FRAME,
    "series": pd.Series([8, 8, None], index=["h01", "h02", "h03"]),
    "mapping": {"h01": 8, "h02": 8},
    "pairs": [("h01", 8), ["h02", "8"]],
    "generator": (pair for pair in [("h01", 8), ("h02", 8)]),
}


@pytest.mark.parametrize("pairs", SHAPES.values(), ids=SHAPES)
def test_that_pairs_may_have_any_shape(pairs: PairTable) -> None:
    """Tests that a lock is kept beyond the limit, however it is written; a gap is no pair."""
    made = optimizer.plan(households(), members(), locked=pairs, max_distance_m=400)
    assert made.assignments["person"][["h01", "h02", "h03"]].tolist() == [8, 8, 7]


def test_that_a_forbidden_pair_is_not_used() -> None:
    """Tests that a household goes to nobody where the only member near is forbidden."""
    made = optimizer.plan(households(), members(), forbidden=[("h02", 7)], max_distance_m=400)
    assert made.unserved["reason"]["h02"] == "EXCLUDED"


def test_that_the_last_plan_is_kept() -> None:
    """Tests that the plan in force is a column of the last plan, and moves say what changes."""
    before = optimizer.plan(households(), members(), max_distance_m=400).assignments["person"]
    crew = members().assign(max=[5, 10])
    made = optimizer.plan(households(), crew, current=before, max_distance_m=400, recruiting=False)
    assert made.moves["household"].tolist() == [*made.unserved.index, *before.index[before.isna()]]
    assert set(made.moves["cause"]) == {"EVENT"}
    gone = made.moves.set_index("household").loc[made.unserved.index[0]]
    assert (gone["before"], gone["person"]) == (7, None)


def test_that_who_is_gone_is_named_apart() -> None:
    """Tests that a household whose person is gone moves by event, and only as former."""
    found = refusals(lambda: optimizer.plan(households(), members(), current={"h02": 9}))
    assert found == [("UNKNOWN_MEMBER", "current[0]", "member", "9")]
    made = optimizer.plan(households(), members(), former={"h02": 9}, max_distance_m=400)
    moved = made.moves.query("household == 'h02' and plan == 'today'").iloc[0]
    assert (moved["before"], moved["person"], moved["cause"]) == ("9", 7, "EVENT")


def test_that_villages_of_pairs_are_found() -> None:
    """Tests that a pair is of its household's village, of its row's or of its column's."""
    homes = pd.concat([households().assign(thon="A"), households().iloc[:1].assign(thon="B")])
    crew = pd.concat([members().assign(thon="A"), members().iloc[1:].assign(thon="B")])
    # The member of both stands at another point in each: otherwise that would be warned about.
    crew["geometry"] = [*crew.geometry.iloc[:2], Point(EAST + 900, NORTH)]
    stated = pd.DataFrame({"household": ["h01"], "member": [8], "thon": ["B"]})
    aligned = pd.Series([None] * 12 + [8], index=homes.index)
    for pairs in (stated, aligned):
        made = optimizer.plan(homes, crew, village="thon", locked=pairs, max_distance_m=400)
        assert made.assignments["person"].iloc[[0, 12]].tolist() == [7, 8]
    one = optimizer.plan(homes, crew, village="thon", locked={"h02": 8}, max_distance_m=400)
    assert one.assignments["person"]["h02"] == 8
    found = refusals(lambda: optimizer.plan(homes, crew, village="thon", locked={"h01": 8}))
    assert found[0] == ("MISSING_COLUMN", "locked[0]", "household", "h01")
    found = refusals(lambda: optimizer.plan(homes, crew, village="thon", locked={"x": 8}))
    assert found[0] == ("UNKNOWN_HOUSEHOLD", "locked[0]", "household", "x")


def test_that_what_is_no_pair_is_named() -> None:
    """Tests that a single label, a triple and a frame without a column are refused by place."""
    wrong = [("h01", 7), "h02", ("h03", 7, 8)]
    found = refusals(lambda: optimizer.plan(households(), members(), locked=wrong))
    assert [row[:2] for row in found] == [("NOT_A_PAIR", "locked[1]"), ("NOT_A_PAIR", "locked[2]")]
    short = FRAME.drop(columns="member")
    found = refusals(lambda: optimizer.plan(households(), members(), locked=short))
    assert found == [("MISSING_COLUMN", "locked", "member", "")]
    found = refusals(lambda: optimizer.plan(households(), members(), locked=FRAME.assign(member=6)))
    assert found[0] == ("UNKNOWN_MEMBER", "locked.iloc[0] (index 3)", "member", "6")
