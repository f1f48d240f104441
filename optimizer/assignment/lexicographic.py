"""Lexicographic optimisation: stage by stage, each with a value and a bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile
from typing import TypeVar

import numpy as np

from optimizer.assignment.bottleneck import settle_bottleneck
from optimizer.assignment.bounds.flow_relaxation import lexicographic_flow
from optimizer.assignment.changes import forced_changes
from optimizer.assignment.component import (
    Component,
    settle_served_and_exceptions,
    settle_sum,
    start_component,
    sum_proofs,
)
from optimizer.assignment.goals import STAGE_GOALS, BottleneckGoal, LeximaxGoal, is_sum, sum_goal
from optimizer.assignment.lexicographic_problem import LexicographicProblem, components
from optimizer.assignment.leximax import (
    SteppedValue,
    count_beyond,
    settle_leximax,
    sum_steps,
)
from optimizer.assignment.problem import BoundedValue, Solution
from optimizer.assignment.walk_prices import walk_prices
from optimizer.domain.goals import Stage, Unit
from optimizer.domain.plan import MICROMETRES, UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError

X = TypeVar("X")
Y = TypeVar("Y")


@dataclass(frozen=True, slots=True, eq=False)
class LexicographicSolution:
    """A person per household (or ``UNSERVED``), and the proof of every stage in its order.

    Parameters
    ----------
    steps
        Of the stages that are settled in steps: every step, with its bound.
    prices
        Shape (households,): whole prices in micrometres at which the walk's bound can be
        recomputed (`bounds.price_bound`); None where only a search has proven it.
    """

    person: Ints
    proofs: dict[Stage, Proof]
    steps: Mapping[Stage, SteppedValue] = field(default_factory=dict)
    prices: Ints | None = None


def solve_lexicographic(
    task: LexicographicProblem,
    limits: SearchLimits,
    *,
    whole: bool = False,
    known: Ints | None = None,
    first: Ints | None = None,
) -> LexicographicSolution:
    """Settle all stages of a task.

    Parameters
    ----------
    limits
        What is not proven when they end keeps its bound.
    whole
        Do not plan connected parts apart: recruits may then move from one to another.
    known
        A plan that keeps all rules, shape (households,), and where the minimum is a flag serves as
        many as can be served. However little time there is, no fewer are served.
    first
        The task's `plan_without_minimum`, where somebody has looked at it already.
    """
    first = plan_without_minimum(task) if first is None else first
    leading = tuple(takewhile(is_sum, task.stages[2:]))
    split = solve_in_turn(
        [task] if whole else list(components(task)),
        limits,
        lambda part, mine: _begun(
            part,
            _rows(part, first, task),
            None if known is None else _rows(part, known, task),
            leading,
            mine,
        ),
        lambda part: len(part.reach),
    )
    values: dict[Stage, BoundedValue] = {}
    steps: dict[Stage, SteppedValue] = {}
    for stage in task.stages:
        goal = STAGE_GOALS[stage]
        if isinstance(goal, BottleneckGoal):
            settled = settle_bottleneck(split, goal, limits)
            split, values[stage] = settled.parts, settled.result
        elif isinstance(goal, LeximaxGoal):
            settle = partial(settle_leximax, goal, goal.step(task.rules))
            stepped = solve_in_turn(split, limits, settle, _pairs)
            split = [one.part for one in stepped]
            steps[stage] = sum_steps([one.result for one in stepped])
        else:
            split = solve_in_turn(split, limits, partial(_settled, stage), _pairs)
            values[stage] = sum_proofs(split, stage)
    person = _joined(task, split)
    return _solution(task, split, person, values, steps)


def solve_in_turn(
    parts_: Sequence[X],
    limits: SearchLimits,
    settle: Callable[[X, SearchLimits], Y],
    pairs: Callable[[X], int],
) -> list[Y]:
    """Settle part by part, each with its share of the time that is left.

    Small ones first: what they leave of their time is for the larger ones. Of a part a hundred
    times as large the share is ten times as large, as a small one may be the harder.
    """
    weights = np.sqrt([max(pairs(part), 1) for part in parts_])
    order = np.argsort(weights, kind="stable")
    waiting = np.cumsum(weights[order][::-1])[::-1]
    done: dict[int, Y] = {}
    for row, share in zip(order.tolist(), (weights[order] / waiting).tolist(), strict=True):
        done[row] = settle(parts_[row], limits.share(share))
    return [done[row] for row in range(len(parts_))]


def _settled(stage: Stage, part: Component, limits: SearchLimits) -> Component:
    return part if stage in part.values else settle_sum(part, stage, limits)


def _pairs(part: Component) -> int:
    return len(part.problem.reach)


def plan_without_minimum(task: LexicographicProblem) -> Ints:
    """Return the best plan without minimum: as many served as can be, then the sums in order.

    It is the answer for every part in which its loads happen to fit.
    """
    problem, most = task.problem, task.maximum
    nobody = np.zeros(len(task.persons), np.int64)
    if task.recruit_limits is not None and task.start is not None:
        most = np.where(task.recruit_limits.places, most * task.start, most)
        # Most places are closed: a flow over the open ones is many times smaller.
        open_now = problem.reach.only(most[problem.reach.person] > 0)
        problem = replace(problem, reach=open_now)
    goals = tuple(
        sum_goal(stage).coefficients(problem, task.current)
        for stage in task.stages[2:]
        if is_sum(stage)
    )
    plan = lexicographic_flow(problem, goals, nobody, most)
    if plan is None:
        raise SolverError("a flow without lower loads cannot fail")
    return plan


def _begun(
    task: LexicographicProblem,
    first: Ints,
    known: Ints | None,
    leading: tuple[Stage, ...],
    limits: SearchLimits,
) -> Component:
    """Return a part with the stages settled that its first plan, or its ideal, settles.

    Parameters
    ----------
    known
        A plan to be made better where the first one breaks a minimum.
    """
    missing = int((first == UNSERVED).sum())
    if task.recruit_limits is not None or len(task.problem.below(first)):
        return settle_served_and_exceptions(
            start_component(task, first, known), missing, task.stages[2], limits
        )
    part = Component(task, task.problem, first, {})
    part = part.settle(Stage.SERVE, Solution(first, missing, missing))
    part = part.settle(Stage.MINIMUM, Solution(first, 0, 0))
    for stage in leading[:1]:
        value = sum_goal(stage).value(part.problem, task.current, first)
        part = part.settle(stage, Solution(first, value, value))
    return part


def _rows(part: LexicographicProblem, person: Ints, task: LexicographicProblem) -> Ints:
    """Return a plan of the whole as rows of one part."""
    row = np.full(len(task.persons) + 1, UNSERVED)
    row[np.searchsorted(task.persons, part.persons)] = np.arange(len(part.persons))
    return row[person[np.searchsorted(task.households, part.households)]]


def _joined(task: LexicographicProblem, split: Sequence[Component]) -> Ints:
    person = np.full(len(task.households), UNSERVED)
    for part in split:
        mine = np.searchsorted(task.households, part.task.households)
        people = np.searchsorted(task.persons, part.task.persons)
        person[mine] = np.where(part.person == UNSERVED, UNSERVED, people[part.person])
    return person


def _solution(
    task: LexicographicProblem,
    split: Sequence[Component],
    person: Ints,
    values: dict[Stage, BoundedValue],
    steps: dict[Stage, SteppedValue],
) -> LexicographicSolution:
    """Return the proofs in the village's units, with the households that nobody reaches.

    The values are the plan's own: where a stage ended early, a later one may have found better.
    """
    reached = np.zeros(len(task.households), bool)
    for part in split:
        reached[np.searchsorted(task.households, part.task.households)] = True
    proofs: dict[Stage, Proof] = {}
    counted: dict[Stage, SteppedValue] = {}
    for stage in task.stages:
        goal = STAGE_GOALS[stage]
        if isinstance(goal, LeximaxGoal):
            counts = count_beyond(goal.values(task.problem, person), goal.step(task.rules))
            counted[stage] = SteppedValue(counts, steps[stage].bounds)
            proofs[stage] = counted[stage].proof(task.rules.fairest_step_m)
            continue
        # Changes by event are the same in every plan that keeps the windows: they count for none.
        prices = {Stage.KEEP: 1, Stage.PRICED: task.change_price}
        forced = prices[stage] * forced_changes(task) if stage in prices else 0
        value = goal.value(task.problem, task.current, person) - forced
        alone = goal.unreached(task.current[~reached])
        if stage is Stage.PRICED:
            alone = task.change_price * sum_goal(Stage.KEEP).unreached(task.current[~reached])
        bound = values[stage].bound + alone - forced
        least = min(max(bound, 0), value)
        unit = MICROMETRES if goal.unit is Unit.METRES else 1
        proofs[stage] = Proof(value / unit, least / unit)
    found = walk_prices(task, split, person, proofs)
    return LexicographicSolution(person, proofs, counted, found)
