"""Whether some households can all be served together, recruits being no matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.verification.alternating_paths import NOWHERE, apply_exchange, exchanges
from optimizer.verification.case import Case
from optimizer.verification.measured_village import measure_village


def count_unservable(after: Case, households: Ints) -> list[int]:
    """Return those of some households that have no seat beside the others.

    Starts from those whom the plan serves and adds one after the other by exchanges: what can be
    served together is a matroid, so the order does not matter.
    """
    if (after.person[households] != UNSERVED).all():
        return []
    case = _with_every_place(after, households)
    left_out = []
    for row in households[case.person[households] == UNSERVED].tolist():
        takers = case.loads < case.ground.maximum
        found = exchanges(case, takers, np.zeros(len(case.person), np.bool_))
        if found.goes_to[row] == NOWHERE:
            left_out.append(row)
        else:
            case = _seated(case, apply_exchange(case.person, found, row))
    return left_out


def _seated(case: Case, person: Ints) -> Case:
    loads = np.bincount(person[person != UNSERVED], minlength=len(case.ground))
    return replace(case, person=person, loads=loads.astype(np.int64))


def _with_every_place(after: Case, households: Ints) -> Case:
    """Return the plan of some households alone; a person at each place stands for its recruits."""
    village, members = after.village, len(after.village.members)
    rules, sites = village.rules, np.arange(len(village.sites))
    most = len(after.person)
    if rules.recruits_per_place is not None:
        most = min(most, rules.recruits_per_place * rules.max_households)
    ground = measure_village(village, sites, after.ground.limits)
    maximum = np.concatenate([village.members.maximum, np.full(len(sites), most)])
    own = after.person[households]
    recruited = own >= members
    own[recruited] = members + after.ground.places[own[recruited] - members]
    person = np.full(len(after.person), UNSERVED)
    person[households] = own
    return _seated(replace(after, ground=replace(ground, maximum=maximum)), person)
