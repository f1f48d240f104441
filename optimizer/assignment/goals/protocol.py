"""What a goal of the lexicographic order is: a sum over pairs, a bottleneck, or a leximax."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.problem import AssignmentProblem, Goal, SettledGoal, zero_goal
from optimizer.domain.goals import GOALS, Stage, Unit
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class NearestPersons:
    """All that is looked at of a village of too many pairs.

    Parameters
    ----------
    metres
        Shape (served,): the metres to the nearest person of the households for whom that is
        least, sorted. No plan that serves so many has less.
    persons
        Persons who may share the households; None where their number is open.
    """

    metres: Floats
    persons: int | None


class LexicographicGoal(ABC):
    """What every goal has: a stage and a unit."""

    stage: ClassVar[Stage]
    sited: ClassVar[bool] = True
    """Whether recruits are placed for it; else it waits until they have places."""

    @property
    def unit(self) -> Unit:
        """What its stated value counts."""
        return GOALS[self.stage].unit


class ScalarGoal(LexicographicGoal):
    """A goal whose value is one number, with bounds that hold for any places."""

    @abstractmethod
    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return its value for a plan, in whole numbers.

        Parameters
        ----------
        current, person
            Shape (households,): the person today, and the plan's; ``UNSERVED`` for nobody.
        """

    def unreached(self, current: Ints) -> int:
        """Return what households add that nobody reaches, from their persons today."""
        del current
        return 0

    def bound_anywhere(self, free: LexicographicProblem, served: int) -> float:
        """Return what no plan that serves so many goes below, wherever its recruits live.

        Parameters
        ----------
        free
            Its recruits reach whatever can be reached from any place.
        """
        del free, served
        return 0.0

    def bound_by_nearest(self, nearest: NearestPersons) -> float:
        """Return what no plan goes below, from the nearest persons alone."""
        del nearest
        return 0.0


class SumGoal(ScalarGoal):
    """A goal that is a sum over pairs, unserved households and loads."""

    @abstractmethod
    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Return the sum over the pairs of ``problem``."""

    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return the sum for a plan."""
        return self.coefficients(problem, current).value(problem, person)

    def settle(self, problem: AssignmentProblem, goal: Goal, value: int) -> AssignmentProblem:
        """Return the problem whose plans do not give a value back."""
        return replace(problem, settled=(*problem.settled, SettledGoal(self.stage, goal, value)))


class BottleneckGoal(ScalarGoal):
    """A goal that is a largest value: a threshold that narrows the problem."""

    @abstractmethod
    def choices(self, problem: AssignmentProblem) -> Ints:
        """Return every value that it can have, sorted."""

    @abstractmethod
    def narrow(self, problem: AssignmentProblem, value: int) -> AssignmentProblem:
        """Return the problem whose plans are no worse than ``value``."""


class LeximaxGoal(LexicographicGoal):
    """A goal that compares what households have, the largest first, in equal steps."""

    @abstractmethod
    def step(self, rules: Rules) -> int:
        """Return the step, in the unit of the lengths."""

    @abstractmethod
    def lengths(self, problem: AssignmentProblem) -> Ints:
        """Return what each pair gives its household, shape (pairs,), whole and not negative."""

    @abstractmethod
    def narrow(self, problem: AssignmentProblem, threshold: int) -> AssignmentProblem:
        """Return the problem in which nobody is above a threshold."""

    def beyond(self, problem: AssignmentProblem, threshold: int) -> Goal:
        """Return the sum that counts the households above a threshold."""
        far = self.lengths(problem) > threshold
        return replace(zero_goal(problem), pair=far.astype(np.int64))

    def values(self, problem: AssignmentProblem, person: Ints) -> Ints:
        """Return the lengths of the pairs that a plan uses."""
        used = person[problem.reach.household] == problem.reach.person
        lengths: Ints = self.lengths(problem)[used]
        return lengths
