"""The search: raise the bound, drop what cannot be, and solve what is left.

A search among all plans up to a guessed value proves one of two things: the best of them is the
best of all, or no plan is as good as the guess. So it starts with a close guess, when little is
left, and takes a wider one each time the guess was too bold.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimizer.errors import SolverError
from optimizer.plan import UNSERVED
from optimizer.scenario import Floats, Ints
from optimizer.windows import exact
from optimizer.windows.bound import Bound, Table, evaluate, forced, make_table, raise_bound
from optimizer.windows.prices import flow_prices
from optimizer.windows.question import Answer, Goal, Question, cut
from optimizer.windows.relaxed import flow, ranked
from optimizer.windows.relocation import Allocation, in_use, moved

STEPS = 60
"""Subgradient steps a round."""
ALL = 1.0
"""A gap from which on every plan is looked at."""
GAPS = (0.001, 0.004, 0.016, 0.064, 0.256, ALL)
"""Guesses of the gap that the bound leaves, one after the other."""
WORTH_DROPPING = 0.8
"""Pairs are dropped when at most this share of them is left."""
SMALL = 400
"""So few pairs are searched whole: a good bound would cost more than the search."""
FEW_STEPS = 15
NOISE = 1e-9
"""Relative error granted to sums of floating-point numbers."""
NOTHING_KNOWN = 1 << 60


FEW_PAIRS = 3000
"""So few pairs left are searched up to the best value known, without a guess."""
CLIMBS = 3
"""Rounds of raising the bound, each on the pairs that the last one left."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: a deadline, a value that is enough; and the seed of the search."""

    deadline_s: float
    seed: int
    enough: int


@dataclass(frozen=True, slots=True, eq=False)
class Hunt:
    """What is known of a question: the pairs that a better plan may use, a bound, the best plan.

    ``owed`` is what the settled values cost at the price they have in ``table``.
    """

    question: Question
    goal: Goal
    owed: float
    table: Table
    bound: Bound
    best: Answer


def search(
    question: Question, goal: Goal, best: Answer, limits: Limits, relaxed_plan: Ints | None
) -> Answer:
    """Return a better answer than ``best``, proven unless the deadline came first.

    Parameters
    ----------
    relaxed_plan
        The best plan without minimum, where it is known: its prices are a good start.
    """
    hunt = _begun(question, goal, best, relaxed_plan)
    small = len(question.reach) <= SMALL
    for _ in range(1 if small else CLIMBS):
        hunt = _shrunk(_climbed(hunt, FEW_STEPS if small else STEPS, limits))
        if _over(hunt.best, limits):
            return hunt.best
    for gap in GAPS[-1:] if small else GAPS:
        hunt = _looked(hunt, gap, limits)
        if _over(hunt.best, limits):
            break
        hunt = _climbed(_shrunk(hunt), STEPS, limits)
    return hunt.best


def _begun(question: Question, goal: Goal, best: Answer, relaxed_plan: Ints | None) -> Hunt:
    priced, owed = with_settled(question, goal)
    table = make_table(question, priced)
    if relaxed_plan is None:
        relaxed_plan = _flow_plan(question, priced, best.person)
    prices = flow_prices(*_in_service(question, priced, best.person), relaxed_plan)
    return Hunt(question, goal, owed, table, evaluate(table, prices), best)


def _climbed(hunt: Hunt, steps: int, limits: Limits) -> Hunt:
    """Raise the bound, and make a plan of what the relaxation looks like."""
    best, owed = hunt.best, hunt.owed
    known = best.value
    if best.person is None:
        known = int(max(best.bound, hunt.bound.value - owed) * 1.05) + 1
    bound = raise_bound(hunt.table, hunt.bound.price, known + owed, steps, limits.deadline_s)
    plan = _improved(hunt.question, hunt.goal, bound, best, limits.deadline_s)
    best = keep(best, plan, hunt.question, hunt.goal)
    return replace(hunt, bound=bound, best=_raised(best, whole(bound.value - owed)))


