"""Flows, against all plans there are."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.distance.reach import Reach, make_reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError
from optimizer.solvers.flow import LARGEST_COST, maximum_flow, minimum_cost_flow

NONE = np.zeros(2, np.int64)


def line(costs: list[list[int | None]]) -> Reach:
    """Return the pairs of a table of costs: a row a household, None where nobody goes."""
    pairs = [
        (row, who, cost)
        for row, mine in enumerate(costs)
        for who, cost in enumerate(mine)
        if cost is not None
    ]
    household, person, cost = np.array(pairs, np.int64).reshape(-1, 3).T
    return make_reach(household, person, cost / 1e6, (len(costs), len(costs[0])))


TWO_MEMBERS = line([[0, 9], [1, 8], [2, 7]])
"""Three households, each nearer to person 0 than to person 1."""


def shared(
    reach: Reach,
    lower: list[int],
    upper: list[int],
    *,
    skip: Ints | None = None,
    rising: int = 0,
    pinned: Ints | None = None,
) -> list[int] | None:
    """Return the persons of the cheapest flow."""
    found = minimum_cost_flow(
        reach,
        reach.micrometres,
        np.array(lower),
        np.array(upper),
        skip=skip,
        rising=rising,
        pinned=None if pinned is None else pinned > 0,
    )
    return None if found is None else found.tolist()


@pytest.mark.parametrize(
    ("lower", "upper", "person"),
    [
        ([0, 0], [3, 3], [0, 0, 0]),
        ([0, 0], [2, 3], [0, 0, 1]),
        ([0, 0], [0, 3], [1, 1, 1]),
        ([0, 0], [2, 0], [0, 0, UNSERVED]),
        ([0, 0], [0, 0], [UNSERVED] * 3),
        ([0, 1], [3, 3], [0, 0, 1]),
        ([0, 2], [3, 3], [0, 1, 1]),
        ([0, 3], [3, 3], [1, 1, 1]),
        ([1, 2], [1, 2], [0, 1, 1]),
        ([1, 3], [3, 3], None),
        ([0, 2], [3, 1], None),
    ],
)
def test_that_loads_lie_in_their_windows(
    lower: list[int], upper: list[int], person: list[int] | None
) -> None:
    """Tests that both bounds are kept at both sides, and None where the lower cannot be met."""
    assert shared(TWO_MEMBERS, lower, upper) == person


def test_that_a_lower_load_out_of_reach_cannot_be_met() -> None:
    """Tests that two who reach one household between them cannot both have one."""
    reach = line([[1, 1], [1, None], [1, None]])
    assert shared(reach, [0, 1], [3, 3]) == [1, 0, 0]
    assert shared(reach, [0, 2], [3, 3]) is None


def test_that_serving_comes_before_cost() -> None:
    """Tests that a household is served however dear an exchange that makes the room."""
    reach = line([[0, 10**9], [10**9, None]])
    assert shared(reach, [0, 0], [1, 1]) == [1, 0]


@pytest.mark.parametrize(("pinned", "person"), [(0, [0, -1]), (1, [-1, 0])])
def test_that_a_pinned_household_is_served(pinned: int, person: list[int]) -> None:
    """Tests that the last seat goes to the pinned household, near or far."""
    reach = line([[1], [5]])
    assert shared(reach, [0], [1], pinned=np.roll([1, 0], pinned)) == person


def test_that_two_pinned_households_do_not_share_a_seat() -> None:
    """Tests that None says that the pinned households cannot all be served."""
    assert shared(line([[1], [5]]), [0], [1], pinned=np.ones(2, np.int64)) is None


@pytest.mark.parametrize(("skip", "person"), [([0, 3], [0, -1]), ([0, 5], [-1, 0])])
def test_that_leaving_a_household_out_has_its_price(skip: list[int], person: list[int]) -> None:
    """Tests that of equal numbers served the one is left out whose loss costs less."""
    assert shared(line([[1], [5]]), [0], [1], skip=np.array(skip)) == person


@pytest.mark.parametrize(
    ("rising", "person"), [(0, [0, 0, 0, 0]), (1, [0, 0, 0, 1]), (3, [0, 0, 1, 1])]
)
def test_that_squared_loads_even_out(rising: int, person: list[int]) -> None:
    """Tests that squares of 16, 10 and 8 are weighed against walks of 0, 3 and 7."""
    reach = line([[0, 9], [0, 8], [0, 4], [0, 3]])
    assert shared(reach, [0, 0], [4, 4], rising=rising) == person


def test_that_costs_that_would_wrap_are_refused() -> None:
    """Tests that costs near 64 bits raise, and those with room for the solver's factor do not."""
    reach = line([[1, 2]])
    with pytest.raises(SolverError, match="too large"):
        minimum_cost_flow(reach, np.array([1, LARGEST_COST // 4]), NONE, NONE + 1)
    found = minimum_cost_flow(reach, np.array([1, LARGEST_COST // 64]), NONE, NONE + 1)
    assert found is not None
    assert found.tolist() == [0]


def all_plans(reach: Reach) -> Ints:
    """Return every way to share the households, shape (plans, households)."""
    options = [[UNSERVED, *reach.person[reach.household == row]] for row in range(reach.households)]
    return np.array(list(product(*options)), np.int64).reshape(-1, reach.households)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(st.integers(0, 2**32 - 1))
def test_that_no_plan_is_better(seed: int) -> None:
    """Tests that nobody serves more, and as many for less: cost, skips and squares."""
    rng = np.random.default_rng(seed)
    households, persons = int(rng.integers(1, 6)), int(rng.integers(1, 4))
    costs = rng.integers(0, 9, (households, persons)).astype(object)
    costs[rng.random(costs.shape) < 0.3] = None
    reach = line(costs.tolist())
    lower = rng.integers(0, 2, persons)
    upper = lower + rng.integers(0, 3, persons)
    skip, rising = rng.integers(0, 5, households), int(rng.integers(0, 3))
    plans = all_plans(reach)
    loads = (plans[:, :, None] == np.arange(persons)).sum(axis=1)
    plans = plans[((loads >= lower) & (loads <= upper)).all(axis=1)]

    def rank(plan: Ints) -> tuple[int, int]:
        used = plan[reach.household] == reach.person
        load = np.bincount(plan[plan != UNSERVED], minlength=persons)
        out = plan == UNSERVED
        walk = int(reach.micrometres[used].sum())
        return int(out.sum()), walk + int(skip[out].sum()) + rising * int((load**2).sum())

    found = minimum_cost_flow(reach, reach.micrometres, lower, upper, skip=skip, rising=rising)
    assert (found is None) == (len(plans) == 0)
    if found is not None:
        assert rank(found) == min(rank(plan) for plan in plans)


def test_that_a_maximum_flow_shows_who_is_in_the_way() -> None:
    """Tests that three households of one full person are cut off, and the others are not."""
    household, person = np.array([0, 1, 2, 3]), np.array([0, 0, 0, 1])
    found = maximum_flow(household, person, np.ones(4, np.int64), np.array([2, 1]))
    assert found.short.sum() == 1
    assert found.cut_households.tolist() == [True, True, True, False]
    assert found.cut_persons.tolist() == [True, False]


@pytest.mark.parametrize(("room", "short", "cut"), [(5, 0, False), (4, 1, True)])
def test_that_supplies_are_sent_whole(room: int, short: int, cut: bool) -> None:  # noqa: FBT001
    """Tests that a supply of 5 fits in a room of 5, and that 1 is short in a room of 4."""
    found = maximum_flow(np.array([0]), np.array([0]), np.array([5]), np.array([room]))
    assert (found.flows.tolist(), found.short.tolist()) == ([5 - short], [short])
    assert (found.cut_households.tolist(), found.cut_persons.tolist()) == ([cut], [cut])


def test_that_whom_nobody_reaches_is_short() -> None:
    """Tests that a flow without pairs leaves everybody short, and in the cut alone."""
    nobody = np.empty(0, np.int64)
    found = maximum_flow(nobody, nobody, np.array([1, 2]), np.array([3]))
    assert found.short.tolist() == [1, 2]
    assert found.cut_households.all()
    assert not found.cut_persons.any()


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_that_a_cut_counts_what_is_short(seed: int) -> None:
    """Tests that Hall's count holds: the cut's supply, less all room it reaches, is short."""
    rng = np.random.default_rng(seed)
    households, persons = int(rng.integers(1, 9)), int(rng.integers(1, 5))
    household, person = np.nonzero(rng.random((households, persons)) < 0.5)
    supply, room = rng.integers(0, 4, households), rng.integers(0, 5, persons)
    found = maximum_flow(household, person, supply, room)
    sent = np.bincount(person, weights=found.flows, minlength=persons)
    reached = np.unique(person[found.cut_households[household]])
    assert (sent <= room).all()
    assert (found.flows >= 0).all()
    assert reached.tolist() == np.flatnonzero(found.cut_persons).tolist()
    missing = supply[found.cut_households].sum() - room[found.cut_persons].sum()
    assert found.short.sum() == missing
