"""Clusters: villages connected by pairs across their borders, cut where they are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ints, Village
from optimizer.lending.joined import VillagePairs

MOST_HOUSEHOLDS = 6_000
"""Households of a cluster that is planned whole."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Numbers of the villages of a cluster, and whether a border in reach was closed."""

    villages: tuple[int, ...]
    cut: bool


def find_clusters(
    villages: Sequence[Village],
    crossings: Sequence[VillagePairs],
    most: int = MOST_HOUSEHOLDS,
) -> list[Cluster]:
    """Return the clusters of two villages or more, in the order of their first villages.

    Borders with most pairs are opened first, each as long as the cluster has no more than
    ``most`` households (Kruskal's order); what is left closed is said.
    """
    label = np.arange(len(villages))
    sizes = np.array([len(village.households) for village in villages])
    shared: dict[tuple[int, int], int] = {}
    for one in crossings:
        key = (min(one.home, one.other), max(one.home, one.other))
        shared[key] = shared.get(key, 0) + len(one.members) + len(one.places)
    closed: set[int] = set()
    for (first, second), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        here, there = label[first], label[second]
        if here == there:
            continue
        together = np.isin(label, (here, there))
        if sizes[together].sum() <= most:
            label[together] = min(here, there)
        else:
            closed |= {first, second}
    return [
        Cluster(tuple(rows.tolist()), bool(closed & set(rows.tolist())))
        for rows in _groups(label)
        if len(rows) > 1
    ]


def _groups(label: Ints) -> list[Ints]:
    return [np.flatnonzero(label == one) for one in np.unique(label)]
