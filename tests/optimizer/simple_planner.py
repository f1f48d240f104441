"""A slow and simple planner for tests: seats as columns of an assignment problem.

It serves as many households as can be, by the shortest walk, and adds recruits greedily. Its
plans obey every rule; beyond `serve` they claim no optimality, so their bounds are 0.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from optimizer.diagnosis.baselines import baselines
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import (
    UNSERVED,
    Assignment,
    Pocket,
    Reason,
    Recruitment,
    Relaxations,
    Verdict,
    VillagePlan,
)
from optimizer.domain.proof import Proof
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Ints, Members, Points, Village, points
from tests.optimizer.plain_changes import by_event, forced_changes

NOBODY: Ints = np.empty(0, np.int64)
NO_PAIRS: Ints = np.empty((0, 2), np.int64)
FORBIDDING = 1e9


def make_village(  # noqa: PLR0913 - a village has this many parts
    households: Floats,
    members: Floats,
    *,
    rules: Rules,
    windows: Ints | None = None,
    places: Floats | None = None,
    locked: Ints = NO_PAIRS,
    forbidden: Ints = NO_PAIRS,
    current: Ints = NO_PAIRS,
    name: str = "v",
) -> Village:
    """Return a village from coordinates; ids are h000, m000, p000 and so on."""
    if windows is None:
        windows = np.tile([rules.min_households, rules.max_households], (len(members), 1))
    people = numbered("m", members)
    return Village(
        id=name,
        name=f"Thôn {name}",
        area=("Bác Ái",),
        rules=rules,
        households=numbered("h", households),
        members=Members(
            people.ids,
            people.xy,
            people.given,
            windows[:, 0],
            windows[:, 1],
            np.full(len(members), ""),
        ),
        places=None if places is None else numbered("p", places),
        locked=locked,
        forbidden=forbidden,
        current=current,
        lonlat=False,
    )


def numbered(letter: str, xy: Floats) -> Points:
    """Return points with ids in the order of their rows."""
    ids = np.array([f"{letter}{row:03d}" for row in range(len(xy))], np.str_)
    return points(ids, np.asarray(xy, np.float64).reshape(-1, 2))


def usable(village: Village, places: Ints) -> Floats:
    """Return the metres of every usable pair, shape (households, persons), else infinity."""
    persons = np.concatenate([village.members.xy, village.sites.xy[places]])
    metres = np.full((len(village.households), len(persons)), math.inf)
    for row, home in enumerate(village.households.xy):
        for column, post in enumerate(persons):
            away = math.dist(home, post)
            if away <= village.rules.max_distance_m:
                metres[row, column] = away
    metres[village.forbidden[:, 0], village.forbidden[:, 1]] = math.inf
    for row, person in village.locked:
        metres[row] = math.inf
        metres[row, person] = math.dist(village.households.xy[row], persons[person])
    return metres


def serve(village: Village, places: Ints) -> Ints:
    """Return the persons of a plan that serves as many as possible, locked ones first."""
    metres = usable(village, places)
    maximum = np.concatenate(
        [village.members.maximum, np.full(len(places), village.rules.max_households)]
    )
    seat_of = np.repeat(np.arange(len(maximum)), maximum)
    cost = np.where(np.isinf(metres), FORBIDDING, metres)[:, seat_of]
    # Locked households have a seat in any case: their member holds them all.
    cost[village.locked[:, 0]] -= np.where(cost < FORBIDDING, FORBIDDING, 0)[village.locked[:, 0]]
    padded = np.concatenate([cost, np.full((len(metres), len(metres)), FORBIDDING)], axis=1)
    rows, seats = linear_sum_assignment(padded)
    person = np.full(len(metres), UNSERVED)
    for row, seat in zip(rows, seats, strict=True):
        if seat < len(seat_of) and np.isfinite(metres[row, seat_of[seat]]):
            person[row] = seat_of[seat]
    return person


def settled(
    village: Village, person: Ints, places: Ints = NOBODY, where: str = "today"
) -> Assignment:
    """Return the assignment of given persons with everything that follows from them."""
    persons = np.concatenate([village.members.xy, village.sites.xy[places]])
    served = person != UNSERVED
    metres = np.full(len(person), np.nan)
    metres[served] = [
        math.dist(village.households.xy[row], persons[person[row]])
        for row in np.flatnonzero(served)
    ]
    loads = np.bincount(person[served], minlength=len(persons)).astype(np.int64)
    changed = sum(person[row] != member for row, member in village.current)
    made = Assignment(person, metres, loads, reasons(village, person, places), int(changed), {})
    return replace(
        made,
        proofs=proofs(village, made, places, where),
        by_event=by_event(village, person),
    )


def reasons(village: Village, person: Ints, places: Ints) -> np.ndarray:
    """Return the reason of each unserved household, under `flag`."""
    metres = usable(village, places)
    open_village = make_village(
        village.households.xy,
        village.members.xy,
        rules=village.rules,
        places=village.sites.xy,
    )
    near = np.isfinite(usable(open_village, places)).any(axis=1)
    free = np.isfinite(metres).any(axis=1)
    why = np.where(free, Reason.CAPACITY, np.where(near, Reason.EXCLUDED, Reason.DISTANCE))
    return np.where(person == UNSERVED, why, "").astype(np.str_)


def proofs(village: Village, made: Assignment, places: Ints, where: str) -> dict[Stage, Proof]:
    """Return each stage's value; `serve` is proven, the rest has the bound 0."""
    minimum = np.concatenate(
        [village.members.minimum, np.full(len(places), village.rules.min_households)]
    )
    short = float(len(made.unserved))
    values = {Stage.SERVE: Proof(short, short)}
    if where == "after":
        values[Stage.RECRUIT] = Proof(float(len(places)), 0.0)
    values[Stage.MINIMUM] = Proof(float(len(made.exceptions(minimum))), 0.0)
    if len(village.current):
        values[Stage.KEEP] = Proof(float(made.changed - forced_changes(village)), 0.0)
    goals = {
        Priority.WALK: {Stage.WALK: made.walk_m},
        Priority.LONGEST: {Stage.LONGEST: made.longest_m},
        Priority.BALANCE: {
            Stage.BALANCE: float(made.loads.max(initial=0)),
            Stage.SPREAD: float((made.loads**2).sum()),
        },
    }
    for goal in dict.fromkeys((*village.rules.priorities, Priority.WALK)):
        values.update({stage: Proof(value, 0.0) for stage, value in goals[goal].items()})
    return values


