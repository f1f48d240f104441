from __future__ import annotations

from typing import Any

import pytest

from optimizer.input.request import scenario_from_request
from tests.optimizer.inputs import line, only, problems, request, village


def window(rules: dict[str, Any], **own: object) -> tuple[int, int]:
    given = request(village(members=line("m", 1, **own)), rules=rules)
    members = scenario_from_request(given).villages[0].members
    return members.minimum[0], members.maximum[0]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, (5, 10)),
        ({"min": 4}, (4, 10)),
        ({"max": 12}, (5, 12)),
        ({"max": 5}, (5, 5)),
        ({"max": 4}, (4, 4)),
        ({"max": 0}, (0, 0)),
        ({"min": 0, "max": 0}, (0, 0)),
        ({"min": 10}, (10, 10)),
        ({"min": 4.0, "max": 6.0}, (4, 6)),
    ],
)
def test_own_windows(own: dict[str, Any], expected: tuple[int, int]) -> None:
    """Tests that what a member does not say comes from the rules, its own maximum kept."""
    assert window({}, **own) == expected


@pytest.mark.parametrize(
    ("own", "code", "field"),
    [
        ({"min": 6, "max": 5}, "MIN_ABOVE_MAX", "min"),
        ({"min": 11}, "MIN_ABOVE_MAX", "min"),
        ({"min": -1}, "NEGATIVE", "min"),
        ({"max": -1}, "NEGATIVE", "max"),
        ({"max": 7.5}, "NOT_WHOLE", "max"),
        ({"max": 1_000_001}, "TOO_LARGE", "max"),
        ({"max": "7"}, "NOT_A_NUMBER", "max"),
        ({"max": float("nan")}, "NOT_FINITE", "max"),
    ],
)
def test_wrong_windows(own: dict[str, Any], code: str, field: str) -> None:
    """Tests that a window that is none is named at its field."""
    found = only(problems(request(village(members=line("m", 1, **own)))))
    assert (found.code, found.where, found.field) == (code, "/villages/0/members/0", field)


def enforced(
    households: int, members: int, least: int, most: int, **more: object
) -> dict[str, Any]:
    rules = {"min_households": least, "max_households": most, "minimum": "enforce"} | more
    return request(
        village(households=line("h", households), members=line("m", members)), rules=rules
    )


def test_the_arithmetic_of_an_impossible_window() -> None:
    """Tests that 8..10 with 23 households is refused with the sum that shows why."""
    found = only(problems(enforced(23, 3, 8, 10)))
    assert (found.code, found.where) == ("IMPOSSIBLE_WINDOW", "/villages/0")
    assert "2 members hold at most 20, 3 need at least 24" in found.message


@pytest.mark.parametrize(
    ("households", "possible"), [(20, True), (21, False), (23, False), (24, True)]
)
def test_both_sides_of_the_gap(households: int, *, possible: bool) -> None:
    """Tests that only the numbers between 2 x 10 and 3 x 8 are refused."""
    given = enforced(households, 3, 8, 10)
    if possible:
        assert len(scenario_from_request(given).villages[0].households) == households
    else:
        assert only(problems(given)).code == "IMPOSSIBLE_WINDOW"


def test_one_member_in_words() -> None:
    """Tests that one member holds, not hold."""
    assert (
        "1 member holds at most 6, 2 need at least 10"
        in only(problems(enforced(8, 2, 5, 6))).message
    )


@pytest.mark.parametrize(
    "given",
    [
        enforced(23, 3, 8, 10, minimum="flag"),
        enforced(23, 2, 8, 10),
        enforced(23, 0, 8, 10),
        enforced(7, 3, 8, 10),
        enforced(0, 3, 8, 10),
        enforced(23, 9, 0, 10),
    ],
)
def test_windows_that_a_plan_can_answer(given: dict[str, Any]) -> None:
    """Tests that exceptions, too few members and a village below one minimum are no fault."""
    assert scenario_from_request(given).villages[0].id == "v1"


def test_a_window_of_one_member_s_own_makes_it_possible() -> None:
    """Tests that 8 + 8 + 7 is no fault where one member may have seven."""
    given = enforced(23, 3, 8, 10)
    given["villages"][0]["members"][2] |= {"min": 7}
    assert scenario_from_request(given).villages[0].members.minimum.tolist() == [8, 8, 7]


@pytest.mark.parametrize(("locks", "possible"), [(0, False), (1, True), (7, True), (8, False)])
def test_a_lock_below_the_minimum_meets_any_number(locks: int, *, possible: bool) -> None:
    """Tests that 10, 10 and 3 hold 23 where a lock forces the third below its minimum of 8."""
    given = enforced(23, 3, 8, 10)
    given["villages"][0]["locked"] = [[f"h{row}", "m1"] for row in range(1, locks + 1)]
    if possible:
        assert len(scenario_from_request(given).villages[0].locked) == locks
    else:
        assert only(problems(given)).code == "IMPOSSIBLE_WINDOW"
