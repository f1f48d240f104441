"""Pockets: counted with a pencil."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.distance.reach import village_reach
from optimizer.domain.plan import Pocket
from optimizer.domain.scenario import Village
from optimizer.recruitment import Recruits, site_reach
from tests.optimizer.recruitment.short_villages import hamlets, on_a_line, solved, troubled

SEEDS = range(200)


def reached(one: Village) -> tuple[np.ndarray, np.ndarray]:
    """Return who reaches whom as two tables: households by members, and by places."""
    held, near = village_reach(one), site_reach(one)
    members = np.zeros((held.households, held.persons), bool)
    places = np.zeros((near.households, near.persons), bool)
    members[held.household, held.person] = True
    places[near.household, near.person] = True
    return members, places


def forced(one: Village, members: np.ndarray, households: np.ndarray) -> int:
    """Count the recruits that households force, as the certificate says it."""
    room = one.members.maximum[members[households].any(axis=0)].sum()
    return -(-int(len(households) - room) // one.rules.max_households)


def check(one: Village, found: Recruits) -> None:
    members, places = reached(one)
    used = np.zeros(places.shape[1], bool)
    for pocket in found.pockets:
        check_pocket(one, members, pocket)
        near = places[pocket.households].any(axis=0)
        assert not (near & used).any()
        used |= near
    total = sum(pocket.recruits_at_least for pocket in found.pockets)
    assert total <= found.needed.bound
    assert found.by == ("pockets" if total == found.needed.value else "search")


def check_pocket(one: Village, members: np.ndarray, pocket: Pocket) -> None:
    assert (np.flatnonzero(members[pocket.households].any(axis=0)) == pocket.members).all()
    assert pocket.room == one.members.maximum[pocket.members].sum()
    assert pocket.recruits_at_least > 0
    assert pocket.recruits_at_least == forced(one, members, pocket.households)
    for household in pocket.households:
        fewer = pocket.households[pocket.households != household]
        assert forced(one, members, fewer) < pocket.recruits_at_least


@pytest.mark.parametrize("start", range(0, len(SEEDS), 50))
def test_that_pockets_of_troubled_villages_can_be_counted(start: int) -> None:
    """Tests that pockets hold, are disjoint, add up, and that no household can be left out."""
    for seed in SEEDS[start : start + 50]:
        one = troubled(seed)
        check(one, solved(one))


@pytest.mark.parametrize("seed", range(6))
def test_that_pockets_of_real_sizes_can_be_counted(seed: int) -> None:
    """Tests that the same holds in villages of 400 households with 32 members."""
    one = hamlets(seed, 400, 32, 150.0)
    check(one, solved(one))


def test_that_pockets_are_named_where_the_need_is() -> None:
    """Tests that of two far hamlets, one full and one with a household too many, one is named."""
    one = on_a_line([0.0] * 10 + [900.0] * 11, [0.0, 900.0], max_distance_m=50.0)
    found = solved(one)
    (pocket,) = found.pockets
    assert list(pocket.households) == list(range(10, 21))
    assert list(pocket.members) == [1]
    assert pocket.room == 10
    assert found.by == "pockets"
