"""The tables of a plan, in the author's labels, shapes and system."""

from __future__ import annotations

import pandas as pd
import pytest
from geopandas import GeoDataFrame

import optimizer
from tests.optimizer.drawn_frames import UTM, households, members


@pytest.fixture(scope="module", name="made")
def _made() -> optimizer.Plan:
    return optimizer.plan(
        households(), members(), max_distance_m=400, stand_ins=True, teams={"min": 1, "max": 5}
    )


def test_that_every_table_is_in_the_system_of_the_households(made: optimizer.Plan) -> None:
    """Tests that each table of shapes is a GeoDataFrame in the households' system."""
    tables = (made.assignments, made.unserved, made.members, made.recruits, made.pockets,
              made.teams, made.lines())  # fmt: skip
    assert all(isinstance(table, GeoDataFrame) for table in tables)
    assert {str(table.crs) for table in tables} == {UTM}


def test_that_who_is_left_out_has_a_reason_and_a_recruit(made: optimizer.Plan) -> None:
    """Tests that the sixth of the second hamlet waits for a recruit there."""
    row = made.unserved.iloc[0]
    assert made.unserved.index.tolist() == ["h12"]
    assert (row["reason"], row["after_person"]) == ("CAPACITY", "recruit-1")
    assert row.geometry == households().geometry["h12"]


def test_that_loads_stand_with_the_members(made: optimizer.Plan) -> None:
    """Tests that members have their windows and the households of both plans."""
    told = made.members[["min", "max", "households", "after_households"]]
    assert told.loc[7].tolist() == [1, 10, 6, 6]
    assert told.loc[8, "households"] == 5
    recruited = int(made.recruits["households"].iloc[0])
    assert told["after_households"].sum() + recruited == 12


def test_that_a_recruit_stands_at_its_place(made: optimizer.Plan) -> None:
    """Tests that a recruit has the point and the label of the household it is near."""
    row = made.recruits.iloc[0]
    assert row["recruit"] == "recruit-1"
    assert row.geometry == households().geometry[row["place"]]
    assert row["worth"] == 1


def test_that_a_pocket_can_be_checked_by_counting(made: optimizer.Plan) -> None:
    """Tests that a pocket has more households than its members have room."""
    row = made.pockets.iloc[0]
    assert row["members"] == [8]
    assert len(row["households"]) > row["room"] == 5
    assert len(row.geometry.geoms) == len(row["households"])


def test_that_teams_are_of_either_plan(made: optimizer.Plan) -> None:
    """Tests that teams name labels of members, and the recruit in the plan after."""
    told = made.teams.set_index("plan")["members"]
    assert told["today"] == [7, 8]
    assert told["after"] == [7, 8, "recruit-1"]
    assert set(made.teams["leader"]) <= {7, 8, "recruit-1"}


def test_that_stand_ins_are_labels(made: optimizer.Plan) -> None:
    """Tests that nobody stands in for the other hamlet, and the column is there when asked for."""
    assert made.assignments["stand_in"].isna().all()
    plain = optimizer.plan(households(), members())
    assert "stand_in" not in plain.assignments


def test_that_lines_are_as_long_as_is_stated(made: optimizer.Plan) -> None:
    """Tests that every household that is served has a line to its person."""
    for which, served in (("today", 11), ("after", 12)):
        lines = made.lines("today" if which == "today" else "after")
        assert len(lines) == served
        assert (lines.length - lines["metres"]).abs().max() < 1.0


def test_that_an_empty_plan_has_the_same_columns() -> None:
    """Tests that tables without a row have the columns and the system of those with one."""
    made = optimizer.plan(households().iloc[:6], members().iloc[:1], max_distance_m=400)
    full = optimizer.plan(households(), members(), max_distance_m=400)
    for name in ("recruits", "pockets", "teams", "unserved"):
        one, other = getattr(made, name), getattr(full, name)
        assert one.columns.tolist() == other.columns.tolist()
        assert one.crs == other.crs
        assert len(one) == 0


def test_that_labels_of_text_stay_text() -> None:
    """Tests that members called by text have text in the assignments, recruits among them."""
    crew = members().rename(index={7: "An", 8: "Bình"})
    made = optimizer.plan(households(), crew, max_distance_m=400).assignments
    assert made.dtypes[["person", "after_person", "reason"]].map(pd.api.types.is_string_dtype).all()
    assert made["after_person"].tolist()[-1] == "recruit-1"
