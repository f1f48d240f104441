"""What is to be assigned: pairs, windows and the order of the stages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.distance.connected_components import connected_components
from optimizer.distance.reach import Reach
from optimizer.domain.goals import Stage, order_of_stages
from optimizer.domain.plan import MICROMETRES, UNSERVED
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints


@dataclass(frozen=True, slots=True, eq=False)
class LexicographicProblem:
    """Households and persons of a village, or of one part of it that reaches no other.

    Parameters
    ----------
    minimum, maximum
        Shape (persons,): windows.
    current
        Shape (households,): person who looks after the household now, or ``UNSERVED``.
    locked
        Shape (households,): True where a locked pair must be used.
    households, persons
        Rows in the village of this task's rows.
    recruit_limits, start
        Where some persons are places: how many recruits, and where a plan that serves as many as
        can be served has them, shape (persons,), 0 for members.
    """

    reach: Reach
    minimum: Ints
    maximum: Ints
    current: Ints
    locked: NDArray[np.bool_]
    rules: Rules
    households: Ints
    persons: Ints
    recruit_limits: RecruitLimits | None = None
    start: Ints | None = None

    @property
    def enforced(self) -> bool:
        """True when loads below the minimum are forbidden."""
        return self.rules.minimum is MinimumPolicy.ENFORCE

    @property
    def forced(self) -> NDArray[np.bool_]:
        """Persons whom locks may force below their minimum, shape (persons,).

        They have locked households, fewer than their minimum. A locked household has one pair.
        """
        reach = self.reach
        locks = np.bincount(reach.person[self.locked[reach.household]], minlength=reach.persons)
        return (locks > 0) & (locks < self.minimum)

    @property
    def problem(self) -> AssignmentProblem:
        """The problem before any stage is settled."""
        forced = self.forced if self.enforced else None
        return AssignmentProblem(
            self.reach,
            self.minimum,
            self.maximum,
            None if forced is None or forced.any() else 0,
            None,
            self.locked,
            recruit_limits=self.recruit_limits,
            lenient=forced,
            change_price=self.change_price,
        )

    @property
    def change_price(self) -> int:
        """Micrometres that a change of person costs; 0 where the rules say nothing."""
        return round((self.rules.change_price_m or 0.0) * MICROMETRES)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages to settle, in order."""
        return order_of_stages(
            self.rules.priorities,
            recruiting=False,
            current=bool((self.current != UNSERVED).any()),
            priced=self.rules.change_price_m is not None,
        )


def components(task: LexicographicProblem) -> Iterator[LexicographicProblem]:
    """Yield the connected parts: nobody in one reaches a household of another.

    Every sum of every stage is the sum over the parts, and a part without a bound that binds is
    a plain flow, however hard its neighbour is.
    """
    reach = task.reach
    label = connected_components(
        reach.household, reach.households + reach.person, reach.households + reach.persons
    )
    count = int(label.max(initial=-1)) + 1
    if count == 1 and task.recruit_limits is None and len(reach):
        yield task
        return
    homes, people, pairs = (
        _rows_by_label(labels, count)
        for labels in (
            label[: reach.households],
            label[reach.households :],
            label[reach.household],
        )
    )
    limits = task.recruit_limits
    sizes = None if limits is None else limits.inside.sum(axis=1)
    for part in range(count):
        if len(homes[part]) and len(people[part]):
            yield _part(task, homes[part], people[part], pairs[part], sizes)


def _rows_by_label(labels: Ints, count: int) -> list[Ints]:
    """Return the rows of each of so many labels, in order."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(1, count)))


def _part(
    task: LexicographicProblem, homes: Ints, people: Ints, pairs: Ints, sizes: Ints | None
) -> LexicographicProblem:
    """Return the problem of one part; ``sizes`` are those of the groups of recruits."""
    home_row = np.full(task.reach.households, UNSERVED)
    home_row[homes] = np.arange(len(homes))
    person_row = np.full(task.reach.persons, UNSERVED)
    person_row[people] = np.arange(len(people))
    now = task.current[homes]
    # A current person out of reach is kept as a person who cannot be had: the change is certain.
    elsewhere = np.where(now == UNSERVED, UNSERVED, person_row[now])
    current = np.where((now != UNSERVED) & (elsewhere == UNSERVED), len(people), elsewhere)
    reach, recruit_limits = task.reach, _recruit_limits(task, people, sizes)
    if (
        task.recruit_limits is not None
        and recruit_limits is not None
        and recruit_limits.number == 0
    ):
        # Nobody is hired here: the members alone are an easier problem.
        pairs = pairs[~task.recruit_limits.places[reach.person[pairs]]]
        recruit_limits = None
    return replace(
        task,
        reach=Reach(
            home_row[reach.household[pairs]],
            person_row[reach.person[pairs]],
            reach.metres[pairs],
            reach.micrometres[pairs],
            len(homes),
            len(people),
        ),
        minimum=task.minimum[people],
        maximum=task.maximum[people],
        current=current,
        locked=task.locked[homes],
        households=task.households[homes],
        persons=task.persons[people],
        recruit_limits=recruit_limits,
        start=None if recruit_limits is None or task.start is None else task.start[people],
    )


def _recruit_limits(
    task: LexicographicProblem, people: Ints, sizes: Ints | None
) -> RecruitLimits | None:
    """Return the part's recruits: the fewest of the whole are the fewest of every part.

    A group that lies in several parts says nothing of any of them.
    """
    if task.recruit_limits is None or task.start is None or sizes is None:
        return None
    recruit_limits = task.recruit_limits.of(people)
    here = recruit_limits.inside.sum(axis=1)
    whole = (here > 0) & (here == sizes)
    number = int(task.start[people].sum())
    return RecruitLimits(
        recruit_limits.copies,
        number,
        recruit_limits.inside[whole],
        recruit_limits.least[whole],
        np.minimum(recruit_limits.most[whole], number),
    )
