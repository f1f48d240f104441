"""What a goal of the lexicographic order is: a sum over pairs, or a bottleneck."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.goals import GOALS, Stage, Unit
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
    """What every goal has: a stage, its value for a plan, and bounds that hold for any places."""

    stage: ClassVar[Stage]
    sited: ClassVar[bool] = True
    """Whether recruits are placed for it; else it waits until they have places."""

    @property
    def unit(self) -> Unit:
        """What its stated value counts."""
        return GOALS[self.stage].unit

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


class SumGoal(LexicographicGoal):
    """A goal that is a sum over pairs, unserved households and loads."""

    @abstractmethod
    def coefficients(self, problem: AssignmentProblem, current: Ints) -> Goal:
        """Return the sum over the pairs of ``problem``."""

    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return the sum for a plan."""
        return self.coefficients(problem, current).value(problem, person)

    def settle(self, problem: AssignmentProblem, goal: Goal, value: int) -> AssignmentProblem:
        """Return the problem whose plans do not give a value back."""
        return replace(problem, settled=(*problem.settled, (self.stage, goal, value)))


class BottleneckGoal(LexicographicGoal):
    """A goal that is a largest value: a threshold that narrows the problem."""

    @abstractmethod
    def choices(self, problem: AssignmentProblem) -> Ints:
        """Return every value that it can have, sorted."""

    @abstractmethod
    def narrow(self, problem: AssignmentProblem, value: int) -> AssignmentProblem:
        """Return the problem whose plans are no worse than ``value``."""
