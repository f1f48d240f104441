"""The peers, on villages that everybody can check in the head."""

from __future__ import annotations

from benchmarks.cases import Size, short
from benchmarks.peers import greedy, nearest
from tests.optimizer.hand_made import village


def test_that_the_nearest_member_is_overrun() -> None:
    """Tests that all 12 households go to the only member, two more than it may have."""
    found = nearest(village("x", 12))
    assert (found.walk_m, found.missed, found.status) == (660.0, 2, "heuristic")


def test_that_greedy_leaves_out_what_is_far() -> None:
    """Tests that the six households within 50 m are taken, and the other six are not."""
    found = greedy(village("x", 12))
    assert (found.walk_m, found.missed, found.status) == (150.0, 6, "heuristic")


def test_that_greedy_stops_when_seats_are_taken() -> None:
    """Tests that of 12 households on both sides within the limit ten have a seat."""
    found = greedy(village("x", 12, home=55.0))
    assert found.missed == 2
    assert nearest(village("x", 12, home=55.0)).missed == 2


def test_that_short_villages_are_short() -> None:
    """Tests that the members of the case have fewer seats than there are households."""
    made = short(Size(1, 40, 3), 0)
    assert len(made.households) > made.members.maximum.sum()
    assert made.rules.recruiting
