"""A village whose households are the persons of another: what lies between them, by its metric."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.named_distances import NamedDistances, NamedPairs, named_pairs
from optimizer.domain.scenario import Ints, Members, Points, Village

_NO_PAIRS: Ints = np.empty((0, 2), np.int64)


def village_of_persons(village: Village, places: Ints) -> Village:
    """Return members and, after them, recruits, as households and as members.

    With distances of the caller's own, what ``teams`` names holds among members. A recruit at a
    household's door has the metres of that household, to members and to other doors; every other
    pair is not named.

    Parameters
    ----------
    places
        Rows of the places of recruits.
    """
    members, sites = village.members, village.sites
    persons = Points(
        np.concatenate([members.ids, sites.ids[places]]),
        np.concatenate([members.xy, sites.xy[places]]),
        np.concatenate([members.given, sites.given[places]]),
    )
    count = np.zeros(len(persons), np.int64)
    nobody = np.full(len(persons), "", np.str_)
    return replace(
        village,
        households=persons,
        members=Members(persons.ids, persons.xy, persons.given, count, count, nobody),
        places=None,
        locked=_NO_PAIRS,
        forbidden=_NO_PAIRS,
        current=_NO_PAIRS,
        teams=None,
        distances=_distances(village, places),
        addresses=_addresses(village.addresses, places),
    )


def _addresses(lived: Addresses | None, places: Ints) -> Addresses | None:
    if lived is None:
        return None
    one, other = lived.members, lived.sites
    doors = Doors(
        np.concatenate([one.hamlet, other.hamlet[places]]),
        np.concatenate([one.alley, other.alley[places]]),
        np.concatenate([one.order, other.order[places]]),
    )
    return replace(lived, households=doors, members=doors, sites=doors)


def _distances(village: Village, places: Ints) -> NamedDistances | None:
    named, first = village.distances, len(village.members)
    if named is None:
        return None
    parts = [(named.teams.rows, named.teams.columns, named.teams.metres)]
    for nth, place in enumerate(places.tolist() if village.places is None else []):
        mine = named.members.rows == place
        ends, metres = named.members.columns[mine], named.members.metres[mine]
        parts.append((np.full(len(ends), first + nth), ends, metres))
        to = dict(_of_row(named.sites, place))
        for other, there in enumerate(places.tolist()):
            if other != nth and there in to:
                rows = np.array([first + nth]), np.array([first + other])
                parts.append((*rows, np.array([to[there]])))
    start, end, lengths = (np.concatenate(cells) for cells in zip(*parts, strict=True))
    pairs = named_pairs(start.astype(np.int64), end.astype(np.int64), lengths)
    nothing = named_pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return NamedDistances(pairs, nothing, pairs)


def _of_row(pairs: NamedPairs, row: int) -> list[tuple[int, float]]:
    mine = pairs.rows == row
    return list(zip(pairs.columns[mine].tolist(), pairs.metres[mine].tolist(), strict=True))
