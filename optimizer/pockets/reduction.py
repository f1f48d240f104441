"""Reduction of an instance: equal rows merged, dominated places left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.pockets.instance import Bools, Need


def reduce_need(need: Need) -> Need:
    """Return the same need with households alike in one class, and without useless places.

    Parameters
    ----------
    need
        Each household is a class of its own.
    """
    # As many as its households fill are of use at a place, never more.
    useful = -(-need.places.sum(axis=0) // need.size)
    kept = keep_places(need.places, need.cap >= useful)
    inside = need.places[:, kept]
    order, starts = group_equal_rows(np.hstack([need.members, inside, need.urgent[:, None]]))
    first = order[starts]
    return replace(
        need,
        rows=need.rows[order],
        count=np.diff(np.append(starts, len(order))),
        place_rows=need.place_rows[kept],
        members=need.members[first],
        places=inside[first],
        cap=np.minimum(need.cap, useful)[kept],
        urgent=need.urgent[first],
        xy=need.xy[first],
    )


def group_equal_rows(table: Bools) -> tuple[Ints, Ints]:
    """Return an order of the rows in which equal rows are neighbours, and where groups start."""
    if not table.shape[1]:
        return np.arange(len(table)), np.zeros(min(1, len(table)), np.int64)
    packed = np.ascontiguousarray(np.packbits(table, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, group = np.unique(keys, return_inverse=True)
    order = np.argsort(group, kind="stable")
    return order, np.flatnonzero(np.diff(group[order], prepend=-1))


def keep_places(places: Bools, ample: Bools) -> Ints:
    """Return the places that no other place makes superfluous, in their order.

    Every recruit near a place can do the same near one that reaches all of its households and
    more; where both reach the same, the first one stays. Only a place that takes as many
    recruits as are of use (``ample``) can stand in for another.
    """
    order, starts = group_equal_rows(places.T)
    distinct = np.concatenate([order[starts], order[~ample[order]]])
    distinct = np.unique(distinct[places[:, distinct].any(axis=0)])
    narrow = places[:, distinct].astype(np.float32)
    both = narrow.T @ narrow
    reached = both.diagonal()
    inside = (both >= reached[:, None]) & ample[distinct][None, :]
    wider = reached[None, :] > reached[:, None]
    tie = (reached[None, :] == reached[:, None]) & _goes_first(ample[distinct])
    kept: Ints = distinct[~(inside & (wider | tie)).any(axis=1)]
    return kept


def _goes_first(ample: Bools) -> Bools:
    """Return who stays of two equal places (rows go, columns stay): the ample, then the first."""
    rank = np.argsort(np.argsort(~ample, kind="stable"))
    return rank[None, :] < rank[:, None]
