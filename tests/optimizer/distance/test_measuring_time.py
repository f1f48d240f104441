"""Measuring within limits: a distance, or a sentence, and never a distance that is too small."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from optimizer.distance import Unmeasured, locked_metres
from optimizer.distance.reach import reach_within, village_reach
from optimizer.domain.scenario import Ends, Village
from tests.optimizer.distance.walked_villages import walked


@dataclass
class Looks:
    """Limits that are over once they have been asked so often."""

    most: int
    asked: int = 0

    @property
    def over(self) -> bool:
        """Whether it is."""
        self.asked += 1
        return self.asked > self.most


def fresh(seed: int) -> Village:
    """Return a village of which nothing is remembered, its distances no straight lines."""
    return walked(seed)


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 6, 7])
def test_that_limits_end_measuring_wherever_they_are_over(seed: int) -> None:
    """Tests that before the last look at the time nothing is told, after it everything."""
    everything = village_reach(fresh(seed))
    looks = Looks(10**9)
    village_reach(fresh(seed), limits=looks)
    for most in range(looks.asked):
        limits = Looks(most)
        with pytest.raises(Unmeasured, match="longer time limit"):
            village_reach(fresh(seed), limits=limits)
        assert limits.asked == most + 1
    found = village_reach(fresh(seed), limits=Looks(looks.asked))
    assert looks.asked > 3
    np.testing.assert_array_equal(found.micrometres, everything.micrometres)
    np.testing.assert_array_equal(found.household, everything.household)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_measuring_goes_on_where_it_was_ended(seed: int) -> None:
    """Tests that what was measured is remembered, under limits that are over and without any."""
    village = fresh(seed)
    with pytest.raises(Unmeasured):
        village_reach(village, limits=Looks(2))
    whole = village_reach(village)
    again = village_reach(village, limits=Looks(0))
    np.testing.assert_array_equal(whole.metres, again.metres)


def test_that_straight_lines_know_the_limits_too() -> None:
    """Tests that limits end a village without paths and barriers, and the locked pairs' metres."""
    village = replace(walked(0), network=None, barriers=None)
    with pytest.raises(Unmeasured):
        reach_within(village, Ends.MEMBERS, 100.0, limits=Looks(0))
    locked = replace(fresh(3), locked=np.array([[0, 0]]))
    with pytest.raises(Unmeasured):
        locked_metres(locked, limits=Looks(1))
