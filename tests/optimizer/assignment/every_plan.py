"""Small random questions, and every plan that answers them: brute force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.distance.reach import make_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints

NOTHING = float("inf")
"""The value of the best plan where there is none."""


def questions(seed: int) -> AssignmentProblem:
    """Return a question of at most 6 households and 3 persons, before any stage is settled."""
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


def goals(question: AssignmentProblem, seed: int) -> dict[Stage, Goal]:
    """Return a goal for each stage that is a sum; to keep is a random half of the pairs."""
    rng = np.random.default_rng(seed)
    nothing = np.zeros(len(question.reach), np.int64)
    nobody = np.zeros(question.households, np.int64)
    return {
        Stage.SERVE: Goal(nothing, nobody + 1),
        Stage.MINIMUM: Goal(nothing, nobody, exception=1),
        Stage.KEEP: Goal(rng.integers(0, 2, len(nothing)), rng.integers(0, 2, len(nobody))),
        Stage.WALK: Goal(question.reach.micrometres, nobody),
        Stage.SPREAD: Goal(nothing, nobody, rising=1),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """Every plan that answers a question, shape (plans, households)."""

    question: AssignmentProblem
    person: Ints

    def values(self, goal: Goal) -> Ints:
        """Return the value of each plan, counted without the question's own words."""
        reach, minimum = self.question.reach, self.question.minimum
        used = self.person[:, reach.household] == reach.person
        loads = _loads(self.question, self.person)
        below = ((loads > 0) & (loads < minimum)).sum(axis=1)
        out = (self.person == UNSERVED) @ goal.skip
        squares = (loads**2).sum(axis=1)
        return np.asarray(used @ goal.pair + out + goal.rising * squares + goal.exception * below)

    def best(self, goal: Goal) -> float:
        """Return the smallest value, infinite where nothing answers the question."""
        return float(self.values(goal).min()) if len(self.person) else NOTHING

    def where(self, chosen: NDArray[np.bool_]) -> Plans:
        """Return some of the plans."""
        return Plans(self.question, self.person[chosen])


def _loads(question: AssignmentProblem, person: Ints) -> Ints:
    return np.asarray((person[:, :, None] == np.arange(question.persons)).sum(axis=1))


def every_plan(question: AssignmentProblem) -> Plans:
    """Return the plans that keep windows, exceptions, unserved, pins and settled values."""
    reach = question.reach
    options = [
        [UNSERVED, *reach.person[reach.household == row]] for row in range(question.households)
    ]
    person = np.array(list(product(*options)), np.int64).reshape(-1, question.households)
    loads = _loads(question, person)
    below = ((loads > 0) & (loads < question.minimum)).sum(axis=1)
    lawful = (loads <= question.maximum).all(axis=1)
    lawful &= ~(person[:, question.pinned] == UNSERVED).any(axis=1)
    if question.exceptions is not None:
        lawful &= below <= question.exceptions
    if question.unserved is not None:
        lawful &= (person == UNSERVED).sum(axis=1) == question.unserved
    plans = Plans(question, person[lawful])
    for _, goal, value in question.settled:
        plans = plans.where(plans.values(goal) <= value)
    return plans


def served(question: AssignmentProblem) -> AssignmentProblem:
    """Return the question with as few unserved as can be, as if that stage were settled."""
    plans = every_plan(question)
    if not len(plans.person):
        return question
    return replace(question, unserved=int((plans.person == UNSERVED).sum(axis=1).min()))


def settled(question: AssignmentProblem, stage: Stage, goal: Goal) -> AssignmentProblem:
    """Return the question with a goal settled at its best."""
    best = every_plan(question).best(goal)
    if best == NOTHING:
        return question
    return replace(question, settled=(*question.settled, (stage, goal, int(best))))
