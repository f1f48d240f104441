"""Where the recruits live: with their number fixed, the places and the whole new plan at once.

A capacitated p-median with the members as existing sites: every place is a person who does not
exist yet, with a window, and at most so many of them may be used. The same bound and the same
exact search answer it as the question of members alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.goals import STAGE_GOALS
from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.distance.reach import Reach, make_reach
from optimizer.domain.goals import GOALS, Priority
from optimizer.domain.plan import UNSERVED, Pocket
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits

NODES = 20
"""Of a search tree with places: a proof that takes more takes minutes, and the bound is close."""


@dataclass(frozen=True, slots=True, eq=False)
class SitingResult:
    """Recruits at their places, and the plan with them.

    Parameters
    ----------
    per_place
        Shape (places,): recruits near each place.
    assigned
        Persons are the members, then the places.
    """

    per_place: Ints
    assigned: LexicographicSolution


@dataclass(frozen=True, slots=True, eq=False)
class SitingRequest:
    """The recruits to be placed.

    Parameters
    ----------
    per_place
        Shape (places,): recruits that serve everybody who can be served.
    certain
        Their number is proven the fewest, and no cap binds: then it is the fewest in every
        connected part too, and the parts are planned apart.
    pockets
        Reasons with disjoint places, all of whose households every plan with these recruits
        serves: so many of them, at least, live near the places of each.
    """

    per_place: Ints
    certain: bool
    pockets: Sequence[Pocket] = ()


def site_recruits(
    village: Village,
    today: LexicographicProblem,
    near: Reach,
    wanted: SitingRequest,
    limits: SearchLimits,
    *,
    known: Ints | None = None,
) -> SitingResult:
    """Find places for the recruits, and the plan with fewest exceptions, changes and metres.

    Parameters
    ----------
    today
        The members' task.
    near
        Pairs of households with places.
    known
        Today's plan, shape (households,): under an enforced minimum no fewer are served.
    """
    task = _with_places(village, today, near, wanted)
    found = solve_lexicographic(
        task,
        replace(limits, nodes=NODES),
        whole=not wanted.certain,
        known=known if task.enforced else None,
    )
    return SitingResult(task.problem.hired(found.person)[len(village.members) :], found)


def _with_places(
    village: Village, today: LexicographicProblem, near: Reach, wanted: SitingRequest
) -> LexicographicProblem:
    """Return the members' task with every place as a person who may be of use."""
    members, rules = len(village.members), village.rules
    number = int(wanted.per_place.sum())
    useful = -(-np.bincount(near.person, minlength=near.persons) // rules.max_households)
    copies = np.minimum(useful, min(number, rules.recruits_per_place or number))
    none = np.zeros(members, np.int64)
    inside = _inside(near, wanted.pockets)
    least = np.array([reason.recruits_at_least for reason in wanted.pockets], np.int64)
    if least.sum() == number:
        # All recruits are forced to live in pockets: nobody is hired anywhere else.
        near = near.only(np.isin(near.person, np.flatnonzero(inside.any(axis=0))))
    # The plain model, which evens out loads, knows no recruits: that waits until they have places.
    waiting = {GOALS[stage].ranked_by for stage, goal in STAGE_GOALS.items() if not goal.sited}
    goals = tuple(goal for goal in rules.priorities if goal not in waiting)
    return replace(
        with_sites(
            village, today, near, _recruit_limits(np.append(none, copies), number, inside, least)
        ),
        rules=rules.model_copy(update={"priorities": goals or (Priority.WALK,)}),
        start=np.append(none, wanted.per_place),
    )


def with_sites(
    village: Village, today: LexicographicProblem, near: Reach, recruit_limits: RecruitLimits
) -> LexicographicProblem:
    """Return the members' task with the places as persons after them."""
    members, rules = len(village.members), village.rules
    return replace(
        today,
        reach=make_reach(
            np.concatenate([today.reach.household, near.household]),
            np.concatenate([today.reach.person, members + near.person]),
            np.concatenate([today.reach.metres, near.metres]),
            (near.households, members + near.persons),
        ),
        minimum=np.append(today.minimum, np.full(near.persons, rules.min_households)),
        maximum=np.append(today.maximum, np.full(near.persons, rules.max_households)),
        persons=np.arange(members + near.persons),
        recruit_limits=recruit_limits,
    )


def anywhere(village: Village, near: Reach, number: int) -> RecruitLimits:
    """Return the limits of so many recruits at any places, as many at each as the rules allow."""
    most = min(number, village.rules.recruits_per_place or number)
    members, none = len(village.members), np.zeros(0, np.int64)
    copies = np.append(np.zeros(members, np.int64), np.full(near.persons, most))
    return RecruitLimits(copies, number, np.zeros((0, len(copies)), bool), none, none)


def _inside(near: Reach, pockets: Sequence[Pocket]) -> NDArray[np.bool_]:
    """Return the places that reach each pocket, shape (pockets, places)."""
    inside = np.zeros((len(pockets), near.persons), bool)
    for row, reason in enumerate(pockets):
        inside[row, near.person[np.isin(near.household, reason.households)]] = True
    return inside


def _recruit_limits(
    copies: Ints, number: int, inside: NDArray[np.bool_], least: Ints
) -> RecruitLimits:
    """Return the limits on recruits at the places, which come after the members."""
    members = np.zeros((len(inside), len(copies) - inside.shape[1]), bool)
    most = np.full(len(least), number)
    return RecruitLimits(copies, number, np.hstack([members, inside]), least, most)


def expand_recruits(village: Village, person: Ints, places: Ints) -> Ints:
    """Return a plan with a row for each recruit, in the order of ``places``, not one a place."""
    members = len(village.members)
    least = max(village.rules.min_households, 1)
    found = np.where(person < members, person, UNSERVED)
    for place in np.unique(places):
        mine = np.flatnonzero(person == members + place)
        rows = members + np.flatnonzero(places == place)
        if len(mine) >= least * len(rows):
            found[mine] = rows[np.arange(len(mine)) % len(rows)]
        else:
            # As many as possible get the minimum; the rest of the recruits share what is left.
            full = np.minimum(np.arange(len(mine)) // least, len(rows) - 1)
            found[mine] = rows[full]
    return found


def with_recruits(village: Village, reach: Reach, near: Reach, places: Ints) -> Reach:
    """Return the pairs of households with members and with recruits at ``places``."""
    members = len(village.members)
    rows = [np.flatnonzero(near.person == place) for place in places]
    pairs = np.concatenate([np.empty(0, np.int64), *rows])
    recruit = np.repeat(members + np.arange(len(places)), [len(row) for row in rows])
    return make_reach(
        np.concatenate([reach.household, near.household[pairs]]),
        np.concatenate([reach.person, recruit]),
        np.concatenate([reach.metres, near.metres[pairs]]),
        (reach.households, members + len(places)),
    )


def with_every_place(reach: Reach, near: Reach, number: int) -> Reach:
    """Return the pairs of households with members and with recruits who live near every place."""
    homes = np.unique(near.household)
    recruits = reach.persons + np.repeat(np.arange(number), len(homes))
    return make_reach(
        np.append(reach.household, np.tile(homes, number)),
        np.append(reach.person, recruits),
        np.append(reach.metres, np.zeros(len(recruits))),
        (reach.households, reach.persons + number),
    )
