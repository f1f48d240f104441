"""Villages with their rules, hamlets, and wishes for teams."""

from __future__ import annotations

import pandas as pd

import optimizer
from tests.optimizer.drawn_frames import households, members, refusals


def villages() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two hamlets as villages 1 and 2."""
    homes = households().assign(thon=[1] * 6 + [2] * 6)
    return homes, members().assign(thon=[1, 2])


def test_that_villages_have_rules_of_their_own() -> None:
    """Tests that a table of villages gives names, areas and rules, and numbers are their ids."""
    table = pd.DataFrame(
        {"name": ["Một", "Hai"], "area": ["Bác Ái/Phước Bình"] * 2, "max_distance_m": [60, 400]},
        index=[1, 2],
    ).assign(dan_so=[90, 80])
    made = optimizer.plan(*villages(), village="thon", villages=table, recruiting=False)
    assert made.villages["name"].to_dict() == {1: "Một", 2: "Hai"}
    assert made.unserved["reason"].to_dict() == {
        "h04": "DISTANCE", "h05": "DISTANCE", "h06": "DISTANCE", "h12": "CAPACITY"
    }  # fmt: skip
    assert [one.area for one in made.scenario.villages] == [("Bác Ái", "Phước Bình")] * 2
    assert made.notes["message"].tolist() == ["columns left out (1): dan_so"]


def test_that_wrong_rules_of_a_village_are_named() -> None:
    """Tests that a village's rule, a village that is missing and a table without column are."""
    table = pd.DataFrame({"max_households": [0, 9]}, index=[1, 2])
    found = refusals(lambda: optimizer.plan(*villages(), village="thon", villages=table))
    assert found == [("BAD_RULE", "villages.iloc[0] (index 1)", "max_households", "0")]
    short = table.iloc[1:]
    found = refusals(lambda: optimizer.plan(*villages(), village="thon", villages=short))
    assert found[0] == ("UNKNOWN_VILLAGE", "households.iloc[0] (index 'h01')", "village", "1")
    found = refusals(lambda: optimizer.plan(*villages(), villages=table))
    assert found[0] == ("MISSING_COLUMN", "villages", "village", "")


def test_that_a_list_by_alley_is_planned() -> None:
    """Tests that hamlets, alleys and orders do without points, and metres are not stated."""
    homes = pd.DataFrame(
        {"hamlet": ["A"] * 4 + ["B"] * 4, "alley": 1, "order": [1, 2, 3, 4] * 2},
        index=[f"h{n}" for n in range(8)],
    )
    crew = pd.DataFrame({"hamlet": ["A"], "alley": [1], "order": [1]}, index=["m"])
    far = pd.DataFrame({"from": ["A"], "to": ["B"], "metres": [5_000]})
    made = optimizer.plan(homes, crew, metric="list", hamlets=far, recruiting=False)
    assert made.unserved.index.tolist() == ["h4", "h5", "h6", "h7"]
    assert made.assignments["metres"].isna().all()
    found = refusals(
        lambda: optimizer.plan(homes, crew, metric="list", hamlets=far.drop(columns="metres"))
    )
    assert found[0] == ("MISSING_COLUMN", "hamlets", "metres", "")


def test_that_wishes_for_teams_are_kept() -> None:
    """Tests that two members who are to be apart are in two teams, by their labels."""
    wishes = pd.DataFrame({"kind": ["apart"], "member": [7], "other": [8]})
    sizes = {"min": 1, "max": 5, "target": 2}
    one = optimizer.plan(households(), members(), teams=sizes)
    two = optimizer.plan(households(), members(), teams=sizes, team_requests=wishes)
    assert one.teams["members"].tolist() == [[7, 8]]
    assert sorted(two.teams["members"].tolist()) == [[7], [8]]
    wrong = wishes.assign(other=9)
    found = refusals(
        lambda: optimizer.plan(households(), members(), teams=sizes, team_requests=wrong)
    )
    assert found == [("UNKNOWN_MEMBER", "teams.iloc[0] (index 0)", "other", "9")]
