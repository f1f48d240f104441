"""The benchmark of named distances: what it names, on a village small enough to know."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.named_distances import DOORS, named_nearest, named_village
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.random_villages import random_village


def test_that_named_villages_are_the_villages() -> None:
    """Tests that all lines named give the same values, and the nearest alone a clean plan."""
    # A locked pair beyond the limit would not be among the lines that are named.
    village = replace(random_village(4, most_households=12), locked=np.empty((0, 2), np.int64))
    plan, same = plan_village(village), plan_village(named_village(village))
    assert same.today.walk_m == plan.today.walk_m
    near = named_nearest(village)
    assert near.distances is not None
    assert len(near.distances.sites) <= DOORS * len(village.households)
    assert verify_plan(near, plan_village(near)) == ()
