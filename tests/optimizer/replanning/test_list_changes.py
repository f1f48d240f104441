"""Tests for events out of a newer list, on villages small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.request import scenario_from_kept
from optimizer.pipeline import plan_village
from optimizer.replanning.event_table import events_from_list
from optimizer.replanning.events import COLUMNS
from optimizer.replanning.list_changes import ListChanges, QuestionKind, list_changes
from optimizer.replanning.month_workbook import event_cells
from optimizer.replanning.next_plan import plan_next
from optimizer.replanning.plan_in_force import Which, plan_of_response
from tests.optimizer.replanning.small_year import planned

People = dict[str, dict[str, Any]]
RULES = {"min_households": 1, "max_households": 4, "max_distance_m": 500}


def request(
    households: dict[str, tuple[float, float]],
    members: People,
    village: str = "v",
    coordinates: str = "metres",
) -> dict[str, Any]:
    """Return a request of one village."""
    return {
        "coordinates": coordinates,
        "villages": [
            {
                "id": village,
                "rules": RULES,
                "households": [{"id": k, "x": x, "y": y} for k, (x, y) in households.items()],
                "members": [{"id": k, **row} for k, row in members.items()],
            }
        ],
    }


HOMES = {"h1": (0.0, 0.0), "h2": (100.0, 0.0), "h3": (200.0, 0.0), "h4": (300.0, 0.0)}
PEOPLE: People = {"m1": {"x": 0, "y": 0}, "m2": {"x": 200, "y": 0, "max": 3}}


def compared(
    newer: dict[str, Any],
    older: dict[str, Any] | None = None,
    which: Which = Which.TODAY,
    moved_m: float = 50.0,
) -> ListChanges:
    scenario = scenario_from_kept(older or request(HOMES, PEOPLE))
    in_force = plan_of_response(planned(scenario), which)
    return list_changes(scenario, in_force, scenario_from_kept(newer), moved_m=moved_m)


def told(found: ListChanges) -> list[tuple[str, str]]:
    """Return each event's kind and whom it is about."""
    return [(one.kind.value, one.member or one.household or "") for one in found.events]


def test_that_the_same_list_says_nothing() -> None:
    """Tests that a list compared with itself has no event and no question."""
    assert compared(request(HOMES, PEOPLE)) == ListChanges((), (), 0)


def test_that_gone_new_and_moved_are_told() -> None:
    """Tests that each kind is told; a point elsewhere by just 50 m has not moved."""
    homes = {"h1": (0.0, 50.0), "h2": (100.0, 50.1), "h4": (300.0, 0.0), "h5": (40.0, 40.0)}
    people: People = {
        "m2": {"x": 200, "y": 60, "max": 4, "min": 0},
        "m3": {"x": 5, "y": 5, "team": "T1"},
    }
    found = compared(request(homes, people))
    assert told(found) == [
        ("member_left", "m1"),
        ("household_gone", "h3"),
        ("member_joined", "m3"),
        ("member_moved", "m2"),
        ("member_window", "m2"),
        ("household_new", "h5"),
        ("household_moved", "h2"),
    ]
    assert (found.near, found.questions) == (1, ())
    assert found.events[2].team == "T1"
    assert (found.events[4].minimum, found.events[4].maximum) == (0, 4)


def test_that_a_window_that_is_not_said_stays() -> None:
    """Tests that a list without loads does not take a member's own maximum away."""
    assert told(compared(request(HOMES, {"m1": {"x": 0, "y": 0}, "m2": {"x": 200, "y": 0}}))) == []


def test_that_degrees_are_compared_in_metres() -> None:
    """Tests that a thousandth of a degree of latitude has moved, and a ten-thousandth has not."""
    homes = {"h1": (109.0, 11.5), "h2": (109.001, 11.5)}
    older = request(homes, {"m1": {"x": 109.0, "y": 11.5}}, coordinates="lonlat")
    moved = {"h1": (109.0, 11.5001), "h2": (109.001, 11.501)}
    found = compared(request(moved, {"m1": {"x": 109.0, "y": 11.5}}, coordinates="lonlat"), older)
    assert told(found) == [("household_moved", "h2")]
    assert found.near == 1


def test_that_another_id_at_the_same_place_is_asked_about() -> None:
    """Tests that it is an event and a question, and that two metres away it is no question."""
    homes = {**HOMES, "h03": (200.5, 0.0)}
    del homes["h3"]
    found = compared(request(homes, PEOPLE))
    assert [(one.kind, one.before, one.now) for one in found.questions] == [
        (QuestionKind.SAME_PLACE, "h3", "h03")
    ]
    homes["h03"] = (202.0, 0.0)
    assert compared(request(homes, PEOPLE)).questions == ()