def verdict(village: Village, person: Ints) -> Verdict:
    """Return the village's verdict."""
    households, short = len(person), (person == UNSERVED).any()
    most, least = village.members.maximum.sum(), village.members.minimum.sum()
    if households and not len(village.members):
        return Verdict.NO_MEMBERS
    if short:
        return Verdict.NEEDS_MEMBERS if households > most else Verdict.NEEDS_MEMBERS_LOCAL
    if households < least:
        return Verdict.SURPLUS
    return Verdict.TIGHT if households / 9 > most / 10 else Verdict.OK


def recruits(village: Village) -> tuple[Ints, Ints]:
    """Return the places of enough recruits, none of them idle, and what each adds."""
    rules = village.rules
    most = len(village.households) if rules.max_recruits is None else rules.max_recruits
    chosen, _ = _greedily(village, list(range(len(village.sites))), most)
    for place in list(chosen):
        fewer = chosen.copy()
        fewer.remove(place)
        if _served(village, fewer) == _served(village, chosen):
            chosen = fewer
    places, worth = _greedily(village, chosen, len(chosen), pool=True)
    return np.array(places, np.int64), np.array(worth, np.int64)


def _greedily(
    village: Village, sites: list[int], most: int, *, pool: bool = False
) -> tuple[list[int], list[int]]:
    """Choose the place that serves most more, again and again; from a pool each once."""
    cap = village.rules.recruits_per_place or most
    left = list(sites)
    chosen: list[int] = []
    worth: list[int] = []
    while left and len(chosen) < most:
        base = _served(village, chosen)
        gains = [_served(village, [*chosen, site]) - base for site in left]
        if max(gains) == 0:
            break
        best = left[gains.index(max(gains))]
        chosen.append(best)
        worth.append(max(gains))
        if pool or chosen.count(best) >= cap:
            left.remove(best)
    return chosen, worth


