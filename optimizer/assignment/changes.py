"""Changes against the plan in force: by event, which no plan can avoid, or by choice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.distance.reach import Reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints

Bools = NDArray[np.bool_]


def keepable(reach: Reach, current: Ints) -> Bools:
    """Return the households whose pair of the plan in force may still be used.

    Parameters
    ----------
    current
        Shape (households,): person who looks after the household now, or ``UNSERVED``.
    """
    kept = np.zeros(len(current), bool)
    kept[reach.household[current[reach.household] == reach.person]] = True
    return kept


def forced_changes(task: LexicographicProblem) -> int:
    """Count the changes by event: every plan that keeps the windows has as many of them."""
    kept = keepable(task.reach, task.current)
    lost = (task.current != UNSERVED) & ~kept
    return int(lost.sum()) + int(_crowded_out(task.current, kept, task.maximum).sum())


def changed_by_event(current: Ints, usable: Bools, maximum: Ints, person: Ints) -> Bools:
    """Return which households change person by event.

    Their pair can no longer be used, or they had nobody, or their person's window has become
    smaller than the households that it could keep: then so many of those that it loses, the first
    ones. Every other change is by choice.

    Parameters
    ----------
    current, person
        Shape (households,): in the plan in force and in the new one, or ``UNSERVED``.
    usable
        Shape (households,): whether the pair of the plan in force may still be used.
    maximum
        Shape (persons,).
    """
    changed = current != person
    forced: Bools = changed & ~usable
    for row, over in enumerate(_crowded_out(current, usable, maximum).tolist()):
        if over:
            forced[np.flatnonzero(changed & usable & (current == row))[:over]] = True
    return forced


def _crowded_out(current: Ints, usable: Bools, maximum: Ints) -> Ints:
    """Return how many of the households that each person could keep have no seat with it."""
    mine = np.bincount(current[usable], minlength=len(maximum))[: len(maximum)]
    crowded: Ints = np.maximum(mine - maximum, 0)
    return crowded