def _shrunk(hunt: Hunt) -> Hunt:
    """Drop the pairs that no plan as good as the best one uses."""
    if hunt.best.person is None:
        return hunt
    left = _left(hunt, hunt.best.value)
    if left.pair.sum() > WORTH_DROPPING * len(left.pair):
        return hunt
    question = hunt.question
    settled = tuple((stage, cut(goal, left.pair), v) for stage, goal, v in question.settled)
    question = replace(question, reach=question.reach.only(left.pair), settled=settled)
    goal = cut(hunt.goal, left.pair)
    table = make_table(question, with_settled(question, goal)[0])
    bound = evaluate(table, hunt.bound.price)
    return Hunt(question, goal, hunt.owed, table, bound, hunt.best)


def _looked(hunt: Hunt, gap: float, limits: Limits) -> Hunt:
    """Solve exactly what a plan up to a guessed value may use."""
    question, goal, best = hunt.question, hunt.goal, hunt.best
    guess = _guess(best, gap)
    if best.person is not None:
        most = _left(hunt, best.value - 1)
        guess = best.value - 1 if most.pair.sum() <= FEW_PAIRS else guess
    found = exact.solve(question, goal, _left(hunt, guess), limits.deadline_s, limits.seed)
    plan = None
    if found.normal is not None and found.short is not None:
        plan = plan_of(question, goal, found.normal, found.short)
    best = keep(best, plan, question, goal)
    return replace(hunt, best=_raised(best, _proved(question, goal, found, plan, guess)))


def _over(best: Answer, limits: Limits) -> bool:
    """Tell whether the search may stop: proven, in time, or known to reach or miss ``enough``."""
    if best.proven or best.bound >= NOTHING_KNOWN or time.monotonic() > limits.deadline_s:
        return True
    enough = limits.enough
    return enough >= 0 and (
        best.bound > enough or (best.person is not None and best.value <= enough)
    )


def _flow_plan(question: Question, priced: Goal, known: Ints | None) -> Ints:
    """Return the best plan without minimum; with the recruits of a known plan, where there are."""
    here, goal = _in_service(question, priced, known)
    nothing = np.zeros(here.persons, np.int64)
    plan = flow(here, goal, nothing, here.maximum)
    if plan is None:
        raise SolverError("a flow without lower loads cannot fail")
    return plan


def _in_service(question: Question, goal: Goal, known: Ints | None) -> tuple[Question, Goal]:
    """Return the question without the places that a known plan leaves without a recruit."""
    if question.hiring is None:
        return question, goal
    hired = question.hired(np.full(question.households, UNSERVED) if known is None else known)
    open_now = (question.hiring.copies == 0) | (hired > 0)
    keep = open_now[question.reach.person]
    here = replace(
        question,
        reach=question.reach.only(keep),
        maximum=question.maximum * np.maximum(hired, 1) * open_now,
        settled=(),
    )
    return here, cut(goal, keep)


def _improved(
    question: Question, goal: Goal, bound: Bound, best: Answer, deadline_s: float
) -> Ints | None:
    """Return a plan made from the relaxed plan, or from the best one by moving its recruits."""
    if question.hiring is None:
        return _repaired(question, goal, bound, deadline_s)
    normal, short = bound.normal, bound.short
    start = keep(best, plan_of(question, goal, normal, short), question, goal)
    if start.person is None:
        return None
    return moved(
        question,
        goal,
        start.person,
        np.minimum(bound.inside, bound.outside),
        Allocation(lambda n, s: plan_of(question, goal, n, s), deadline_s),
    )


def _proved(
    question: Question, goal: Goal, found: exact.Found, plan: Ints | None, guess: int
) -> int:
    """Return the bound that a search among all plans of value ``guess`` or less has proved.

    A finished search proves its own plan's exact value: HiGHS's sum differs from it by rounding.
    """
    if found.finished and plan is not None and question.answered_by(plan):
        return min(goal.value(question, plan), guess + 1)
    return min(whole(found.bound), guess + 1)


def keep(best: Answer, plan: Ints | None, question: Question, goal: Goal) -> Answer:
    """Return the better of what is known and a plan, when the plan answers the question."""
    if plan is None or not question.answered_by(plan):
        return best
    value = goal.value(question, plan)
    if best.person is not None and value >= best.value:
        return best
    return Answer(plan, value, min(best.bound, value))


