"""The integer programme of a whole need: for one number, and for the enforced minimum.

Only the numbers of recruits (and who is in reserve) have to be whole: with these fixed the rest
is a flow, so classes of households may be shared out in fractions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from optimizer.domain.scenario import Floats, Ints
from optimizer.pockets.instance import Need
from optimizer.solvers.linear_program import LinearProgram


@dataclass(frozen=True, slots=True)
class LoadWindow:
    """Loads below the minimum forbidden: a recruit's, and each member's."""

    recruit: int
    members: Ints


@dataclass(frozen=True, slots=True)
class RecruitCosts:
    """What is kept small: the cost of a recruit, and of an unserved household of weight 1."""

    recruit: float = 0.0
    unserved: float = 0.0


FEWEST_RECRUITS = RecruitCosts(recruit=1.0)
FEWEST_UNSERVED = RecruitCosts(unserved=1.0)


@dataclass(frozen=True, slots=True)
class RecruitNumber:
    """How many recruits there are in all, at least and at most."""

    least: float = 0.0
    most: float = math.inf


@dataclass(frozen=True, slots=True, eq=False)
class ColumnLayout:
    """Where the variables stand: recruits, members in use, household shares, unserved."""

    places: int
    members: int
    class_place: tuple[Ints, Ints]
    class_member: tuple[Ints, Ints]
    classes: int

    @property
    def starts(self) -> tuple[int, int, int, int, int]:
        """First variable of each block after the recruits, and how many there are in all."""
        used = self.places
        near = used + self.members
        held = near + len(self.class_place[0])
        unserved = held + len(self.class_member[0])
        return used, near, held, unserved, unserved + self.classes


def lay_out_columns(need: Need) -> ColumnLayout:
    """Lay out the variables of a need."""
    near_class, near_place = np.nonzero(need.places)
    held_class, held_member = np.nonzero(need.members)
    return ColumnLayout(
        len(need.cap),
        len(need.room),
        (near_class, near_place),
        (held_class, held_member),
        len(need.count),
    )


def recruit_program(
    need: Need,
    costs: RecruitCosts,
    number: RecruitNumber,
    most_unserved: int,
    window: LoadWindow | None = None,
) -> LinearProgram:
    """Write the programme.

    Parameters
    ----------
    most_unserved
        How many households may stay unserved in all, each counted with its weight.
    window
        None where loads below the minimum are allowed.
    """
    plan = lay_out_columns(need)
    used, near, _, unserved, variables = plan.starts
    blocks = [
        _served(plan, need),
        _at_most(plan, need),
        _total(unserved + np.arange(plan.classes), 0.0, float(most_unserved), need.weight),
    ]
    if number != RecruitNumber():
        everywhere = np.arange(plan.places)
        blocks.append(_total(everywhere, number.least, number.most, np.ones(plan.places)))
    if window is not None:
        blocks.append(_at_least(plan, window))
    weights = np.zeros(variables)
    weights[:used], weights[unserved:] = costs.recruit, costs.unserved * need.weight
    most = np.concatenate(
        [
            need.cap,
            np.ones(plan.members),
            need.count[plan.class_place[0]],
            need.count[plan.class_member[0]],
            np.minimum(need.count, most_unserved),
        ]
    ).astype(np.float64)
    matrix, low, high = _stacked(blocks, variables)
    return LinearProgram(weights, most, matrix, low, high, near if window is not None else used)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    row: Ints
    column: Ints
    value: Floats
    low: Floats
    high: Floats


def _stacked(blocks: list[_Block], variables: int) -> tuple[csr_matrix, Floats, Floats]:
    starts = np.cumsum([0] + [len(block.low) for block in blocks])
    row = np.concatenate([block.row + start for block, start in zip(blocks, starts, strict=False)])
    column = np.concatenate([block.column for block in blocks])
    value = np.concatenate([block.value for block in blocks])
    matrix = csr_matrix((value, (row, column)), (int(starts[-1]), variables))
    low = np.concatenate([block.low for block in blocks])
    return matrix, low, np.concatenate([block.high for block in blocks])


def _served(plan: ColumnLayout, need: Need) -> _Block:
    """Every household of a class is shared out or unserved."""
    _, near, _, _, variables = plan.starts
    row = np.concatenate([plan.class_place[0], plan.class_member[0], np.arange(plan.classes)])
    count = need.count.astype(np.float64)
    return _Block(row, np.arange(near, variables), np.ones(len(row)), count, count)


def _loads(plan: ColumnLayout, recruit: float, member: Floats) -> tuple[Ints, Ints, Floats]:
    """Return rows, columns and values of load - window * persons, for places then members."""
    _, near, _, unserved, _ = plan.starts
    row = np.concatenate(
        [
            plan.class_place[1],
            plan.places + plan.class_member[1],
            np.arange(plan.places + plan.members),
        ]
    )
    column = np.concatenate([np.arange(near, unserved), np.arange(near)])
    value = np.concatenate(
        [np.ones(unserved - near), np.full(plan.places, -recruit), -member.astype(np.float64)]
    )
    return row, column, value


def _at_most(plan: ColumnLayout, need: Need) -> _Block:
    row, column, value = _loads(plan, float(need.size), need.room.astype(np.float64))
    persons = plan.places + plan.members
    return _Block(row, column, value, np.full(persons, -np.inf), np.zeros(persons))


def _at_least(plan: ColumnLayout, window: LoadWindow) -> _Block:
    row, column, value = _loads(plan, float(window.recruit), window.members.astype(np.float64))
    persons = plan.places + plan.members
    return _Block(row, column, value, np.zeros(persons), np.full(persons, np.inf))


def _total(columns: Ints, low: float, high: float, weight: Ints | Floats) -> _Block:
    row = np.zeros(len(columns), np.int64)
    value = weight.astype(np.float64)
    return _Block(row, columns, value, np.array([low]), np.array([high]))
