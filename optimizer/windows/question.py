"""The question: who looks after whom when a load is 0 or lies in a window."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.plan import UNSERVED, Stage
from optimizer.reach import Reach
from optimizer.scenario import Ints


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

    def value(self, question: Question, person: Ints) -> int:
        """Return the goal's value for a person per household, shape (households,)."""
        used = person[question.reach.household] == question.reach.person
        loads = question.loads(person)
        below = int(((loads > 0) & (loads < question.minimum)).sum())
        squares = self.rising * int((loads * loads).sum())
        pairs = int(self.pair[used].sum())
        return pairs + int(self.skip[person == UNSERVED].sum()) + squares + self.exception * below


@dataclass(frozen=True, slots=True, eq=False)
class Question:
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
    """

    reach: Reach
    minimum: Ints
    maximum: Ints
    exceptions: int | None
    unserved: int | None
    pinned: NDArray[np.bool_]
    settled: tuple[tuple[Stage, Goal, int], ...] = ()

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

    def below(self, person: Ints) -> Ints:
        """Return the rows of persons who are used below their minimum."""
        loads = self.loads(person)
        return np.flatnonzero((loads > 0) & (loads < self.minimum))

    def answered_by(self, person: Ints) -> bool:
        """Tell whether a plan keeps windows, exceptions and every settled value."""
        loads = self.loads(person)
        return (
            bool((loads <= self.maximum).all())
            and (self.exceptions is None or len(self.below(person)) <= self.exceptions)
            and not (person[self.pinned] == UNSERVED).any()
            and (self.unserved is None or int((person == UNSERVED).sum()) <= self.unserved)
            and all(goal.value(self, person) <= value for _, goal, value in self.settled)
        )

    def within(self, longest: int, largest: int) -> Question:
        """Return the question without pairs above ``longest`` micrometres and loads above."""
        keep = self.reach.micrometres <= longest
        return replace(
            self,
            reach=self.reach.only(keep),
            maximum=np.minimum(self.maximum, largest),
            settled=tuple((stage, cut(goal, keep), value) for stage, goal, value in self.settled),
        )


def cut(goal: Goal, keep: NDArray[np.bool_]) -> Goal:
    """Return the goal over the pairs that are kept."""
    return replace(goal, pair=goal.pair[keep])


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A plan with its value, and a bound that no plan goes below.

    ``person`` is None where no plan was found (``value`` then says nothing).
    """

    person: Ints | None
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """True when value and bound meet."""
        return self.person is not None and self.bound >= self.value
