"""In which order recruits are worth finding."""

from __future__ import annotations

import numpy as np

from optimizer.distance.reach import village_reach
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.recruitment import order_by_gain, site_reach
from tests.optimizer.recruitment.short_villages import hamlets, on_a_line, solved


def worth_of(one: Village, places: list[int]) -> tuple[list[int], list[int]]:
    order, worth = order_by_gain(
        village_reach(one),
        site_reach(one),
        one.members.maximum,
        one.rules.max_households,
        np.array(places, np.int64),
    )
    return order.tolist(), worth.tolist()


def test_that_the_most_useful_comes_first() -> None:
    """Tests that recruits of hamlets of 3, 10 and 7 households come as 10, 7 and 3."""
    one = on_a_line([0.0] * 3 + [500.0] * 10 + [900.0] * 7, [], max_distance_m=50.0)
    assert worth_of(one, [0, 3, 13]) == ([3, 13, 0], [10, 7, 3])


def test_that_a_recruit_beside_a_member_is_worth_what_is_left() -> None:
    """Tests that a member's ten households count for the member, and the second recruit less."""
    one = on_a_line([0.0] * 23, [0.0], max_distance_m=50.0)
    assert worth_of(one, [0, 0]) == ([0, 0], [10, 3])


def test_that_nobody_is_worth_nothing() -> None:
    """Tests that a village without recruits has an empty order."""
    assert worth_of(on_a_line([0.0], [], max_distance_m=50.0), []) == ([], [])


def test_that_worth_never_grows_and_adds_up() -> None:
    """Tests that all recruits together serve all who are unserved today."""
    one = hamlets(2, 300, 12, 150.0)
    found = solved(one)
    places = np.repeat(np.arange(len(found.per_place)), found.per_place)
    order, worth = worth_of(one, places.tolist())
    assert sorted(order) == places.tolist()
    assert worth == sorted(worth, reverse=True)
    assert found.unserved == Proof(0, 0)
    today = 300 - sum(worth)
    assert 0 < today <= int(one.members.maximum.sum())
