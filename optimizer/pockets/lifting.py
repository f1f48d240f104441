"""Lifting: pockets that flows cannot see, as 11 households force 2 recruits, not 1.1."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.pockets.instance import Bools, Need
from optimizer.pockets.separation import CLEAR, Cut, make_cut, shrink_pocket

GRAIN = 1024
"""Recruits in 1024ths add up exactly in single precision, in whatever order a machine adds."""
STEPS = 30
"""Classes that a pocket may take in while it grows; small pockets are the ones rounding lifts."""
KEPT = 60
"""Grown pockets looked at closely in one round, the most violated first."""


def peel_pockets(need: Need, recruits: Floats) -> list[Cut]:
    """Return violated pockets met while the whole need is peeled, one forced recruit at a time."""
    cut, found = make_cut(need, np.ones(len(need.count), bool)), []
    for forces in range(cut.forces, 0, -1):
        cut = shrink_pocket(need, Cut(cut.classes, cut.places, forces), recruits)
        if recruits @ cut.places < forces - CLEAR:
            found.append(cut)
    return found


def grow_pockets(need: Need, recruits: Floats) -> list[Cut]:
    """Return violated pockets grown from every class, the best neighbour first."""
    order, last, violation = _grow(need, recruits)
    cuts: dict[bytes, Cut] = {}
    seen: set[bytes] = set()
    for seed in np.argsort(-violation, kind="stable")[:KEPT]:
        classes = np.zeros(len(need.count), bool)
        classes[order[: last[seed] + 1, seed]] = True
        if last[seed] < 0 or classes.tobytes() in seen:
            continue
        seen.add(classes.tobytes())
        cut = shrink_pocket(need, make_cut(need, classes), recruits)
        if recruits @ cut.places < cut.forces - CLEAR:
            cuts.setdefault(cut.places.tobytes(), cut)
    return list(cuts.values())


def _grow(need: Need, recruits: Floats) -> tuple[Ints, Ints, Floats]:
    """Grow one pocket from every class at once.

    A pocket takes in the class that adds most households, less the room of members and the
    recruits near places that come with it.

    Returns
    -------
    Shape (steps, classes): the classes in the order in which each pocket took them in; shape
    (classes,): the step at which it was violated most (-1 for never), and by how much.
    """
    used = np.flatnonzero(recruits > CLEAR)
    persons: Bools = np.hstack([need.places[:, used], need.members])
    weight = np.concatenate([np.rint(recruits[used] * GRAIN) * need.size, need.room * GRAIN])
    price = np.tile((weight / GRAIN).astype(np.float32), (len(need.count), 1))
    reached = np.ascontiguousarray(persons.T.astype(np.float32))
    seeds = np.arange(len(need.count))
    out = np.zeros((len(seeds), len(seeds)), np.float32)
    steps = min(STEPS, len(seeds))
    order = np.zeros((steps, len(seeds)), np.int64)
    excess, near = np.zeros(len(seeds)), np.zeros(len(seeds))
    violation, last = np.full(len(seeds), CLEAR), np.full(len(seeds), -1)
    taken = seeds
    for step in range(steps):
        order[step] = taken
        paid = price * persons[taken]
        near += paid[:, : len(used)].sum(axis=1) / need.size
        excess += need.count[taken] - paid[:, len(used) :].sum(axis=1)
        price[persons[taken]] = 0
        out[seeds, taken] = np.inf
        lacks = np.ceil(excess / need.size - CLEAR) - near
        better = lacks > violation + CLEAR
        violation[better], last[better] = lacks[better], step
        taken = (need.count - price @ reached - out).argmax(axis=1)
    return order, last, violation
