"""The strong mixed-integer programme on the pairs that are left, for HiGHS.

A pair exists only with its person (x <= used): that makes the linear programme nearly integral
(Cornuéjols, Nemhauser and Wolsey 1990). With the persons in use fixed the rest is a flow, so only
they are integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.solvers.highs import LEAN, MixedIntegerProgram, run_highs

LARGEST = 1000.0
"""Costs are scaled so that the largest is this: HiGHS's tolerances are absolute."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class RemainingProblem:
    """What may still be part of a better plan.

    Parameters
    ----------
    pair
        Shape (pairs,), and ``skip`` shape (households,): may be used, may stay unserved.
    used, idle
        Shape (persons,): may be used, may be idle.
    """

    pair: Bools
    skip: Bools
    used: Bools
    idle: Bools

    @property
    def possible(self) -> bool:
        """False when some person can be neither used nor idle: no plan is left."""
        return bool((self.used | self.idle).all())


@dataclass(frozen=True, slots=True, eq=False)
class MipResult:
    """What HiGHS says: how many of each person, inside and below the window, and a bound."""

    normal: Ints | None
    short: Ints | None
    bound: float
    finished: bool


@dataclass(frozen=True, slots=True, eq=False)
class MipColumns:
    """Where each variable stands: pairs, persons in use, exceptions, unserved households."""

    pair: Ints
    skip: Ints
    persons: int
    exceptions: bool

    @property
    def used(self) -> int:
        """First column of the persons in use."""
        return len(self.pair)

    @property
    def short(self) -> int:
        """First column of the exceptions."""
        return self.used + self.persons

    @property
    def left(self) -> int:
        """First column of the unserved households."""
        return self.short + (self.persons if self.exceptions else 0)

    @property
    def total(self) -> int:
        """Number of columns."""
        return self.left + len(self.skip)