def _served(village: Village, places: list[int]) -> int:
    return int((serve(village, np.array(places, np.int64)) != UNSERVED).sum())


def pockets(village: Village, today: Ints, after: Ints) -> tuple[Pocket, ...]:
    """Return, for the unserved in one piece, all who compete with them for members."""
    reach = np.isfinite(usable(village, NOBODY))
    households = (today == UNSERVED) & (after != UNSERVED)
    members = np.zeros(len(village.members), bool)
    while True:
        members = reach[households].any(axis=0)
        more = households | (np.isin(today, np.flatnonzero(members)) & (today != UNSERVED))
        if (more == households).all():
            break
        households = more
    room = int(village.members.maximum[members].sum())
    forced = -((room - int(households.sum())) // village.rules.max_households)
    if forced < 1 or (after[households] == UNSERVED).any():
        return ()
    return (Pocket(np.flatnonzero(households), np.flatnonzero(members), room, forced),)


def relaxations(village: Village) -> Relaxations:
    """Try every limit that is a distance, and every maximum, from the smallest up."""
    limit_m, most = village.rules.max_distance_m, village.rules.max_households
    away = {math.dist(home, post) for home in village.households.xy for post in village.members.xy}
    limits = (
        limit
        for limit in sorted(away)
        if limit > limit_m and serves_all(under(village, max_distance_m=limit))
    )
    maxima = (
        more
        for more in range(most + 1, most + len(village.households) + 1)
        if serves_all(under(village, max_households=more))
    )
    return Relaxations(next(limits, None), next(maxima, None))


def under(village: Village, **changes: object) -> Village:
    """Return the village under other rules; members with the rule's maximum follow it."""
    rules = village.rules.model_copy(update=changes)
    own = village.members.maximum
    most = np.where(own == village.rules.max_households, rules.max_households, own)
    return replace(village, rules=rules, members=replace(village.members, maximum=most))


def serves_all(village: Village) -> bool:
    """Tell whether today's members can serve everybody."""
    return bool((serve(village, NOBODY) != UNSERVED).all())


def plan_simply(village: Village) -> VillagePlan:
    """Return a correct plan of a village, under `flag`."""
    person = serve(village, NOBODY)
    recruitment = after = None
    if village.rules.recruiting and (person == UNSERVED).any():
        places, worth = recruits(village)
        later = serve(village, places)
        after = settled(village, later, places, "after")
        full = village.rules.max_recruits
        needed = len(places) + (full is not None and len(places) == full)
        reasons_why = pockets(village, person, later)
        forced = sum(pocket.recruits_at_least for pocket in reasons_why)
        recruitment = Recruitment(
            needed=Proof(float(needed), float(forced)),
            by="pockets" if forced == needed else "search",
            places=places,
            worth=worth,
            pockets=reasons_why,
        )
    limit_m = village.rules.max_distance_m
    beyond = [
        pair
        for pair in village.locked
        if math.dist(village.households.xy[pair[0]], village.members.xy[pair[1]]) > limit_m
    ]
    return VillagePlan(
        village_id=village.id,
        verdict=verdict(village, person),
        today=settled(village, person),
        recruitment=recruitment,
        after=after,
        relaxations=relaxations(village) if (person == UNSERVED).any() else None,
        baselines=baselines(village),
        locked_beyond_limit=np.array(beyond, np.int64).reshape(-1, 2),
    )
