"""Bounds that hold over all pairs, for a plan that was searched for along some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.assignment.bounds.flow_duals import flow_duals
from optimizer.assignment.goals import STAGE_GOALS, LeximaxGoal, NearestPersons, sum_goal
from optimizer.assignment.incumbent import NOISE
from optimizer.assignment.lexicographic import LexicographicSolution
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.leximax import count_beyond
from optimizer.domain.goals import Stage
from optimizer.domain.plan import MICROMETRES, UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

AT_ONCE = 1 << 21


def over_all_pairs(
    task: LexicographicProblem,
    found: LexicographicSolution,
    metres: Floats,
    fewest: int,
    limits: SearchLimits,
) -> dict[Stage, Proof]:
    """Return the proofs with bounds that hold over all pairs.

    Parameters
    ----------
    task
        Its reach has candidate pairs only.
    metres
        Shape (households, persons): all usable pairs, infinite elsewhere.
    fewest
        Households that every plan leaves unserved.
    """
    person = found.person
    served = int((person != UNSERVED).sum())
    nearest = np.sort(metres.min(axis=1, initial=np.inf))[:served]
    walk_m = float(nearest.sum())
    if not limits.over and len(task.reach):
        walk_m = max(walk_m, _priced(task, person, metres))
    bounds = {
        Stage.SERVE: float(fewest),
        Stage.KEEP: 0.0,
        Stage.WALK: walk_m,
    }
    return bounded_by_nearest(task.rules, found, NearestPersons(nearest, metres.shape[1]), bounds)


def bounded_by_nearest(
    rules: Rules,
    found: LexicographicSolution,
    nearest: NearestPersons,
    better: Mapping[Stage, float],
) -> dict[Stage, Proof]:
    """Return the proofs with bounds that the nearest persons allow, or ``better`` ones."""
    proofs = {}
    for stage, proof in found.proofs.items():
        goal = STAGE_GOALS[stage]
        if isinstance(goal, LeximaxGoal):
            walks = np.rint(nearest.metres[np.isfinite(nearest.metres)] * MICROMETRES)
            least = count_beyond(walks.astype(np.int64), goal.step(rules))
            proofs[stage] = replace(found.steps[stage], bounds=least).proof(rules.fairest_step_m)
            continue
        bound = better[stage] if stage in better else goal.bound_by_nearest(nearest)
        proofs[stage] = Proof(proof.value, below(proof.value, bound))
    return proofs


def below(value: float, bound: float) -> float:
    """Return a bound less what sums in floats may have added to it, never above the value."""
    whole = bound == round(bound)
    sure = bound if whole else np.floor((bound - NOISE * bound) * MICROMETRES - 1) / MICROMETRES
    return float(min(value, max(sure, 0.0)))


def _priced(task: LexicographicProblem, person: Ints, metres: Floats) -> float:
    """Return the Lagrangian bound over all pairs at the prices of a plan along the candidates.

    Any prices are valid: every person takes the pairs that gain most, as many as it may, and as
    many households as are unserved give up theirs, the dearest.
    """
    unserved = int((person == UNSERVED).sum())
    problem = replace(task.problem, unserved=unserved)
    goal = sum_goal(Stage.WALK).coefficients(problem, task.current)
    price = flow_duals(problem, goal, person) / MICROMETRES
    # A household that nobody takes is worth what it costs to squeeze it in, and no more counts.
    price = np.where(np.isfinite(price), price, metres.min(axis=1, initial=np.inf))
    price = np.where(np.isfinite(price), price, 0.0)
    dearest = np.sort(price)[len(price) - unserved :]
    value = float(price.sum() - dearest.sum())
    seats = int(task.maximum.max(initial=0))
    step = max(1, AT_ONCE // max(len(metres), 1))
    for first in range(0, metres.shape[1], step):
        block = slice(first, first + step)
        gain = np.minimum(metres[:, block] - price[:, None], 0.0)
        if seats < len(gain):
            gain = np.partition(gain, seats, axis=0)[:seats]
        gain = np.sort(gain, axis=0)
        allowed = np.arange(len(gain))[:, None] < task.maximum[block][None, :]
        value += float(np.where(allowed, gain, 0.0).sum())
    return value - 1e-12 * float(np.abs(price).sum())
