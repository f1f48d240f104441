"""Separation of pockets (Hall violators) by maximum flows, made small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.pockets.instance import Bools, Need, connected_parts, need_flow

SCALE = 1_000_000
"""Fractional recruits become whole capacities: a flow is found in millionths of a household."""
CLEAR = 1e-6
"""What a pocket has to be short of, in recruits, to count as violated."""
ALIKE = 1e-3
"""Weight of a place without recruits: fewer places make a stronger pocket there as well."""
TRIED = 8
"""How many places are looked at closely before one is given up by a pocket."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Classes of a need that force at least ``forces`` recruits near ``places``."""

    classes: Bools
    places: Bools
    forces: int


def make_cut(need: Need, classes: Bools) -> Cut:
    """Count what the classes force: ceil((households - room) / size), at least 0."""
    forces = max(0, -(-pocket_excess(need, classes) // need.size))
    return Cut(classes, reaching_places(need, classes), forces)


def reaching_places(need: Need, classes: Bools) -> Bools:
    """Return the places that reach one of the classes."""
    return np.asarray(need.places[classes].any(axis=0))


def pocket_excess(need: Need, classes: Bools) -> int:
    """Return the households of the classes less the room of all members who reach one."""
    room = need.room[need.members[classes].any(axis=0)].sum()
    return int(need.count[classes].sum() - room)


def shrink_pocket(need: Need, cut: Cut, weight: Floats) -> Cut:
    """Leave households out while as many recruits are forced, near places of less ``weight``.

    Fewer places on the left and the same number on the right: the cut dominates the old one.
    """
    classes, weight = cut.classes.copy(), weight + ALIKE
    while True:
        lost = _thin_member(need, classes)
        if lost is None:
            spare = pocket_excess(need, classes) - need.size * (cut.forces - 1) - 1
            lost = _group_to_spare(need, classes, weight, spare)
        if lost is None:
            return Cut(classes, reaching_places(need, classes), cut.forces)
        classes &= ~lost


def _thin_member(need: Need, classes: Bools) -> Bools | None:
    """Return the classes of a member with room for all of them: they weaken the pocket."""
    counted = need.count[classes] @ need.members[classes]
    gain = np.where(counted > 0, need.room - counted, -1)
    if not len(gain) or gain.max() < 0:
        return None
    return need.members[:, int(gain.argmax())]


def _group_to_spare(need: Need, classes: Bools, weight: Floats, spare: int) -> Bools | None:
    """Return the classes near one place that free the most places per household, if any fit."""
    # Small whole numbers: exact in single precision, in whatever order a machine adds.
    inside = need.places[classes].astype(np.float32)
    counted = (need.count[classes].astype(np.float32) @ inside).astype(np.int64)
    fits = np.flatnonzero((counted > 0) & (counted <= spare))
    if not len(fits):
        return _class_to_spare(need, classes, weight, spare)
    likely = fits[np.argsort(-weight[fits] / counted[fits], kind="stable")[:TRIED]]
    held = inside[:, likely].T @ inside < inside.sum(axis=0)
    before = weight @ (counted > 0)
    kept = [weight @ one for one in held]
    best = int(np.argmax((before - np.array(kept)) / counted[likely]))
    return need.places[:, likely[best]]


def _class_to_spare(need: Need, classes: Bools, weight: Floats, spare: int) -> Bools | None:
    """Return the class whose own places weigh the most per household, if one fits."""
    rows = np.flatnonzero(classes & (need.count <= spare))
    if not len(rows):
        return None
    alone = need.places[classes].sum(axis=0) == 1
    own = need.places[rows] @ (weight * alone)
    lost = np.zeros(len(classes), bool)
    lost[rows[int(np.argmax(own / need.count[rows]))]] = True
    return lost


def separate(need: Need, recruits: Floats) -> list[Cut]:
    """Return pockets that ``recruits`` (fractions allowed) leave short; none where all are served.

    The classes on the source side of a minimum cut exceed their room the most (Hall's theorem
    with capacities); its connected parts each keep their own excess.
    """
    scaled = np.floor(recruits * SCALE + 1e-3).astype(np.int64)
    flow = need_flow(need, scaled, SCALE)
    if flow.short.sum() <= len(scaled) * need.size:  # only what rounding down took away
        return []
    rows = np.flatnonzero(flow.cut_households)
    found = connected_parts(np.hstack([need.members[rows], need.places[rows][:, recruits > CLEAR]]))
    return _short(need, recruits, [rows[part] for part in found])


def _short(need: Need, recruits: Floats, candidates: list[Ints]) -> list[Cut]:
    """Keep the candidates that force more recruits than there are, shrunk."""
    kept = []
    for rows in candidates:
        classes = np.zeros(len(need.count), bool)
        classes[rows] = True
        cut = make_cut(need, classes)
        if cut.forces:
            cut = shrink_pocket(need, cut, recruits)
        if recruits @ cut.places < cut.forces - CLEAR:
            kept.append(cut)
    return kept
