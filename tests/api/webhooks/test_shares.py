"""Who may call how often at once: receivers that hang leave room for others."""

from __future__ import annotations

import pytest

from api.webhooks.deliveries import shares

ROOM = 8


@pytest.mark.parametrize(
    ("tenants", "settled"),
    [(1, [4]), (2, [3, 3]), (3, [2, 2, 2]), (7, [1] * 7), (9, [0] + [1] * 8)],
)
def test_that_more_tenants_whose_receivers_hang_have_less_each(
    tenants: int, settled: list[int]
) -> None:
    """Tests that calls that all hang for long leave room, whoever came first with all it has."""
    waiting = {f"t{nth}": 99 for nth in range(tenants)}
    busy = dict.fromkeys(waiting, 0)
    busy |= shares({"t0": 99}, {}, ROOM)
    assert busy["t0"] == 4
    for _ in range(20):
        for name, more in shares(waiting, busy, ROOM - sum(busy.values())).items():
            busy[name] += more
        assert sum(busy.values()) <= ROOM
        busy[max(busy, key=lambda name: busy[name])] -= 1  # its call has timed out
    for name, more in shares(waiting, busy, ROOM - sum(busy.values())).items():
        busy[name] += more
    assert sorted(busy.values()) == settled


def test_that_a_quiet_tenant_finds_room_beside_two_whose_receivers_hang() -> None:
    """Tests that a third and a fourth tenant are served at once, each with what it has first."""
    hanging = {"a": 99, "b": 99}
    busy = dict(shares({"a": 99}, {}, ROOM))
    busy |= shares(hanging, busy, ROOM - 4)
    assert busy == {"a": 4, "b": 2}
    assert shares({**hanging, "quiet": 5, "other": 1}, busy, 2) == {"quiet": 1, "other": 1}


def test_that_no_more_is_granted_than_is_due() -> None:
    """Tests that few deliveries and no room are what they are."""
    assert shares({"a": 2, "b": 1}, {}, ROOM) == {"a": 2, "b": 1}
    assert shares({"a": 2}, {"b": 8}, 0) == {}