def test_that_another_numbering_is_asked_about() -> None:
    """Tests that half a village gone and new is a question, and a quarter is none."""
    homes = {"a": (0.0, 20.0), "b": (100.0, 20.0), "h3": (200.0, 0.0), "h4": (300.0, 0.0)}
    found = compared(request(homes, PEOPLE))
    assert [(one.kind, one.count) for one in found.questions] == [
        (QuestionKind.ANOTHER_NUMBERING, 2)
    ]
    few = {"a": (0.0, 20.0), **{key: HOMES[key] for key in ("h2", "h3", "h4")}}
    assert compared(request(few, PEOPLE)).questions == ()


def test_that_recruits_of_the_plan_are_asked_about_and_stay() -> None:
    """Tests that the plan's recruit does not leave because no list knows this name."""
    homes = {f"h{nth}": (10.0 * nth, 0.0) for nth in range(6)}
    older = request(homes, {"m1": {"x": 0, "y": 0}})
    found = compared(
        request(homes, {"m1": {"x": 0, "y": 0}, "m9": {"x": 50, "y": 0}}), older, Which.AFTER
    )
    assert told(found) == [("member_joined", "m9")]
    assert [(one.kind, one.before) for one in found.questions] == [
        (QuestionKind.RECRUIT_NOT_LISTED, "recruit-1")
    ]


def test_that_villages_and_teams_are_asked_about() -> None:
    """Tests that events say nothing of them, and that they are named."""
    people: People = {"m1": {"x": 0, "y": 0, "team": "T9"}, "m2": {"x": 200, "y": 0, "max": 3}}
    found = compared(request(HOMES, people))
    assert [(one.kind, one.count) for one in found.questions] == [(QuestionKind.TEAM, 1)]
    other = compared(request(HOMES, PEOPLE, village="w"))
    assert [(one.kind, one.village) for one in other.questions] == [
        (QuestionKind.NEW_VILLAGE, "w"),
        (QuestionKind.VILLAGE_NOT_LISTED, "v"),
    ]
    assert other.events == ()


def test_that_a_plan_of_another_scenario_is_refused() -> None:
    """Tests that a list is compared with what the plan was made of, and with nothing else."""
    in_force = plan_of_response(planned(scenario_from_kept(request(HOMES, PEOPLE))), Which.TODAY)
    other = scenario_from_kept(request({**HOMES, "h9": (9.0, 9.0)}, PEOPLE))
    with pytest.raises(ScenarioError) as refused:
        list_changes(other, in_force, other)
    assert [problem.code for problem in refused.value.problems] == ["PLAN_OF_ANOTHER_SCENARIO"]


def test_that_two_kinds_of_coordinates_are_refused() -> None:
    """Tests that degrees are not compared with metres."""
    homes = {"h1": (109.0, 11.5), "h2": (109.001, 11.5)}
    with pytest.raises(ScenarioError) as refused:
        compared(request(homes, {"m1": {"x": 109.0, "y": 11.5}}, coordinates="lonlat"))
    assert [problem.code for problem in refused.value.problems] == ["OTHER_COORDINATES"]


def test_that_the_events_lead_to_the_newer_list() -> None:
    """Tests that what is planned with them has the households and members of the newer list."""
    homes = {"h1": (0.0, 50.0), "h2": (100.0, 80.0), "h4": (300.0, 0.0), "h5": (40.0, 40.0)}
    people: People = {"m2": {"x": 200, "y": 60, "max": 3}, "m3": {"x": 5, "y": 5}}
    older = scenario_from_kept(request(HOMES, PEOPLE))
    in_force = plan_of_response(planned(older), Which.TODAY)
    newer = scenario_from_kept(request(homes, people))
    found = list_changes(older, in_force, newer, moved_m=0.0)
    rows = [
        {k: v for k, v in zip(COLUMNS, event_cells(one), strict=True) if v is not None}
        for one in found.events
    ]
    done = plan_next(
        older,
        in_force,
        events_from_list(rows, ["v"]),
        lambda todo: [plan_village(village) for village in todo],
    )
    made, wanted = done.scenario.villages[0], newer.villages[0]
    assert made.households.ids.tolist() == wanted.households.ids.tolist()
    assert made.households.given.tolist() == wanted.households.given.tolist()
    assert made.members.ids.tolist() == wanted.members.ids.tolist()
    assert made.members.given.tolist() == wanted.members.given.tolist()
    assert made.members.maximum.tolist() == wanted.members.maximum.tolist()
