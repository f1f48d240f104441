"""Absences: a plan for the days on which members are away, then back to the plan in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from optimizer.distance.reach import village_reach
from optimizer.domain.plan import METRE_DECIMALS, UNSERVED
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.replanning.events import Event
from optimizer.resilience.roster import make_roster
from optimizer.resilience.stand_ins import share_without

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row on which the same members are away."""

    first: dt.date
    last: dt.date
    members: tuple[str, ...]


def days_away(absences: Sequence[Event]) -> Iterator[Days]:
    """Yield the days, cut where somebody goes or comes back; the same members together."""
    spans = [(one.first, one.last, one.member) for one in absences]
    starts = {first for first, _, _ in spans if first is not None}
    starts |= {last + ONE_DAY for _, last, _ in spans if last is not None}
    cuts = sorted(starts)
    for first, after in pairwise(cuts):
        away = {who for start, end, who in spans if who and start and end and start <= first <= end}
        if away:
            yield Days(first, after - ONE_DAY, tuple(sorted(away)))


def away_documents(
    village: Village, person: Ints, persons: Ids, absences: Sequence[Event]
) -> list[dict[str, Any]]:
    """Return who takes whom on which days, as the response JSON says it.

    Parameters
    ----------
    person
        Shape (households,): the plan of the members, who are all there on other days.
    """
    roster = make_roster(village, village_reach(village))
    rows: Mapping[str, int] = {name: row for row, name in enumerate(persons.tolist())}
    households = village.households.ids.tolist()
    names = [*persons.tolist(), None]
    documents = []
    for days in days_away(absences):
        leavers = [rows[name] for name in days.members if name in rows]
        found = share_without(roster, person, leavers)
        theirs = np.flatnonzero(np.isin(person, leavers)).tolist()
        documents.append(
            {
                "from": days.first.isoformat(),
                "to": days.last.isoformat(),
                "members": list(days.members),
                "stand_ins": [
                    [
                        households[row],
                        names[found.person[row]],
                        None
                        if found.person[row] == UNSERVED
                        else round(float(found.metres[row]), METRE_DECIMALS),
                    ]
                    for row in theirs
                ],
                "moves": [
                    [households[row], names[person[row]], names[found.person[row]]]
                    for row in found.others.tolist()
                ],
            }
        )
    return documents