class MipRows:
    """Constraints gathered as sparse triplets; the only thing here that grows."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._parts: list[tuple[Ints, Ints, Floats]] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        self._count = 0

    def add(
        self, count: int, low: float, high: float, *terms: tuple[Ints | int, Ints, Floats | float]
    ) -> None:
        """Add ``count`` rows; each term gives row within the block, column and coefficient."""
        for row, column, value in terms:
            rows = np.broadcast_to(np.asarray(row), column.shape) + self._count
            self._parts.append(
                (rows, column, np.broadcast_to(np.asarray(value, float), column.shape))
            )
        self._low.append(np.full(count, low))
        self._high.append(np.full(count, high))
        self._count += count

    def arrays(self) -> tuple[Floats, Floats, sp.csr_matrix]:
        """Return lower bounds, upper bounds and the matrix."""
        row, column, value = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        matrix = sp.csr_matrix((value, (row, column)), shape=(self._count, self._columns))
        return np.concatenate(self._low), np.concatenate(self._high), matrix


def solve_mip(
    problem: AssignmentProblem, goal: Goal, left: RemainingProblem, limits: SearchLimits
) -> MipResult:
    """Look for the best plan inside what is ``left``."""
    if not left.possible:
        return MipResult(None, None, np.inf, finished=True)
    if limits.over:
        return MipResult(None, None, -np.inf, finished=False)
    columns = MipColumns(
        np.flatnonzero(left.pair),
        np.flatnonzero(left.skip),
        problem.persons,
        problem.exceptions != 0,
    )
    unit = max(float(goal.pair.max(initial=0)) / LARGEST, 1.0)
    programme = _programme(problem, goal, left, columns, unit)
    outcome = run_highs(programme, limits, manner=LEAN)
    if outcome.x is None:
        return MipResult(None, None, outcome.bound * unit, outcome.finished)
    values = np.rint(outcome.x).astype(np.int64)
    normal = values[columns.used : columns.short]
    short = values[columns.short : columns.left] if columns.exceptions else np.zeros_like(normal)
    return MipResult(normal, short, outcome.bound * unit, outcome.finished)


def _programme(
    problem: AssignmentProblem,
    goal: Goal,
    left: RemainingProblem,
    columns: MipColumns,
    unit: float,
) -> MixedIntegerProgram:
    cost = np.zeros(columns.total)
    cost[: columns.used] = goal.pair[columns.pair] / unit
    cost[columns.left :] = goal.skip[columns.skip] / unit
    floor, ceiling = np.zeros(columns.total), np.ones(columns.total)
    ceiling[columns.used : columns.short] = left.used * problem.copies
    if columns.exceptions:
        cost[columns.short : columns.left] = goal.exception / unit
        few = left.used & problem.may_be_short
        ceiling[columns.short : columns.left] = few * problem.copies
    else:
        floor[columns.used : columns.short] = ~left.idle
    # With settled goals beside them the pairs are no flow any more.
    whole = (0 if problem.settled else columns.used, columns.left)
    low, high, matrix = _rows(problem, left, columns).arrays()
    return MixedIntegerProgram(cost, floor, ceiling, low, high, matrix, np.arange(*whole))


def _rows(problem: AssignmentProblem, left: RemainingProblem, columns: MipColumns) -> MipRows:
    rows = MipRows(columns.total)
    pairs, persons = np.arange(len(columns.pair)), np.arange(problem.persons)
    household, person = problem.reach.household[columns.pair], problem.reach.person[columns.pair]
    used, short = columns.used + persons, columns.short + persons
    out = columns.left + np.arange(len(columns.skip))
    rows.add(problem.households, 1, 1, (household, pairs, 1.0), (columns.skip, out, 1.0))
    most, least = problem.maximum.astype(float), problem.minimum.astype(float)
    few = np.minimum(least - 1, most)
    load = (person, pairs, 1.0)
    if columns.exceptions:
        rows.add(problem.persons, -np.inf, 0, load, (persons, used, -most), (persons, short, -few))
        rows.add(problem.persons, 0, np.inf, load, (persons, used, -least))
        both = ((persons, used, 1 / problem.copies), (persons, short, 1 / problem.copies))
        rows.add(problem.persons, -np.inf, 1, *both)
        rows.add(problem.persons, -np.inf, 0, (persons, short, 1.0), (person, pairs, -1.0))
        if problem.exceptions is not None:
            rows.add(1, -np.inf, problem.exceptions, (0, short, 1.0))
        never = persons[~left.idle]
        block = np.arange(len(never))
        rows.add(len(never), 1, np.inf, (block, used[never], 1.0), (block, short[never], 1.0))
    else:
        rows.add(problem.persons, -np.inf, 0, load, (persons, used, -most))
        rows.add(problem.persons, 0, np.inf, load, (persons, used, -least))
    loose = pairs if columns.exceptions else pairs[left.idle[person]]
    block = np.arange(len(loose))
    strong = [(block, loose, 1.0), (block, used[person[loose]], -1.0)]
    if columns.exceptions:
        strong.append((block, short[person[loose]], -1.0))
    rows.add(len(loose), -np.inf, 0, *strong)
    if problem.recruit_limits is not None:
        _hire(rows, problem.recruit_limits, (used, short) if columns.exceptions else (used,))
    if problem.unserved is not None:
        rows.add(1, problem.unserved, problem.unserved, (0, out, 1.0))
    for _, settled, value in problem.settled:
        terms = (
            (0, pairs, settled.pair[columns.pair].astype(float)),
            (0, out, settled.skip[columns.skip].astype(float)),
        )
        rows.add(1, -np.inf, value, *terms)
    return rows


def _hire(rows: MipRows, recruit_limits: RecruitLimits, kinds: tuple[Ints, ...]) -> None:
    """Add how many recruits there are at most, and in each group at least and at most."""
    groups = [(recruit_limits.places, -np.inf, recruit_limits.number)]
    groups += zip(recruit_limits.inside, recruit_limits.least, recruit_limits.most, strict=True)
    for places, low, high in groups:
        rows.add(1, float(low), float(high), *((0, columns[places], 1.0) for columns in kinds))
