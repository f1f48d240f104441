from __future__ import annotations

from typing import Any

import pytest

from optimizer.input.request import scenario_from_request
from tests.optimizer.inputs import line, only, places, problems, request, village


def two(**pairs: object) -> dict[str, Any]:
    return request(village("v0"), village(households=line("h", 12), members=line("m", 2), **pairs))


ELEVEN = [[f"h{n}", "m1"] for n in range(1, 12)]


@pytest.mark.parametrize(
    ("pairs", "code", "where", "field"),
    [
        ({"locked": [["h99", "m1"]]}, "UNKNOWN_HOUSEHOLD", "locked/0", "household"),
        ({"current": [["h1", "m1"], ["h2", "m3"]]}, "UNKNOWN_MEMBER", "current/1", "member"),
        ({"locked": [["h1", "m1"], ["h1", "m2"]]}, "LOCKED_TWICE", "locked/1", "household"),
        ({"current": [["h1", "m2"], ["h1", "m1"]]}, "CURRENT_TWICE", "current/0", "household"),
        (
            {"locked": [["h1", "m1"]], "forbidden": [["h2", "m1"], ["h1", "m1"]]},
            "LOCKED_AND_FORBIDDEN",
            "forbidden/1",
            "member",
        ),
        (
            {"locked": [[f"h{n}", "m1"] for n in range(1, 12)]},
            "TOO_MANY_LOCKED",
            "members/0",
            "max",
        ),
        ({"locked": [["", "m1"]]}, "MISSING", "locked/0", "household"),
    ],
)
def test_wrong_pairs(pairs: dict[str, Any], code: str, where: str, field: str) -> None:
    """Tests that each contradiction is named at the pair that makes it."""
    assert places(problems(two(**pairs))) == [(code, f"/villages/1/{where}", field)]


def test_locks_up_to_the_maximum() -> None:
    """Tests that ten locks are no fault where ten are the most, and eleven are counted."""
    assert len(scenario_from_request(two(locked=ELEVEN[:10])).villages[1].locked) == 10
    told = only(problems(two(locked=ELEVEN))).message
    assert "11 households" in told
    assert "at most 10" in told


def test_forbidding_and_changing_are_free() -> None:
    """Tests that a household may have several forbidden members, and a forbidden current one."""
    given = two(forbidden=[["h1", "m1"], ["h1", "m2"]], current=[["h1", "m1"]])
    one = scenario_from_request(given).villages[1]
    assert (one.forbidden.tolist(), one.current.tolist()) == ([[0, 0], [0, 1]], [[0, 0]])


@pytest.mark.parametrize("kind", ["locked", "forbidden", "current"])
def test_the_same_pair_twice_is_a_duplicate(kind: str) -> None:
    """Tests that each repetition is named, with the place of the first, and no other pair."""
    given = [["h2", "m1"], ["h3", "m1"], ["h2", "m1"], ["h2", "m1"]]
    found = problems(two(**{kind: given}))
    assert places(found) == [
        ("PAIR_TWICE", f"/villages/1/{kind}/{row}", "household") for row in (2, 3)
    ]
    assert all(f"/villages/1/{kind}/0;" in problem.message for problem in found)


def test_the_same_pair_of_two_kinds_is_none() -> None:
    """Tests that a pair may be locked and current: that says two things."""
    one = scenario_from_request(two(locked=[["h2", "m1"]], current=[["h2", "m1"]])).villages[1]
    assert one.locked.tolist() == one.current.tolist() == [[4, 0]]  # ids are sorted as text


def test_a_pair_stays_in_its_village() -> None:
    """Tests that a household of another village is unknown."""
    given = two()
    given["villages"][0]["locked"] = [["h7", "m1"]]
    assert only(problems(given)).code == "UNKNOWN_HOUSEHOLD"
