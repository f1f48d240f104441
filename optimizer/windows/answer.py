"""The answer to a question: flow first, then bound and exact search on what is left."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimizer.errors import SolverError
from optimizer.plan import UNSERVED
from optimizer.scenario import Floats, Ints
from optimizer.windows import exact, plain
from optimizer.windows.bound import Bound, Table, evaluate, forced, make_table, raise_bound
from optimizer.windows.prices import flow_prices
from optimizer.windows.question import Answer, Goal, Question, cut
from optimizer.windows.relaxed import flow, ranked, relaxed
from optimizer.windows.relocation import in_use, relocated

STEPS = 150
"""Subgradient steps a round: more than enough to come within a fraction of a percent."""
FIRST_GAP = 0.001
"""First guess of the gap that the bound leaves; each round that fails takes four times as much."""
WIDER = 4.0
NOISE = 1e-9
"""Relative error granted to sums of floating-point numbers."""
NOTHING_KNOWN = 1 << 60


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: a deadline, a value that is enough; and the seed of the search."""

    deadline_s: float
    seed: int
    enough: int


def answer(
    question: Question,
    goal: Goal,
    *,
    deadline_s: float,
    seed: int = 0,
    enough: int = -1,
    hint: Ints | None = None,
) -> Answer:
    """Find the plan that keeps ``goal`` smallest, and prove it as far as the deadline allows.

    Parameters
    ----------
    deadline_s
        On the clock of ``time.monotonic``.
    enough
        A value that will do: the search stops when a plan has it or none can.
    hint
        A plan to improve on, shape (households,).
    """
    # With every place open a flow says nothing of recruits.
    first = None if question.hiring is not None else relaxed(question, goal)
    if first is not None and _beyond(question, first):
        return Answer(None, NOTHING_KNOWN, NOTHING_KNOWN)
    if first is not None and question.answered_by(first):
        value = goal.value(question, first)
        # A flow does not see exceptions: it proves their number only when it needs none.
        if not goal.exception or value == 0:
            return Answer(first, value, value)
    floor = _floor(question, goal, first)
    if goal.rising or any(settled.rising for _, settled, _ in question.settled):
        found = plain.solve(question, goal, first, deadline_s, seed)
        return replace(found, bound=max(found.bound, floor))
    best = Answer(None, NOTHING_KNOWN, floor)
    if hint is not None:
        best = _keep(best, _rearranged(question, goal, hint), question, goal)
    prices_at = None if question.settled else first
    return _search(question, goal, best, Limits(deadline_s, seed, enough), prices_at)


def bound_of(question: Question, goal: Goal, deadline_s: float) -> int:
    """Return a valid lower bound of ``goal`` without looking for a plan."""
    priced, owed = _priced(question, goal)
    table = make_table(question, priced)
    nobody = np.zeros(question.households)
    best = raise_bound(table, nobody, float(question.persons) + owed, STEPS, deadline_s)
    return max(_whole(best.value - owed), 0)


def _beyond(question: Question, first: Ints) -> bool:
    """Tell whether even without a minimum more households stay unserved than may."""
    return question.unserved is not None and int((first == UNSERVED).sum()) > question.unserved


def _missing(first: Ints | None) -> int:
    return -1 if first is None else int((first == UNSERVED).sum())


def _floor(question: Question, goal: Goal, first: Ints | None) -> int:
    """Return a valid lower bound from flows.

    A plan that ranks settled goals first bounds this goal only if it cannot beat them: where the
    relaxation has better settled values, the goal is bounded alone.
    """
    if goal.exception or question.hiring is not None:
        return 0
    if question.unserved is not None and question.unserved > _missing(first):
        # Who serves more may have to walk more: no bound for a plan that serves fewer.
        return 0
    if first is not None and all(
        settled.value(question, first) >= value for _, settled, value in question.settled
    ):
        return goal.value(question, first)
    alone = relaxed(replace(question, settled=()), goal)
    return 0 if alone is None else goal.value(question, alone)


def _search(
    question: Question, goal: Goal, best: Answer, limits: Limits, relaxed_plan: Ints | None
) -> Answer:
    """Raise the bound, fix what cannot be, and solve what is left; widen until it is proven."""
    priced, owed = _priced(question, goal)
    table = make_table(question, priced)
    if relaxed_plan is None:
        relaxed_plan = _flow_plan(question, priced, best.person)
    bound = evaluate(table, flow_prices(*_in_service(question, priced, best.person), relaxed_plan))
    gap, floor, deadline_s = FIRST_GAP, best.bound, limits.deadline_s
    while not _settled(best, limits.enough) and time.monotonic() < deadline_s:
        known = best.value if best.person is not None else max(floor, bound.value - owed) * 1.05 + 1
        bound = raise_bound(table, bound.price, known + owed, STEPS, deadline_s)
        best = _keep(best, _improved(question, goal, bound, best, deadline_s), question, goal)
        best = _raised(best, _whole(bound.value - owed))
        if _settled(best, limits.enough):
            break
        guess = _guess(best, gap)
        left = _left(table, bound, guess + owed, len(question.reach))
        found = exact.solve(question, goal, left, deadline_s, limits.seed)
        plan = _planned(question, goal, found)
        best = _keep(best, plan, question, goal)
        best = _raised(best, _proved(question, goal, found, plan, guess))
        if found.finished and guess >= NOTHING_KNOWN:
            break
        gap *= WIDER
    return best


