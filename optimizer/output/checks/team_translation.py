"""Teams of a document as rows of a village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from optimizer.domain.team_plan import TeamPlan
from optimizer.output.checks.json_values import (
    JsonFaults,
    a_list,
    a_text,
    an_object,
    short_value,
    texts,
)

NOWHERE = -1
"""Team of a person who is in none."""


def read_teams(
    persons: Mapping[str, int], stated: Mapping[object, object], where: str, faults: JsonFaults
) -> TeamPlan | None:
    """Return the teams that are stated, without proofs; None where there are none."""
    if "teams" not in stated:
        return None
    place = f"{where}.teams"
    listed = [
        an_object(item, f"{place}[{at}]", faults)
        for at, item in enumerate(a_list(stated["teams"], place, faults))
    ]
    return teams_of(
        persons,
        [a_text(item.get("id"), f"{place}[{at}].id", faults) for at, item in enumerate(listed)],
        [item.get("leader") for item in listed],
        [
            texts(item.get("members"), f"{place}[{at}].members", faults)
            for at, item in enumerate(listed)
        ],
        place,
        faults,
    )


def teams_of(
    persons: Mapping[str, int],
    names: Sequence[str],
    leaders: Sequence[object],
    members: Sequence[Sequence[str]],
    place: str,
    faults: JsonFaults,
) -> TeamPlan:
    """Return teams of ids: everybody in one of them, every id known."""
    team = np.full(len(persons), NOWHERE)
    for nth, inside in enumerate(members):
        for name in inside:
            row = _known(name, persons, f"{place}[{nth}]", faults)
            if row is not None and team[row] != NOWHERE:
                text = f"{name} is in two teams"
                faults.add("MEMBER_IN_TWO_TEAMS", f"{place}[{nth}]", text, (name,))
            elif row is not None:
                team[row] = nth
    for name, row in persons.items():
        if team[row] == NOWHERE:
            faults.add("NO_TEAM_FOR", place, f"{name} is in no team", (name,))
    found = [_known(name, persons, f"{place}[{nth}]", faults) for nth, name in enumerate(leaders)]
    leader = np.array([NOWHERE if row is None else row for row in found], np.int64)
    return TeamPlan(tuple(names), team, leader, np.full(len(team), np.nan), {})


def _known(name: object, persons: Mapping[str, int], place: str, faults: JsonFaults) -> int | None:
    if isinstance(name, str) and name in persons:
        return persons[name]
    text = f"{short_value(name)} is no person of this village"
    faults.add("UNKNOWN_PERSON", place, text, (short_value(name),))
    return None
