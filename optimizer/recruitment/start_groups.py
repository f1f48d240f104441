"""Start solutions: the households left out, in compact groups of a recruit's size."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.pockets.instance import Need, need_flow


def place_in_groups(need: Need, number: int) -> Ints:
    """Place ``number`` recruits where groups of unserved neighbours live.

    Where the limit is generous this serves everybody at once, and no bound has to be worked for.
    """
    short = need_flow(need, np.zeros_like(need.cap)).short
    units = np.repeat(np.arange(len(short)), short)
    recruits = np.zeros_like(need.cap)
    for group in _groups(units, need.xy, number, need.size):
        near = need.places[group].sum(axis=0)
        recruits[int(np.argmax(np.where(recruits < need.cap, near, -1)))] += 1
    return recruits


def _groups(units: Ints, xy: Floats, number: int, size: int) -> list[Ints]:
    """Cut households in two along the wider side, by whole recruits, until each group is one."""
    waiting, groups = [(units, number)], []
    while waiting:
        rows, many = waiting.pop()
        if many <= 1 or not len(rows):
            groups += [rows] * many
            continue
        axis = int(np.argmax(np.ptp(xy[rows], axis=0)))
        order = rows[np.argsort(xy[rows, axis], kind="stable")]
        half = many // 2
        at = min(half * size, len(rows) * half // many + size // 2)
        waiting += [(order[:at], half), (order[at:], many - half)]
    return groups
