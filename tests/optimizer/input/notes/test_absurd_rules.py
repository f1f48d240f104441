"""Tests for limits that nobody can mean, and tables in each other's place."""

from __future__ import annotations

from tests.optimizer.input.notes.villages import codes, notes, points, request, village


def test_that_a_member_for_a_whole_province_is_named() -> None:
    """Tests that a limit of a thousand households is asked about, and one of a hundred is not."""
    (note,) = notes(request(rules={"max_households": 1000}))
    assert (note.code, note.params["field"]) == ("ABSURD_VALUE", "max_households")
    assert codes(request(rules={"max_households": 100})) == []


def test_that_exchanged_tables_are_named() -> None:
    """Tests that more members than households are told."""
    xy = points(30)
    assert codes(request(village(xy=xy[:25], members=xy[25:]))) == []
    assert codes(request(village(xy=xy[25:], members=xy[:25]))) == ["MORE_MEMBERS"]
