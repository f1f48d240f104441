"""`optimizer.plan` as a notebook calls it."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import optimizer
from optimizer.execution.province import plan_scenario
from optimizer.input.request import scenario_from_request
from tests.optimizer.drawn_frames import households, members, plain, refusals


def test_that_a_plan_is_that_of_the_same_request() -> None:
    """Tests that frames are planned as the request JSON of the same village is."""
    made = optimizer.plan(households(None), members(None), max_distance_m=400)
    rows = plain(households(None)).rename_axis("id").reset_index().to_dict("records")
    people = plain(members(None)).rename_axis("id").reset_index().astype({"id": str})
    document = {
        "rules": {"max_distance_m": 400},
        "villages": [{"id": "v", "households": rows, "members": people.to_dict("records")}],
    }
    scenario = scenario_from_request(document)
    (plan,) = plan_scenario(scenario)
    ids = [*map(int, scenario.villages[0].members.ids.tolist()), None]
    assert made.assignments["person"].astype(object).where(
        made.assignments["person"].notna(), None
    ).tolist() == [ids[row] for row in plan.today.person.tolist()]
    assert made.summary["recruits_needed"] == 1
    assert made.proven


def test_that_order_index_and_shapes_are_the_authors() -> None:
    """Tests that rows in another order keep it, with their labels, shapes and system."""
    straight = optimizer.plan(households(), members(), max_distance_m=400).assignments
    turned = households().iloc[::-1]
    made = optimizer.plan(turned, members().iloc[::-1], max_distance_m=400).assignments
    assert made.index.tolist() == turned.index.tolist()
    assert made.geometry.geom_equals(turned.geometry).all()
    assert made.crs == turned.crs
    pd.testing.assert_frame_equal(made.sort_index(), straight)


def test_that_labels_join_with_the_members() -> None:
    """Tests that whole numbers stay whole beside a household without anybody."""
    made = optimizer.plan(households(), members(), max_distance_m=400)
    assert made.assignments["person"].dtype == "Int64"
    assert made.assignments["person"].isna().sum() == 1
    joined = made.assignments.dropna(subset="person").join(members()["max"], on="person")
    assert joined["max"].value_counts().to_dict() == {10: 6, 5: 5}


@pytest.mark.parametrize("table", [pd.DataFrame, np.asarray, list], ids=["frame", "array", "list"])
def test_that_arrays_are_planned(table: type) -> None:
    """Tests that points without labels are known by their positions."""
    xy = plain(households(None))[["x", "y"]].reset_index(drop=True)
    homes = xy if table is pd.DataFrame else table(xy.to_numpy())
    made = optimizer.plan(homes, [[0.0, 0.0], [905.0, 7.0]], max_distance_m=400)
    assert made.assignments["person"].tolist() == [0] * 6 + [1] * 6
    assert made.assignments.crs is None


def test_that_villages_are_planned_apart() -> None:
    """Tests that a label may stand in two villages, and that each is planned by itself."""
    homes = pd.concat([households().assign(thon=name) for name in ("B", "A")])
    crew = pd.concat([members().assign(thon="A"), members().iloc[1:].assign(thon="B")])
    with pytest.warns(optimizer.PlanWarning, match="MEMBER_TWICE"):
        made = optimizer.plan(homes, crew, village="thon", max_distance_m=400)
    assert made.assignments.groupby("thon")["person"].count().to_dict() == {"A": 11, "B": 5}
    assert made.assignments["thon"].tolist() == ["B"] * 12 + ["A"] * 12
    assert made.villages.index.tolist() == ["A", "B"]
    assert made.unserved["thon"].value_counts().to_dict() == {"A": 1, "B": 7}
    assert set(made.proof["village"]) == {"A", "B"}


def test_that_an_unknown_keyword_is_refused() -> None:
    """Tests that a rule that there is not is named, with the one that was meant."""
    asked = {"max_distance": 400}
    with pytest.raises(TypeError, match="did you mean 'max_distance_m'"):
        optimizer.plan(households(), members(), **asked)  # type: ignore[arg-type]  # that is it


def test_that_a_wrong_rule_is_named() -> None:
    """Tests that the rules are checked as those of a request are."""
    found = refusals(lambda: optimizer.plan(households(), members(), max_distance_m=-5))
    assert found == [("BAD_RULE", "optimizer.plan", "max_distance_m", "-5")]


def test_that_rows_are_named_by_label() -> None:
    """Tests that a problem names table, position, label, column and value."""
    crew = members().assign(max=[10, -5])
    homes = pd.concat([households(), households().iloc[:1]])
    found = refusals(lambda: optimizer.plan(homes, crew))
    assert found == [
        ("DUPLICATE_ID", "households.iloc[12] (index 'h01')", "id", "h01"),
        ("NEGATIVE", "members.iloc[1] (index 8)", "max", "-5"),
    ]


def test_that_what_looks_wrong_is_warned_about() -> None:
    """Tests that a note is a warning at the caller's line and a row with labels; or refused."""
    homes = households()
    homes.loc[["h03", "h04", "h05", "h06"], "geometry"] = homes.geometry.iloc[0]
    with pytest.warns(optimizer.PlanWarning, match="SAME_POINT") as caught:
        made = optimizer.plan(homes, members())
    assert [warned.filename for warned in caught] == [__file__]
    (labels,) = made.notes["labels"]
    assert labels == ["h01", "h03", "h04", "h05", "h06"]
    found = refusals(lambda: optimizer.plan(homes, members(), strict=True))
    assert [code for code, *_ in found] == ["SAME_POINT"]


def test_that_columns_that_are_not_read_are_named() -> None:
    """Tests that a column that means nothing is in the notes, and no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = optimizer.plan(households().assign(chu_ho="A"), members())
    (note,) = made.notes.to_dict("records")
    assert (note["code"], note["table"]) == ("COLUMNS_LEFT_OUT", "households")
    assert note["message"] == "columns left out (1): chu_ho"


def test_that_a_village_column_may_not_hide_a_result() -> None:
    """Tests that a column of villages called as a column of results is refused."""
    homes, crew = (table().assign(person="A") for table in (households, members))
    found = refusals(lambda: optimizer.plan(homes, crew, village="person"))
    assert found == [("UNKNOWN_FIELD", "optimizer.plan", "village", "person")]


def test_that_a_village_without_a_column_is_refused() -> None:
    """Tests that the table that lacks the column of villages is named."""
    homes = households().assign(thon="A")
    found = refusals(lambda: optimizer.plan(homes, members(), village="thon"))
    assert found[0][:3] == ("MISSING_COLUMN", "members", "village")
