"""Hierarchical clusters of places (Ward): from single ones up to all of a pocket.

The nodes of a tree of places whose households are much the same, so that of two neighbourhoods
one lies inside the other or they have nothing in common: under limits on such groups the cheapest
choice of recruits stays a greedy one.
"""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist

from optimizer.assignment.search.search_state import SearchState
from optimizer.domain.scenario import Floats, Ints

FEATURES = 64
"""Households whose walks tell places apart, at most."""


def place_clusters(state: SearchState, places: Ints) -> list[Ints]:
    """Return groups of places, each with its rows among the persons (Ward 1963).

    Parameters
    ----------
    places
        Shape (places,): the persons to be grouped.
    """
    recruit_limits = state.problem.recruit_limits
    assert recruit_limits is not None, "only recruits live in one neighbourhood or another"
    walks = _walks(state, places)
    tree: list[Ints] = []
    kinds, kind = np.unique(recruit_limits.inside[:, places], axis=1, return_inverse=True)
    for which in range(kinds.shape[1]):
        mine = np.flatnonzero(kind.ravel() == which)
        groups = [mine[row : row + 1] for row in range(len(mine))]
        if len(mine) > 1:
            for one, other, *_ in linkage(pdist(walks[mine]), "ward"):
                groups.append(np.concatenate([groups[int(one)], groups[int(other)]]))
        tree += [places[rows] for rows in groups]
    return tree


def _walks(state: SearchState, places: Ints) -> Floats:
    """Return what some households cost at each place, shape (places, features)."""
    reach, cost = state.problem.reach, state.goal.pair
    near = np.unique(reach.household[np.isin(reach.person, places)])
    chosen = near[:: max(1, -(-len(near) // FEATURES))]
    walks = np.full((state.problem.persons, state.problem.households), float(cost.max(initial=0)))
    walks[reach.person, reach.household] = cost
    return np.asarray(walks[np.ix_(places, chosen)])
