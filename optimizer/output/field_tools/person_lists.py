"""Who looks after whom, a list a person, in both plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.output.text.door_texts import in_order


@dataclass(frozen=True, slots=True, eq=False)
class PersonList:
    """The households of one person in one plan.

    Parameters
    ----------
    row
        Of the person: members first, recruits after them.
    homes
        Rows of households: the nearest first, or alley by alley as the houses stand.
    """

    plan: Literal["today", "after"]
    made: Assignment
    row: int
    person: str
    homes: Ints


def plans_of(plan: VillagePlan) -> Iterator[tuple[Literal["today", "after"], Assignment]]:
    """Yield the plan for today, and the one after recruiting where there is one."""
    yield "today", plan.today
    if plan.after is not None:
        yield "after", plan.after


def person_lists(village: Village, plan: VillagePlan) -> Iterator[PersonList]:
    """Yield the list of each person who looks after somebody, plan by plan."""
    persons = person_ids(village, plan)
    for label, made in plans_of(plan):
        for row in np.flatnonzero(made.loads > 0).tolist():
            homes = in_order(village, made, np.flatnonzero(made.person == row))
            yield PersonList(label, made, row, str(persons[row]), homes)


def person_points(village: Village, plan: VillagePlan) -> Floats:
    """Return where members live, and recruits behind them, in the coordinates given.

    Returns
    -------
    Shape (persons, 2); NaN where somebody has no point.
    """
    if plan.recruitment is None:
        return village.members.given
    return np.concatenate([village.members.given, village.sites.given[plan.recruitment.places]])
