"""The search: raise the bound, drop what cannot be, and solve what is left.

A search among all plans up to a guessed value proves one of two things: the best of them is the
best of all, or no plan is as good as the guess. So it starts with a close guess, when little is
left, and takes a wider one each time the guess was too bold.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from optimizer.scenario import Ints
from optimizer.windows import exact
from optimizer.windows.bound import Bound, Table, evaluate, forced, make_table
from optimizer.windows.climb import raise_bound
from optimizer.windows.known import NOISE, NOTHING_KNOWN, keep, raised, whole
from optimizer.windows.plans import flow_plan, improved, in_service, plan_of, with_settled
from optimizer.windows.prices import flow_prices
from optimizer.windows.question import Answer, Goal, Question, cut

STEPS = 240
"""Subgradient steps a round, at most."""
LEVELS = (2.0, 4.0, 8.0, 16.0)
"""Prices of a recruit, in longest walks, at which the climb may start."""
ALL = 1.0
"""A gap from which on every plan is looked at."""
GAPS = (0.001, 0.004, 0.016, 0.064, 0.256, ALL)
"""Guesses of the gap that the bound leaves, one after the other."""
WORTH_DROPPING = 0.8
"""Pairs are dropped when at most this share of them is left."""
SMALL = 400
"""So few pairs are searched whole: a good bound would cost more than the search."""
FEW_STEPS = 15
CLOSE = 0.01
"""A plan known to be this close is searched up to at once, without a guess."""
EFFORT = 20.0
"""Units of effort of a search that is not told otherwise."""
TRIES = 60
"""Exchanges of a recruit's place to a unit of effort."""
PAIRS = 15_000
"""Pairs of a programme to a unit of effort."""
CLIMBS = 8
"""Rounds of raising the bound, each on the pairs that the last one left, at most."""
WORTH_CLIMBING = 0.001
"""Of the value, what a round that changes nothing else has to add to the bound."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: a deadline, a value that is enough, nodes a search; and the seed.

    Parameters
    ----------
    effort
        What may be tried and how large a programme may be, counted and so the same on every
        machine. A unit is about what a second allows, so that most searches end by it and not
        by the deadline.
    """

    deadline_s: float
    seed: int
    enough: int
    nodes: int
    effort: float = EFFORT


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
    tries = int(TRIES * limits.effort)
    # An exchange costs a flow, and is only as good as the prices that recommend it: while the
    # bound still rises well, recruits are but moved among the households they have.
    exchanges = tries if small or question.hiring is None else 0
    for climb in range(1 if small else CLIMBS):
        before = hunt
        steps = FEW_STEPS if small else STEPS
        hunt = _shrunk(_climbed(hunt, steps, limits, again=climb > 0, tries=exchanges))
        if _over(hunt.best, limits):
            return hunt.best
        gained = _gained(before, hunt)
        if not gained and exchanges:
            break
        last = climb + 2 == CLIMBS
        exchanges = 0 if gained and question.hiring is not None and not last else tries
    for gap in GAPS[-1:] if small else GAPS:
        hunt, finished = _looked(hunt, gap, limits)
        # A guess whose plans are too many to be searched leaves no hope for a wider one.
        if not finished or _over(hunt.best, limits):
            break
        hunt = _climbed(_shrunk(hunt), STEPS, limits, again=True, tries=tries)
    return hunt.best


def _begun(question: Question, goal: Goal, best: Answer, relaxed_plan: Ints | None) -> Hunt:
    priced, owed = with_settled(question, goal)
    table = make_table(question, priced)
    if relaxed_plan is None:
        relaxed_plan = flow_plan(question, priced, best.person)
    here = in_service(question, priced, best.person)
    bound = evaluate(table, flow_prices(*here, relaxed_plan))
    for level in () if question.hiring is None else LEVELS:
        other = evaluate(table, flow_prices(*here, relaxed_plan, level))
        if other.value < bound.value:
            break
        bound = other
    return Hunt(question, goal, owed, table, bound, best)


def _climbed(hunt: Hunt, steps: int, limits: Limits, *, again: bool, tries: int) -> Hunt:
    """Raise the bound, and make a plan of what the relaxation looks like."""
    best, owed = hunt.best, hunt.owed
    known = best.value
    if best.person is None:
        known = int(max(best.bound, hunt.bound.value - owed) * 1.05) + 1
    top = raise_bound(
        hunt.table, hunt.bound.price, known + owed, steps, limits.deadline_s, again=again
    )
    bound = top.bound
    plan = improved(
        hunt.question, hunt.goal, bound, best, deadline_s=limits.deadline_s, tries=tries
    )
    best = keep(best, plan, hunt.question, hunt.goal)
    return replace(hunt, bound=bound, best=raised(best, whole(bound.value - owed)))


def _gained(before: Hunt, after: Hunt) -> bool:
    """Tell whether a round left fewer pairs, found a better plan, or raised the bound well."""
    same = after.table is before.table and after.best.person is before.best.person
    return not same or after.best.bound - before.best.bound > WORTH_CLIMBING * after.best.value


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
    priced, owed = with_settled(question, goal)
    table = make_table(question, priced)
    return Hunt(question, goal, owed, table, evaluate(table, hunt.bound.price), hunt.best)


def _looked(hunt: Hunt, gap: float, limits: Limits) -> tuple[Hunt, bool]:
    """Solve exactly what a plan up to a guessed value may use; tell whether that was finished."""
    question, goal, best = hunt.question, hunt.goal, hunt.best
    guess = _guess(best, gap)
    if best.person is not None and best.value - best.bound <= CLOSE * best.value:
        guess = best.value - 1
    left = _left(hunt, guess)
    if best.person is not None and left.pair.sum() > PAIRS * limits.effort:
        return hunt, False
    found = exact.solve(
        question,
        goal,
        left,
        deadline_s=limits.deadline_s,
        nodes=limits.nodes,
        seed=limits.seed,
    )
    plan = None
    if found.normal is not None and found.short is not None:
        plan = plan_of(question, goal, found.normal, found.short)
    best = keep(best, plan, question, goal)
    best = raised(best, _proved(question, goal, found, plan, guess))
    return replace(hunt, best=best), found.finished


def _over(best: Answer, limits: Limits) -> bool:
    """Tell whether the search may stop: proven, in time, or known to reach or miss ``enough``."""
    if best.proven or best.bound >= NOTHING_KNOWN or time.monotonic() > limits.deadline_s:
        return True
    enough = limits.enough
    return enough >= 0 and (
        best.bound > enough or (best.person is not None and best.value <= enough)
    )


def _proved(
    question: Question, goal: Goal, found: exact.Found, plan: Ints | None, guess: int
) -> int:
    """Return the bound that a search among all plans of value ``guess`` or less has proved.

    A finished search proves its own plan's exact value: HiGHS's sum differs from it by rounding.
    """
    if found.finished and plan is not None and question.answered_exactly_by(plan):
        return min(goal.value(question, plan), guess + 1)
    return min(whole(found.bound), guess + 1)


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