def _settled(best: Answer, enough: int) -> bool:
    """Tell whether the search may stop: proven, or known to reach ``enough`` or to miss it."""
    if best.proven or best.bound >= NOTHING_KNOWN:
        return True
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
    start = _keep(best, _plan(question, goal, normal, short), question, goal)
    if start.person is None:
        return None
    return relocated(question, goal, start.person, lambda n, s: _plan(question, goal, n, s))


def _planned(question: Question, goal: Goal, found: exact.Found) -> Ints | None:
    if found.normal is None or found.short is None:
        return None
    return _plan(question, goal, found.normal, found.short)


def _proved(
    question: Question, goal: Goal, found: exact.Found, plan: Ints | None, guess: int
) -> int:
    """Return the bound that a search among all plans of value ``guess`` or less has proved.

    A finished search proves its own plan's exact value: HiGHS's sum differs from it by rounding.
    """
    if found.finished and plan is not None and question.answered_by(plan):
        return min(goal.value(question, plan), guess + 1)
    return min(_whole(found.bound), guess + 1)


def _keep(best: Answer, plan: Ints | None, question: Question, goal: Goal) -> Answer:
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


def _whole(bound: float) -> int:
    """Return the smallest whole number that a bound in floating point still proves."""
    if not np.isfinite(bound) or abs(bound) >= NOTHING_KNOWN:
        return NOTHING_KNOWN if bound > 0 else 0
    return int(np.ceil(bound - NOISE * abs(bound) - 1e-6))


def _guess(best: Answer, gap: float) -> int:
    """Return a value that the best plan hopefully does not exceed."""
    guess = best.bound + int(gap * abs(best.bound))
    if gap > 1:
        guess = NOTHING_KNOWN
    return min(guess, best.value - 1) if best.person is not None else guess


def _left(table: Table, bound: Bound, guess: float, pairs: int) -> exact.Left:
    """Return what a plan of value ``guess`` or less may use."""
    limit = guess + NOISE * abs(guess) + 1e-6
    price = forced(table, bound, pairs)
    return exact.Left(
        price.pair <= limit, price.skip <= limit, price.used <= limit, price.idle <= limit
    )


def _priced(question: Question, goal: Goal) -> tuple[Goal, float]:
    """Return the goal with the settled goals at a price, and what the settled values cost so.

    A Lagrangian multiplier: any price of at least nothing gives a valid bound.
    """
    pair, skip, owed = goal.pair, goal.skip, 0.0
    side = int(goal.pair.max(initial=0)) + 1
    for _, settled, value in question.settled:
        pair, skip = pair + side * settled.pair, skip + side * settled.skip
        owed += float(side * value)
    return Goal(pair, skip, 0, goal.exception), owed


def _plan(question: Question, goal: Goal, normal: Ints, short: Ints) -> Ints | None:
    """Return the best plan with these persons in their window, these below it, the rest idle."""
    total = ranked((*(settled for _, settled, _ in question.settled), goal), question)
    lower = normal * question.minimum
    upper = np.maximum(normal + short, question.holders) * question.maximum
    return None if total is None else flow(question, replace(total, exception=0), lower, upper)


def _rearranged(question: Question, goal: Goal, hint: Ints) -> Ints | None:
    """Return the best plan with the persons that a plan uses, each used as it uses them."""
    normal, short = in_use(question, hint)
    if question.exceptions is not None and short.sum() > question.exceptions:
        normal, short = normal + short, np.zeros_like(short)
    return _plan(question, goal, normal, short)


def _repaired(question: Question, goal: Goal, bound: Bound, deadline_s: float) -> Ints | None:
    """Turn the relaxed plan's persons into a plan: add or drop the least convincing ones."""
    normal, worth = bound.normal > 0, np.minimum(bound.inside, bound.outside)
    short = bound.short > 0
    for _ in range(question.persons):
        if time.monotonic() > deadline_s:
            return None
        plan = _plan(question, goal, normal.astype(np.int64), bound.short)
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
