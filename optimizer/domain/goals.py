"""The goals of a plan as one table: the stage that settles each, its unit, who ranks it.

Orders, keys and units are derived from it, and so are the choices of requests, of the service's
schemas and of the page. The verifier keeps a rule of its own for each stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A goal of the lexicographic order, and the tag of its rule in the verifier."""

    SERVE = "serve"
    RECRUIT = "recruit"
    MINIMUM = "minimum"
    PRICED = "priced"
    """Metres and changes together, where the rules put a price on a change."""
    KEEP = "keep"
    WALK = "walk"
    LONGEST = "longest"
    BALANCE = "balance"
    SPREAD = "spread"
    FAIREST = "fairest"
    COMPACT = "compact"


class Priority(StrEnum):
    """A goal whose rank the planner chooses."""

    WALK = "walk"
    """Total metres from households to the persons who look after them."""
    LONGEST = "longest"
    """The longest single distance."""
    BALANCE = "balance"
    """The largest load, then the sum of squared loads."""
    FAIREST = "fairest"
    """The households beyond the largest step of walks, then beyond the next, and so on."""
    COMPACT = "compact"
    """The sum of squared distances: territories that hardly overlap."""


class Unit(StrEnum):
    """What the value of a stage counts."""

    COUNT = "count"
    METRES = "metres"
    SQUARE_DECIMETRES = "square decimetres"
    STEPS = "steps"
    """Households beyond a step; a list of them is compared, the last step first."""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One stage of the table.

    Parameters
    ----------
    ranked_by
        The planner's word that ranks it; None where its rank is fixed. One word may rank several
        stages, which follow one another in the order of the table.
    """

    unit: Unit = Unit.COUNT
    ranked_by: Priority | None = None


GOALS: Mapping[Stage, GoalRow] = {
    Stage.SERVE: GoalRow(),
    Stage.RECRUIT: GoalRow(),
    Stage.MINIMUM: GoalRow(),
    Stage.PRICED: GoalRow(Unit.METRES),
    Stage.KEEP: GoalRow(),
    Stage.WALK: GoalRow(Unit.METRES, Priority.WALK),
    Stage.LONGEST: GoalRow(Unit.METRES, Priority.LONGEST),
    Stage.BALANCE: GoalRow(ranked_by=Priority.BALANCE),
    Stage.SPREAD: GoalRow(ranked_by=Priority.BALANCE),
    Stage.FAIREST: GoalRow(Unit.STEPS, Priority.FAIREST),
    Stage.COMPACT: GoalRow(Unit.SQUARE_DECIMETRES, Priority.COMPACT),
}
"""All stages; those whose rank is fixed first, in their order."""


def order_of_stages(
    priorities: Iterable[Priority], *, recruiting: bool, current: bool, priced: bool = False
) -> tuple[Stage, ...]:
    """Return the stages of a plan in the order in which they are settled.

    A walk that the planner did not rank comes last: of equal plans, the one that walks least.

    Parameters
    ----------
    recruiting
        Whether it is the plan with recruits.
    current
        Whether there is a plan today, to be kept.
    priced
        Whether a change has a price in metres: then fewest changes are asked for among the plans
        that are best at that price.
    """
    asked = {Stage.RECRUIT: recruiting, Stage.KEEP: current, Stage.PRICED: current and priced}
    fixed = [stage for stage, row in GOALS.items() if row.ranked_by is None]
    return (
        *(stage for stage in fixed if asked.get(stage, True)),
        *(
            stage
            for priority in dict.fromkeys((*priorities, Priority.WALK))
            for stage, row in GOALS.items()
            if row.ranked_by is priority
        ),
    )
