"""Every plan of a village small enough for it, with recruits at every choice of places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import numpy as np

from optimizer.domain.goals import Priority
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Ends, Floats, Ints, Village

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Persons:
    """Members and the recruits of one choice of places, with what each household is from each."""

    metres: Floats
    minimum: Ints
    maximum: Ints
    recruits: int


def best_key(village: Village, most_recruits: int = 0) -> Key:
    """Return what the best of all plans comes to, goal by goal in the order of the stages.

    With recruits the first are the unserved and the recruits.
    """
    return min(
        key_of(village, persons, np.array(person, np.int64))
        for persons in _staffs(village, most_recruits)
        for person in product(*_options(village, persons))
        if _lawful(village, persons, np.array(person, np.int64))
    )


def key_of(village: Village, persons: Persons, person: Ints) -> Key:
    """Return what one plan comes to: counts, whole micrometres, square decimetres and steps."""
    served = np.flatnonzero(person != UNSERVED)
    metres = persons.metres[served, person[served]]
    loads = np.bincount(person[served], minlength=len(persons.minimum))
    changed = sum(person[row] != who for row, who in village.current.tolist())
    key: list[object] = [int((person == UNSERVED).sum()), persons.recruits]
    key += [int(((loads > 0) & (loads < persons.minimum)).sum()), int(changed)]
    for word in dict.fromkeys((*village.rules.priorities, Priority.WALK)):
        match word:
            case Priority.WALK:
                key.append(sum(round(float(one) * 1e6) for one in metres))
            case Priority.LONGEST:
                key.append(max((round(float(one) * 1e6) for one in metres), default=0))
            case Priority.BALANCE:
                key += [int(loads.max(initial=0)), int((loads**2).sum())]
            case Priority.COMPACT:
                key.append(sum(round(float(one) ** 2 * 100) for one in metres))
            case Priority.FAIREST:
                key.append(steps_of(metres, village.rules.fairest_step_m))
    return tuple(key)


def steps_of(metres: Floats, step_m: float) -> tuple[int, ...]:
    """Return the step of each walk, the largest first: what a leximax compares."""
    return tuple(sorted((max(1, int(np.ceil(one / step_m))) for one in metres), reverse=True))


def _staffs(village: Village, most_recruits: int) -> Iterator[Persons]:
    """Yield the persons of every choice of places."""
    members, rules, sites = village.members, village.rules, village.sites
    own = _metres(village, Ends.MEMBERS)
    for row, who in village.forbidden.tolist():
        own[row, who] = np.inf
    near = _metres(village, Ends.SITES)
    for row, who in village.locked.tolist():
        far = _apart(village, Ends.MEMBERS)[row, who]
        far = 0.0 if np.isinf(far) else far  # nobody has named it
        own[row], near[row] = np.inf, np.inf
        own[row, who] = far
    for count in range(most_recruits + 1):
        for places in combinations_with_replacement(range(len(sites)), count):
            yield Persons(
                np.hstack([own, near[:, list(places)]]),
                np.append(members.minimum, [rules.min_households] * count),
                np.append(members.maximum, [rules.max_households] * count),
                count,
            )


def _metres(village: Village, ends: Ends) -> Floats:
    metres = _apart(village, ends)
    return np.where(metres <= village.rules.max_distance_m, metres, np.inf)


def _apart(village: Village, ends: Ends) -> Floats:
    """Return all distances: straight lines, or those that are named."""
    named = village.distances
    if village.rules.metric.needs_points or named is None:
        apart = village.households.xy[:, None] - village.ends(ends).xy[None]
        return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))
    metres = np.full((len(village.households), len(village.ends(ends))), np.inf)
    pairs = named.members if ends is Ends.MEMBERS else named.sites
    for row, column, length in zip(pairs.rows, pairs.columns, pairs.metres, strict=True):
        metres[row, column] = length
    if ends is Ends.SITES and village.places is None:
        np.fill_diagonal(metres, 0.0)
    return metres


def _options(village: Village, persons: Persons) -> list[list[int]]:
    locked = set(village.locked[:, 0].tolist())
    return [
        [*([] if row in locked else [UNSERVED]), *np.flatnonzero(np.isfinite(metres)).tolist()]
        for row, metres in enumerate(persons.metres)
    ]


def _lawful(village: Village, persons: Persons, person: Ints) -> bool:
    loads = np.bincount(person[person != UNSERVED], minlength=len(persons.minimum))
    if (loads > persons.maximum).any():
        return False
    if village.rules.minimum is MinimumPolicy.FLAG:
        return True
    free = np.ones(len(loads), bool)
    locks = np.bincount(village.locked[:, 1], minlength=len(loads))
    free[(locks > 0) & (locks < persons.minimum)] = False
    return not ((loads > 0) & (loads < persons.minimum) & free).any()
