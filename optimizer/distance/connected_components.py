"""Connected components of an undirected graph: the one place that finds them."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csgraph

from optimizer.domain.scenario import Ints


def connected_components(first: Ints, second: Ints, nodes: int) -> Ints:
    """Return a label for each node, the same for two that a chain of edges connects.

    Parameters
    ----------
    first, second
        Shape (edges,): the nodes that each edge joins. An edge may be named more than once.
    nodes
        How many there are; one without an edge is a component of its own.

    Returns
    -------
    Shape (nodes,), from 0 on in the order of each component's first node.
    """
    graph = coo_array((np.ones(len(first), bool), (first, second)), shape=(nodes, nodes))
    _, label = csgraph.connected_components(graph, directed=False)
    return label.astype(np.int64)
