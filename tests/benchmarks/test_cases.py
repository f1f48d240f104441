"""The villages of the benchmarks are what their names say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import cases
from benchmarks.cases import Size
from optimizer.distance.reach import village_reach
from optimizer.domain.scenario import Ints, Village
from optimizer.solvers.flow import maximum_flow


def unserved(village: Village, most: Ints) -> int:
    """Return how many households no flow serves with these maxima."""
    reach = village_reach(village)
    one = np.ones(reach.households, np.int64)
    return int(maximum_flow(reach.household, reach.person, one, most).short.sum())


@pytest.mark.parametrize("make", [cases.full, cases.pocketed])
@pytest.mark.parametrize("seed", range(3))
def test_that_everybody_is_needed(make: Callable[[Size, int], Village], seed: int) -> None:
    """Tests that all members serve everybody and that without any one of them nobody could."""
    village = make(Size(3, 120, 14), seed)
    most = village.members.maximum
    assert unserved(village, most) == 0
    for member in range(len(most)):
        without = most.copy()
        without[member] = 0
        assert unserved(village, without) > 0


def test_that_a_full_village_is_in_one_part() -> None:
    """Tests that members' own maxima, not the limit, make a full village hard."""
    village = cases.full(Size(1, 120, 14), 0)
    assert village.members.maximum.sum() == 123
    spared = replace(village.members, maximum=village.members.maximum + 10)
    without = spared.maximum.copy()
    without[0] = 0
    assert unserved(replace(village, members=spared), without) == 0


@pytest.mark.parametrize("seed", range(5))
def test_that_clustered_villages_keep_their_ranges(seed: int) -> None:
    """Tests that sizes and ratios stay in the ranges that are promised."""
    village = cases.clustered(Size(5, 650), seed)
    households, members = len(village.households), len(village.members)
    assert 60 <= households <= 650
    assert 2.9 <= households / members <= 11.6
    assert village.rules.max_distance_m == 600


def test_that_the_province_is_whole() -> None:
    """Tests that the province's case is all of its villages, with recruiting off."""
    size = Size(cases.PROVINCE)
    villages = [cases.province(size, seed) for seed in range(cases.PROVINCE)]
    assert sum(len(village.households) for village in villages) == 161_013
    assert sum(len(village.members) for village in villages) == 18_739
    assert not any(village.rules.recruiting for village in villages)
