"""Exchanges of places and of members: never worse, and none left that gains."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from optimizer.assignment.search import exchanges
from optimizer.assignment.search.allocator import AllocatedPlan, Allocator
from optimizer.assignment.search.exchanges import exchange_places, switch_members
from optimizer.assignment.search.location_search import locate_and_allocate
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.search.placed_recruits import allocated

CHUNK = 50
LIMITS = SearchLimits.lasting(600)
MANY = 10_000
"""Flows: as many as it takes."""


def plans(first: int) -> Iterator[tuple[Allocator, AllocatedPlan]]:
    """Yield some plans with recruits at places drawn."""
    for seed in range(first, first + CHUNK):
        made = allocated(seed)
        if made is not None:
            yield made


def every_place(_: Floats, places: Ints) -> Iterator[int]:
    """Stand for the choice among places that are alike: all of them."""
    yield from places.tolist()


def gains(allocator: Allocator, plan: AllocatedPlan, change: Ints) -> bool:
    """Tell whether a plan with other persons in use is better, by a flow."""
    found = allocator.allocate(plan.normal + change, plan.short)
    return found is not None and found.value < plan.value * (1 - exchanges.WORTH)


def changes(persons: int, coming: Ints, going: Ints) -> Iterator[Ints]:
    """Yield the change of each exchange of one person for another."""
    for new in coming:
        for old in going:
            change = np.zeros(persons, np.int64)
            change[new] += 1
            change[old] -= 1
            yield change


@pytest.mark.parametrize("first", range(0, 150, CHUNK))
def test_that_no_exchange_of_places_is_left(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a flow for each exchange finds no gain, and that nobody else moved."""
    monkeypatch.setattr(exchanges, "_apart", every_place)
    better = 0
    for allocator, plan in plans(first):
        problem = allocator.problem
        assert problem.recruit_limits is not None
        worth = np.arange(problem.persons, dtype=float)
        found = exchange_places(allocator, plan, worth, LIMITS, MANY)
        assert found.value <= plan.value
        better += found.value < plan.value
        used, before = (one.normal + one.short for one in (found, plan))
        places = problem.recruit_limits.places
        assert (used[~places] == before[~places]).all(), "members stay as they are"
        assert used[places].sum() == before[places].sum()
        assert (used <= problem.copies).all()
        going = np.flatnonzero(places & (found.normal > 0))
        coming = np.flatnonzero(problem.recruit_limits.copies > used)
        moves = changes(problem.persons, coming, going)
        assert not any(gains(allocator, found, change) for change in moves)
    assert better


@pytest.mark.parametrize("first", range(0, 150, CHUNK))
def test_that_no_switch_of_members_is_left(first: int) -> None:
    """Tests that a flow for each member in, out, or for another finds no gain."""
    better = 0
    for allocator, plan in plans(first):
        problem = allocator.problem
        assert problem.recruit_limits is not None
        found = switch_members(allocator, plan, LIMITS, MANY)
        assert found.value <= plan.value
        better += found.value < plan.value
        places = problem.recruit_limits.places
        assert (found.normal[places] == plan.normal[places]).all(), "recruits stay where they are"
        member = ~places & ~allocator.holders
        idle, used = np.flatnonzero(member & (found.normal == 0)), member & (found.normal > 0)
        one = np.eye(problem.persons, dtype=np.int64)
        moves = [*one[idle], *-one[used], *changes(problem.persons, idle, np.flatnonzero(used))]
        assert not any(gains(allocator, found, change) for change in moves)
    assert better


@pytest.mark.parametrize("search", [exchange_places, switch_members])
def test_that_work_is_counted(search: object) -> None:
    """Tests that without flows a plan stays as it is, and that the same plan is found twice."""
    for allocator, plan in plans(0):
        worth = np.zeros(allocator.problem.persons)
        for flows in (0, 3):
            found = [
                exchange_places(allocator, plan, worth, LIMITS, flows)
                if search is exchange_places
                else switch_members(allocator, plan, LIMITS, flows)
                for _ in range(2)
            ]
            assert found[0].person.tolist() == found[1].person.tolist()
            assert flows or found[0] is plan


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_that_locating_never_harms(first: int) -> None:
    """Tests that recruits who move to the middle of their households walk no more."""
    better = 0
    for allocator, plan in plans(first):
        found = locate_and_allocate(allocator, plan, LIMITS)
        assert found.value <= plan.value
        better += found.value < plan.value
    assert better