def _raised(best: Answer, bound: int) -> Answer:
    """Return what is known with a bound that may be better; never above the value."""
    return replace(best, bound=min(best.value, max(best.bound, bound)))


def whole(bound: float) -> int:
    """Return the smallest whole number that a bound in floating point still proves."""
    if not np.isfinite(bound) or abs(bound) >= NOTHING_KNOWN:
        return NOTHING_KNOWN if bound > 0 else 0
    return int(np.ceil(bound - NOISE * abs(bound) - 1e-6))


def _guess(best: Answer, gap: float) -> int:
    """Return a value that the best plan hopefully does not exceed."""
    guess = best.bound + int(gap * abs(best.bound))
    if gap >= ALL:
        guess = NOTHING_KNOWN
    return min(guess, best.value - 1) if best.person is not None else guess


def _left(hunt: Hunt, guess: int) -> exact.Left:
    """Return what a plan of value ``guess`` or less may use."""
    most = guess + hunt.owed
    limit = most + NOISE * abs(most) + 1e-6
    price = forced(hunt.table, hunt.bound, len(hunt.question.reach))
    return exact.Left(
        price.pair <= limit, price.skip <= limit, price.used <= limit, price.idle <= limit
    )


def with_settled(question: Question, goal: Goal) -> tuple[Goal, float]:
    """Return the goal with the settled goals at a price, and what the settled values cost so.

    A Lagrangian multiplier: any price of at least nothing gives a valid bound.
    """
    pair, skip, owed = goal.pair, goal.skip, 0.0
    side = int(goal.pair.max(initial=0)) + 1
    for _, settled, value in question.settled:
        pair, skip = pair + side * settled.pair, skip + side * settled.skip
        owed += float(side * value)
    return Goal(pair, skip, 0, goal.exception), owed


def plan_of(question: Question, goal: Goal, normal: Ints, short: Ints) -> Ints | None:
    """Return the best plan with so many of each person in their window, and below; None if none."""
    total = ranked((*(settled for _, settled, _ in question.settled), goal), question)
    if total is None:
        return None
    lower = normal * question.minimum
    upper = np.maximum(normal + short, question.holders) * question.maximum
    if question.hiring is None:
        return flow(question, replace(total, exception=0), lower, upper)
    # Most places are closed: a flow over the open ones is many times smaller.
    keep = upper[question.reach.person] > 0
    here = replace(question, reach=question.reach.only(keep), settled=())
    return flow(here, replace(cut(total, keep), exception=0), lower, upper)


def rearranged(question: Question, goal: Goal, hint: Ints) -> Ints | None:
    """Return the best plan with the persons that a plan uses, each used as it uses them."""
    normal, short = in_use(question, hint)
    if question.exceptions is not None and short.sum() > question.exceptions:
        normal, short = normal + short, np.zeros_like(short)
    return plan_of(question, goal, normal, short)


def _repaired(question: Question, goal: Goal, bound: Bound, deadline_s: float) -> Ints | None:
    """Turn the relaxed plan's persons into a plan: add or drop the least convincing ones."""
    normal, worth = bound.normal > 0, np.minimum(bound.inside, bound.outside)
    short = bound.short > 0
    for _ in range(question.persons):
        if time.monotonic() > deadline_s:
            return None
        plan = plan_of(question, goal, normal.astype(np.int64), bound.short)
        if plan is None:
            normal[_last(normal, worth)] = False
            continue
        missing = np.flatnonzero(plan == UNSERVED)
        if len(missing) <= (question.unserved or 0):
            return plan
        near = np.isin(question.reach.household, missing)
        idle = ~normal & ~short & np.isfinite(bound.inside)
        useful = idle & np.isin(np.arange(question.persons), question.reach.person[near])
        chosen = useful if useful.any() else idle
        if not chosen.any():
            return plan
        normal[np.flatnonzero(chosen)[np.argmin(worth[chosen])]] = True
    return None


def _last(used: exact.Bools, worth: Floats) -> int:
    rows = np.flatnonzero(used)
    return int(rows[np.argmax(worth[rows])])
