"""Small random problems, and every plan that answers them: brute force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem, Goal, SettledGoal
from optimizer.distance.reach import make_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints

NOTHING = float("inf")
"""The value of the best plan where there is none."""


def problems(seed: int) -> AssignmentProblem:
    """Return a problem of at most 6 households and 3 persons, before any stage is settled."""
    rng = np.random.default_rng(seed)
    households, persons = int(rng.integers(1, 7)), int(rng.integers(1, 4))
    near = rng.random((households, persons)) < 0.7
    # A locked household has just its member, and is pinned there.
    pinned = near.any(axis=1) & (np.arange(households) == rng.integers(0, 2 * households))
    near[pinned] = np.arange(persons) == near[pinned].argmax(axis=1)[:, None]
    household, person = np.nonzero(near)
    cost = rng.integers(0, 20, len(household))
    minimum = rng.integers(0, 4, persons)
    reach = make_reach(household, person, cost / 1e6, (households, persons))
    return AssignmentProblem(
        reach,
        minimum,
        np.maximum(minimum + rng.integers(0, 3, persons), 1),
        exceptions=(None, 0, 1)[int(rng.integers(0, 3))],
        unserved=None,
        pinned=pinned,
    )


def goals(problem: AssignmentProblem, seed: int) -> dict[Stage, Goal]:
    """Return a goal for each stage that is a sum; to keep is a random half of the pairs."""
    rng = np.random.default_rng(seed)
    nothing = np.zeros(len(problem.reach), np.int64)
    nobody = np.zeros(problem.households, np.int64)
    return {
        Stage.SERVE: Goal(nothing, nobody + 1),
        Stage.MINIMUM: Goal(nothing, nobody, exception=1),
        Stage.KEEP: Goal(rng.integers(0, 2, len(nothing)), rng.integers(0, 2, len(nobody))),
        Stage.WALK: Goal(problem.reach.micrometres, nobody),
        Stage.SPREAD: Goal(nothing, nobody, rising=1),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """Every plan that answers a problem, shape (plans, households)."""

    problem: AssignmentProblem
    person: Ints

    def values(self, goal: Goal) -> Ints:
        """Return the value of each plan, counted without the problem's own words."""
        reach, minimum = self.problem.reach, self.problem.minimum
        used = self.person[:, reach.household] == reach.person
        loads = _loads(self.problem, self.person)
        below = ((loads > 0) & (loads < minimum)).sum(axis=1)
        out = (self.person == UNSERVED) @ goal.skip
        squares = (loads**2).sum(axis=1)
        return np.asarray(used @ goal.pair + out + goal.rising * squares + goal.exception * below)

    def best(self, goal: Goal) -> float:
        """Return the smallest value, infinite where nothing answers the problem."""
        return float(self.values(goal).min()) if len(self.person) else NOTHING

    def where(self, chosen: NDArray[np.bool_]) -> Plans:
        """Return some of the plans."""
        return Plans(self.problem, self.person[chosen])


def _loads(problem: AssignmentProblem, person: Ints) -> Ints:
    return np.asarray((person[:, :, None] == np.arange(problem.persons)).sum(axis=1))


def every_plan(problem: AssignmentProblem) -> Plans:
    """Return the plans that keep windows, exceptions, unserved, pins and settled values."""
    reach = problem.reach
    options = [
        [UNSERVED, *reach.person[reach.household == row]] for row in range(problem.households)
    ]
    person = np.array(list(product(*options)), np.int64).reshape(-1, problem.households)
    loads = _loads(problem, person)
    below = ((loads > 0) & (loads < problem.minimum)).sum(axis=1)
    lawful = (loads <= problem.maximum).all(axis=1)
    lawful &= ~(person[:, problem.pinned] == UNSERVED).any(axis=1)
    if problem.exceptions is not None:
        lawful &= below <= problem.exceptions
    if problem.unserved is not None:
        lawful &= (person == UNSERVED).sum(axis=1) == problem.unserved
    plans = Plans(problem, person[lawful])
    for _, goal, value in problem.settled:
        plans = plans.where(plans.values(goal) <= value)
    return plans


def served(problem: AssignmentProblem) -> AssignmentProblem:
    """Return the problem with as few unserved as can be, as if that stage were settled."""
    plans = every_plan(problem)
    if not len(plans.person):
        return problem
    return replace(problem, unserved=int((plans.person == UNSERVED).sum(axis=1).min()))


def settled(problem: AssignmentProblem, stage: Stage, goal: Goal) -> AssignmentProblem:
    """Return the problem with a goal settled at its best."""
    best = every_plan(problem).best(goal)
    if best == NOTHING:
        return problem
    return replace(problem, settled=(*problem.settled, SettledGoal(stage, goal, int(best))))
