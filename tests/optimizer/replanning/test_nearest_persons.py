"""Who else could look after a household, on a line of houses."""

from __future__ import annotations

from typing import Any

from optimizer.input.request import scenario_from_request
from optimizer.replanning.nearest_persons import nearest_document


def document(most: int, **more: object) -> dict[str, Any]:
    """Return the document of three households and three members on one line, 100 m apart."""
    village = {
        "id": "v",
        "households": [{"id": f"h{n}", "x": 100.0 * n, "y": 0.0} for n in range(3)],
        "members": [{"id": f"m{n}", "x": 100.0 * n, "y": 10.0} for n in range(3)],
        **more,
    }
    request = {"coordinates": "metres", "rules": {"max_distance_m": 150}, "villages": [village]}
    return nearest_document(scenario_from_request(request).villages[0], most)


def test_that_the_nearest_come_first() -> None:
    """Tests that persons within the limit are named by distance, and all of them are counted."""
    made = document(9)
    assert made["persons"] == ["m0", "m1", "m2"]
    assert made["households"][0] == {
        "id": "h0",
        "within": 2,
        "nearest": [[0, 10.0], [1, 100.499]],
    }
    assert [person for person, _ in made["households"][1]["nearest"]] == [1, 0, 2]


def test_that_no_more_are_named_than_are_asked_for() -> None:
    """Tests that a household near many names some and counts all."""
    middle = document(1)["households"][1]
    assert (middle["within"], middle["nearest"]) == (3, [[1, 10.0]])


def test_that_locks_and_bans_are_left_to_who_asks() -> None:
    """Tests that distance alone decides: what is locked or forbidden may be changed by hand."""
    free = document(9)
    assert document(9, locked=[["h0", "m2"]], forbidden=[["h1", "m1"]]) == free


def test_that_a_household_out_of_reach_has_nobody() -> None:
    """Tests that a household beyond the limit is listed, with nobody."""
    far = document(9, households=[{"id": "far", "x": 900.0, "y": 0.0}])
    assert far["households"] == [{"id": "far", "within": 0, "nearest": []}]


def test_that_nominal_metres_are_not_shown() -> None:
    """Tests that of a list persons come in order without metres."""
    homes = [{"id": f"h{n}", "hamlet": "Đông", "alley": "1", "order": n} for n in range(1, 4)]
    village = {
        "id": "v",
        "households": homes,
        "members": [{"id": "m1", "hamlet": "Đông", "alley": "1", "order": 3}],
    }
    request = {"rules": {"metric": {"kind": "list"}}, "villages": [village]}
    made = nearest_document(scenario_from_request(request).villages[0], 9)
    assert made["households"][0]["nearest"] == [[0, None]]
