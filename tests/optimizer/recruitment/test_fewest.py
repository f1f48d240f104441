"""The fewest recruits: by hand, against a plain model, and where time is short."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from tests.optimizer.recruitment.plain_recruits import fewest
from tests.optimizer.recruitment.short_villages import (
    hamlets,
    on_a_line,
    solved,
    troubled,
    village,
)


@pytest.mark.parametrize("start", range(0, 400, 20))
def test_that_a_plain_model_agrees(start: int) -> None:
    """Tests that recruits and unserved households equal those of a plain model, proven."""
    for seed in range(start, start + 20):
        one = troubled(seed)
        found = solved(one)
        _, needed = fewest(one, None)
        left, placed = fewest(one, one.rules.max_recruits)
        assert found.needed == Proof(needed, needed), seed
        assert found.unserved == Proof(left, left), seed
        assert found.per_place.sum() == placed, seed
        assert found.per_place.max(initial=0) <= (one.rules.recruits_per_place or placed), seed


@pytest.mark.parametrize(("households", "needed"), [(10, 0), (11, 1), (20, 1), (21, 2)])
def test_that_a_recruit_comes_with_the_first_household_too_many(
    households: int, needed: int
) -> None:
    """Tests that a full member or a full recruit is enough, and one household more is not."""
    found = solved(on_a_line(range(households), [0.0], max_distance_m=50.0))
    assert found.needed == Proof(needed, needed)
    assert found.unserved == Proof(0, 0)


def test_that_the_limit_is_inclusive() -> None:
    """Tests that one recruit serves two households exactly twice the limit apart, and no more."""
    places = np.array([[50.0, 0.0]])
    for far_m, needed, lost in ((100.0, 1, 0), (100.001, 1, 1)):
        one = village(
            np.array([[0.0, 0.0], [far_m, 0.0]]),
            np.empty((0, 2)),
            Rules(max_distance_m=50.0),
            places=places,
        )
        assert solved(one).needed == Proof(needed, needed)
        assert len(solved(one).lost) == lost


def test_that_every_household_may_need_its_own() -> None:
    """Tests that a limit under which nobody looks after two needs a recruit for each household."""
    found = solved(on_a_line([10.0 * row for row in range(300)], [], max_distance_m=5.0))
    assert found.needed == Proof(300, 300)
    assert found.by == "pockets"
    assert len(found.pockets) == 300


def test_that_one_point_is_arithmetic() -> None:
    """Tests that 1,000 households at one point need 100 recruits, in one pocket of 991."""
    found = solved(on_a_line([0.0] * 1000, [], max_distance_m=5.0))
    assert found.needed == Proof(100, 100)
    assert [len(pocket.households) for pocket in found.pockets] == [991]


def test_that_places_far_from_everybody_change_nothing() -> None:
    """Tests that a village whose places reach nobody asks for no recruit and names the lost."""
    one = village(
        np.zeros((12, 2)),
        np.zeros((1, 2)),
        Rules(max_distance_m=50.0),
        places=np.array([[900.0, 0.0]]),
    )
    found = solved(one)
    assert found.needed == Proof(0, 0)
    assert len(found.lost) == 2
    assert found.unserved == Proof(2, 2)
    assert found.pockets == ()


def test_that_a_locked_household_does_not_move_to_a_recruit() -> None:
    """Tests that households locked to a full member are lost, however many recruits come."""
    one = village(
        np.zeros((3, 2)),
        np.zeros((1, 2)),
        Rules(min_households=1, max_households=2, max_distance_m=50.0),
        locked=[(0, 0), (1, 0), (2, 0)],
    )
    assert solved(one).needed == Proof(0, 0)
    assert len(solved(one).lost) == 1


def test_that_a_cap_says_what_it_costs() -> None:
    """Tests that with 2 of 3 recruits the two fullest hamlets are served and the third pays."""
    homes = [0.0] * 10 + [500.0] * 7 + [900.0] * 3
    found = solved(on_a_line(homes, [], max_distance_m=50.0, max_recruits=2))
    assert found.needed == Proof(3, 3)
    assert found.per_place.sum() == 2
    assert found.cap_costs == 3
    assert found.unserved == Proof(3, 3)


def test_that_no_recruit_is_a_cap_too() -> None:
    """Tests that with max_recruits 0 the need stands and nobody is placed."""
    found = solved(on_a_line([0.0] * 12, [], max_distance_m=50.0, max_recruits=0))
    assert found.needed == Proof(2, 2)
    assert found.per_place.sum() == 0
    assert found.cap_costs == 12


@pytest.mark.parametrize(("households", "needed", "left"), [(4, 0, 4), (5, 1, 0), (11, 2, 0)])
def test_that_an_enforced_minimum_leaves_small_hamlets_out(
    households: int, needed: int, left: int
) -> None:
    """Tests that under a minimum of 5 four households get nobody, five one, eleven two."""
    enforce = MinimumPolicy.ENFORCE
    found = solved(on_a_line([0.0] * households, [], max_distance_m=50.0, minimum=enforce))
    assert found.needed == Proof(needed, needed)
    assert found.unserved == Proof(left, left)
    assert sum(pocket.recruits_at_least for pocket in found.pockets) <= needed


@pytest.mark.parametrize("members", [0, 20, 44])
@pytest.mark.parametrize("limit_m", [150.0, 300.0, 500.0])
def test_that_real_sizes_are_proven(members: int, limit_m: float) -> None:
    """Tests that the number is proven in villages of 400 households and serves everybody."""
    one = hamlets(1, 400, members, limit_m)
    found = solved(one)
    assert found.needed.proven
    assert found.unserved == Proof(0, 0)
    assert found.per_place.sum() == found.needed.value


def test_that_the_order_of_rows_and_the_day_do_not_matter() -> None:
    """Tests that the same village gives the same recruits and the same pockets."""
    one, other = (solved(hamlets(5, 200, 10, 150.0), seed=3) for _ in range(2))
    assert (one.per_place == other.per_place).all()
    assert [list(p.households) for p in one.pockets] == [list(p.households) for p in other.pockets]


def test_that_no_time_still_gives_a_plan_and_a_bound() -> None:
    """Tests that a time limit of zero never claims more than it knows."""
    one = hamlets(3, 400, 0, 80.0)
    best = solved(one).needed
    hasty = solved(one, 0.0)
    assert hasty.needed.bound <= best.value <= hasty.needed.value
    assert hasty.needed.value > best.value
    assert not hasty.needed.proven
    assert hasty.unserved == Proof(0, 0)


def test_that_no_time_holds_under_an_enforced_minimum() -> None:
    """Tests that without time nobody is promised anything that is not there."""
    one = hamlets(3, 60, 5, 150.0, minimum=MinimumPolicy.ENFORCE)
    best = solved(one)
    hasty = solved(one, 0.0)
    assert best.needed.proven
    assert best.unserved.proven
    assert hasty.unserved.bound <= best.unserved.value <= hasty.unserved.value
    assert hasty.needed.bound <= best.needed.value
