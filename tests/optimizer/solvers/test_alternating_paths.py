"""Exchanges against maximum flows."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED
from optimizer.solvers.alternating_paths import seated
from optimizer.solvers.flow import maximum_flow


def test_that_exchanges_serve_as_many_as_a_maximum_flow() -> None:
    """Tests that nobody is put out, and that those without a way are a reason by counting."""
    for seed in range(300):
        rng = np.random.default_rng(seed)
        households, persons = rng.integers(1, 16), rng.integers(1, 6)
        near, room = rng.random((persons, households)) < 0.4, rng.integers(0, 4, persons)
        nobody = np.full(households, UNSERVED)
        person, left = seated(near, nobody, room, np.zeros(households, bool))
        served = person != UNSERVED
        assert near[person[served], np.flatnonzero(served)].all(), seed
        assert (np.bincount(person[served], minlength=persons) <= room).all(), seed
        home, who = np.nonzero(near.T)
        flow = maximum_flow(home, who, np.ones(households, np.int64), room)
        assert (~served).sum() == flow.short.sum(), seed
        stuck = left.goes_to == UNSERVED
        held = int(room[near[:, stuck].any(axis=1)].sum())
        assert stuck.sum() - held == (~served).sum(), seed
        wider, _ = seated(near, person, room + 1, np.zeros(households, bool))
        assert (wider[served] != UNSERVED).all(), seed


def test_that_a_newcomer_is_searched_from_alone() -> None:
    """Tests that of a best plan only the seats of whoever came lead to one more, and as many."""
    for seed in range(300):
        rng = np.random.default_rng(seed)
        households, persons = rng.integers(1, 30), rng.integers(2, 9)
        near, room = rng.random((persons, households)) < 0.3, rng.integers(0, 4, persons)
        free = np.zeros(households, bool)
        before = np.append(room[:-1], 0)
        person, _ = seated(near, np.full(households, UNSERVED), before, free)
        alone, _ = seated(near, person, room, free, np.array([persons - 1]))
        together, _ = seated(near, person, room, free)
        assert alone.tolist() == together.tolist(), seed


def test_that_a_locked_household_stays_where_it_is() -> None:
    """Tests that a full member does not pass on a household that is locked."""
    near = np.array([[True, True], [False, True]])
    person, room = np.array([UNSERVED, 0]), np.array([1, 1])
    free, _ = seated(near, person, room, np.array([False, False]))
    locked, _ = seated(near, person, room, np.array([False, True]))
    assert free.tolist() == [0, 1]
    assert locked.tolist() == [UNSERVED, 0]
