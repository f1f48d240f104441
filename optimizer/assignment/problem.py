"""The assignment problem: loads are 0 or lie in a window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints

NO_LIMIT = 1 << 60
"""A threshold above any walk and any load."""


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """A sum to be kept small: over pairs that are used and households that are not served.

    Parameters
    ----------
    pair
        Shape (pairs,), whole and not negative.
    skip
        Shape (households,): what it costs to leave the household unserved.
    rising
        Weight of the sum of squared loads.
    exception
        What it costs to use a person below the minimum.
    """

    pair: Ints
    skip: Ints
    rising: int = 0
    exception: int = 0

    def value(self, problem: AssignmentProblem, person: Ints) -> int:
        """Return the goal's value for a person per household, shape (households,)."""
        used = person[problem.reach.household] == problem.reach.person
        loads = problem.loads(person)
        squares = self.rising * int((loads * loads).sum())
        pairs = int(self.pair[used].sum())
        return (
            pairs
            + int(self.skip[person == UNSERVED].sum())
            + squares
            + self.exception * problem.exceptions_in(person)
        )


class SettledGoal(NamedTuple):
    """A goal of an earlier stage, and the value that is not given back."""

    stage: Stage
    goal: Goal
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class AssignmentProblem:
    """Households to be shared among persons.

    Parameters
    ----------
    minimum, maximum
        Shape (persons,): the window of each person.
    exceptions
        How many persons may hold fewer than their minimum (and at least 1); None for any number.
    unserved
        How many households stay unserved, exactly; None where that is the goal itself.
    pinned
        Shape (households,): True where the household must be served (it is locked).
    settled
        Goals of earlier stages with the values that must not be given back, in their order.
    recruit_limits
        Which persons are places for recruits, each with the window of one recruit.
    lenient
        Shape (persons,): who may be an exception; None for everybody.
    change_price
        Micrometres that a change of person costs, where the rules say so.
    """

    reach: Reach
    minimum: Ints
    maximum: Ints
    exceptions: int | None
    unserved: int | None
    pinned: NDArray[np.bool_]
    settled: tuple[SettledGoal, ...] = ()
    recruit_limits: RecruitLimits | None = None
    lenient: NDArray[np.bool_] | None = None
    change_price: int = 0

    @property
    def may_be_short(self) -> NDArray[np.bool_]:
        """Persons who may hold fewer than their minimum, shape (persons,)."""
        if self.exceptions == 0:
            return np.zeros(self.persons, bool)
        return np.ones(self.persons, bool) if self.lenient is None else self.lenient

    @property
    def households(self) -> int:
        """Number of households."""
        return self.reach.households

    @property
    def persons(self) -> int:
        """Number of persons."""
        return self.reach.persons

    def loads(self, person: Ints) -> Ints:
        """Return the households of each person, shape (persons,)."""
        return np.bincount(person[person != UNSERVED], minlength=self.persons)

    @property
    def holders(self) -> NDArray[np.bool_]:
        """Persons whom a pinned household cannot do without, shape (persons,)."""
        ways = np.bincount(self.reach.household, minlength=self.households)
        only = (self.pinned & (ways == 1))[self.reach.household]
        held = np.zeros(self.persons, bool)
        held[self.reach.person[only]] = True
        return held

    @property
    def copies(self) -> Ints:
        """How many of each person there may be, shape (persons,)."""
        if self.recruit_limits is None:
            return np.ones(self.persons, np.int64)
        return np.maximum(self.recruit_limits.copies, 1)

    def hired(self, person: Ints) -> Ints:
        """Return the recruits that each place needs for its load, 0 for members."""
        if self.recruit_limits is None:
            return np.zeros(self.persons, np.int64)
        needed = -(-self.loads(person) // np.maximum(self.maximum, 1))
        return np.where(self.recruit_limits.places, needed, 0)

    def persons_in_use(self, person: Ints) -> tuple[Ints, Ints]:
        """Return how many of each person a plan uses inside their window, and below it."""
        loads = self.loads(person)
        count = np.maximum(self.hired(person), (loads > 0).astype(np.int64))
        full = np.where(self.minimum > 0, loads // np.maximum(self.minimum, 1), count)
        normal: Ints = np.minimum(count, full)
        return normal, count - normal

    def exceptions_in(self, person: Ints) -> int:
        """Return how many members and recruits are used below their minimum."""
        return int(self._short(person).sum())

    def _short(self, person: Ints) -> Ints:
        """Return how many of each person are used below their minimum, shape (persons,)."""
        return self.persons_in_use(person)[1]

    def below(self, person: Ints) -> Ints:
        """Return the rows of persons who are used below their minimum."""
        loads = self.loads(person)
        return np.flatnonzero((loads > 0) & (loads < self.minimum))

    def usable(self, person: Ints) -> bool:
        """Tell whether a plan uses no pair that the problem does not have."""
        used = person[self.reach.household] == self.reach.person
        return int(used.sum()) == int((person != UNSERVED).sum())

    def answered_by(self, person: Ints) -> bool:
        """Tell whether a plan keeps windows, exceptions and every settled value."""
        loads = self.loads(person)
        return (
            self.usable(person)
            and bool((loads <= self.maximum * self.copies).all())
            and (self.exceptions is None or self.exceptions_in(person) <= self.exceptions)
            and (self.lenient is None or not self._short(person)[~self.lenient].any())
            and (
                self.recruit_limits is None
                or self.hired(person).sum() <= self.recruit_limits.number
            )
            and not (person[self.pinned] == UNSERVED).any()
            and (self.unserved is None or int((person == UNSERVED).sum()) <= self.unserved)
            and all(goal.value(self, person) <= value for _, goal, value in self.settled)
        )

    def answered_exactly_by(self, person: Ints) -> bool:
        """Tell whether a plan answers the problem without beating what is settled.

        A stage that ended early is settled above its best. A flow finds the best, and may pay
        for it in the next goal: the value of such a plan bounds nothing.
        """
        return (
            self.answered_by(person)
            and self.unserved in (None, int((person == UNSERVED).sum()))
            and all(goal.value(self, person) == value for _, goal, value in self.settled)
        )

    def within(self, longest: int, largest: int) -> AssignmentProblem:
        """Return the problem without pairs above ``longest`` micrometres and loads above."""
        keep = self.reach.micrometres <= longest
        return replace(
            self,
            reach=self.reach.only(keep),
            maximum=np.minimum(self.maximum, largest),
            settled=tuple(
                one._replace(goal=restricted_goal(one.goal, keep)) for one in self.settled
            ),
        )


def zero_goal(problem: AssignmentProblem) -> Goal:
    """Return the goal that costs nothing, over the pairs of a problem."""
    return Goal(np.zeros(len(problem.reach), np.int64), np.zeros(problem.households, np.int64))


def restricted_goal(goal: Goal, keep: NDArray[np.bool_]) -> Goal:
    """Return the goal over the pairs that are kept."""
    return replace(goal, pair=goal.pair[keep])


@dataclass(frozen=True, slots=True)
class BoundedValue:
    """The value of a stage and a bound that no plan goes below, in whole numbers."""

    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """True when value and bound meet."""
        return self.bound >= self.value


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A plan with its value, and a bound that no plan goes below.

    ``person`` is None where no plan was found (``value`` then says nothing).

    Parameters
    ----------
    price
        Shape (households,): Lagrangian prices near those that the bound comes from, where it
        comes from prices.
    """

    person: Ints | None
    value: int
    bound: int
    price: Floats | None = None

    @property
    def proven(self) -> bool:
        """True when value and bound meet."""
        return self.person is not None and self.bound >= self.value
