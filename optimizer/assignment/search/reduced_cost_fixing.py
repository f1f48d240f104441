"""Reduced-cost fixing: what no plan as good as a known or guessed value can use is dropped."""

from __future__ import annotations

from optimizer.assignment.bounds.reduced_costs import reduced_cost_bounds
from optimizer.assignment.exact.mip import RemainingProblem
from optimizer.assignment.incumbent import NOISE
from optimizer.assignment.search.search_state import SearchState, on_pairs

WORTH_DROPPING = 0.8
"""Pairs are dropped when at most this share of them is left."""


def fix_variables(state: SearchState, guess: int) -> RemainingProblem:
    """Return what a plan of value ``guess`` or less may use."""
    most = guess + state.owed
    limit = most + NOISE * abs(most) + 1e-6
    price = reduced_cost_bounds(state.table, state.bound, len(state.problem.reach))
    return RemainingProblem(
        price.pair <= limit, price.skip <= limit, price.used <= limit, price.idle <= limit
    )


def drop_pairs(state: SearchState) -> SearchState:
    """Drop the pairs that no plan as good as the best one uses."""
    if state.best.person is None:
        return state
    left = fix_variables(state, state.best.value)
    if left.pair.sum() > WORTH_DROPPING * len(left.pair):
        return state
    return on_pairs(state, left.pair)
