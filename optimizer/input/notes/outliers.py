"""OUTLIER and SWAPPED_AXES: points far outside their village by the village's own spread."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.distance.connected_components import connected_components
from optimizer.distance.projection import to_metres
from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.notes.scenario_rows import ScenarioRows, note_on_rows
from optimizer.input.notes.village_spread import VillageSpread, nearest, shared_frame

OUTLIER, SWAPPED = "OUTLIER", "SWAPPED_AXES"
Bools = NDArray[np.bool_]

SPREADS = 8.0
"""Times the village's typical distance from its middle beyond which a point is looked at."""
LEAST_M = 4_000.0
"""A point nearer than this to its village's middle is never far off."""
LIMITS = 2.5
"""Nor one nearer than so many distance limits."""
HAMLET = 5
"""So many points near each other are a hamlet, not a mistake, ..."""
HAMLET_M = 1_000.0
"""... when each is this near another ..."""
BEYOND_M = 30_000.0
"""... and the village's middle is not farther than this."""
FEWEST = 5
"""Points from which on a village has a spread of its own."""
SHARE = 0.25
"""Largest share of a village's points that can be outliers of it."""
NEIGHBOURS = 8
"""A point is amid another village when so many of its nearest points are of that one, ..."""
AMID_SPREADS = 3.0
AMID_M = 1_000.0
"""... all nearer than this, and its own village's nearest point is farther."""
ASIDE = 6.0
"""Typical distances from the middle at which exchanged axes are tried, whatever the metres."""
ASIDE_M = (1_000.0, 5_000.0)
"""And metres from the middle: of a single point, and of a group as large as a hamlet."""
BACK = 3.0
"""Typical distances within which a point must come to lie with its axes exchanged."""


def outliers(rows: ScenarioRows, spread: VillageSpread) -> Iterator[Note]:
    """Name points far off, points amid another village, and points with x and y exchanged."""
    swapped = _swapped(rows, spread)
    far = _far(rows, spread) & ~swapped
    amid, other = _amid_another(rows, spread)
    amid &= ~swapped
    yield from _notes(rows, spread, SWAPPED, swapped, None)
    yield from _notes(rows, spread, OUTLIER, far & ~amid, None)
    yield from _notes(rows, spread, OUTLIER, amid, other)


def _far(rows: ScenarioRows, spread: VillageSpread) -> Bools:
    """Find points far from the middle, where they are few and no hamlet of their own."""
    floor_m = np.maximum(LEAST_M, LIMITS * rows.limits_m)
    beyond_m = np.maximum(SPREADS * spread.typical_m, floor_m)
    far = spread.away_m > beyond_m[spread.village]
    far &= (spread.sizes >= FEWEST)[spread.village]
    asked = np.flatnonzero(far)
    if not len(asked):
        return far
    # A hamlet that only reaches beyond is seen as a whole.
    around = np.flatnonzero(spread.away_m > beyond_m[spread.village] / 2)
    single = np.zeros(len(far), np.bool_)
    single[around] = group_sizes(spread, around) < HAMLET
    far &= single | (spread.away_m > BEYOND_M)
    return far & _few(spread, far)


def _few(spread: VillageSpread, found: Bools) -> Bools:
    """Tell the points of villages of which only a few were found: the others are no mistake."""
    count = np.bincount(spread.village[found], minlength=len(spread.sizes))
    return (count <= SHARE * spread.sizes)[spread.village]


def group_sizes(spread: VillageSpread, asked: Ints) -> Ints:
    """Return with how many points of the same village each is linked, itself among them.

    Exact below `HAMLET`, and no less than that elsewhere: each point is linked with its nearest
    ones alone. Where one has more neighbours than that, its group is a hamlet by itself; where
    nobody has, no link is missing.
    """
    # Villages far apart in a third direction: a link never joins two of them.
    xyz = np.column_stack((spread.metres[asked], spread.village[asked] * 10 * HAMLET_M))
    _, near = nearest(xyz, xyz, HAMLET, within_m=HAMLET_M)
    one, place = np.nonzero(near < len(asked))
    group = connected_components(one, near[one, place], len(asked))
    sizes: Ints = np.bincount(group)[group]
    return sizes


def _swapped(rows: ScenarioRows, spread: VillageSpread) -> Bools:
    """Find points aside of their village that lie in the midst of it with x and y exchanged."""
    village = spread.village
    typical_m = np.maximum(spread.typical_m, 1.0)[village]
    aside = (spread.away_m > ASIDE * typical_m) & (spread.sizes >= FEWEST)[village]
    aside &= spread.away_m > ASIDE_M[0]
    asked = np.flatnonzero(aside)
    found = np.zeros(len(village), np.bool_)
    if not len(asked):
        return found
    exchanged = spread.given[asked][:, ::-1]
    if rows.lonlat:
        centre = _middle_given(spread)[village[asked]]
        possible = np.abs(exchanged[:, 1]) <= 90.0  # noqa: PLR2004 - the poles
        away_m = np.full(len(asked), np.inf)
        metres = to_metres(exchanged[possible], centre[possible])
        away_m[possible] = np.hypot(metres[:, 0], metres[:, 1])
    else:
        offset = exchanged - spread.middle[village[asked]]
        away_m = np.hypot(offset[:, 0], offset[:, 1])
    back = away_m <= BACK * typical_m[asked]
    hamlet = group_sizes(spread, asked) >= HAMLET
    found[asked] = back & (spread.away_m[asked] > np.where(hamlet, *ASIDE_M[::-1]))
    return found & _few(spread, found)


def _middle_given(spread: VillageSpread) -> Floats:
    """Return for each village, as it was given, the point nearest its middle."""
    order = np.lexsort((spread.away_m, spread.village))
    held = np.flatnonzero(spread.sizes)
    middle = np.full((len(spread.sizes), 2), np.nan)
    middle[held] = spread.given[order[spread.starts[held]]]
    return middle


def _amid_another(rows: ScenarioRows, spread: VillageSpread) -> tuple[Bools, Ints]:
    """Find points whose neighbours are all of one other village, far from their own."""
    village = spread.village
    nowhere = np.zeros(len(village), np.bool_)
    frame = shared_frame(rows, spread)
    if frame is None or len(village) <= NEIGHBOURS or np.count_nonzero(spread.sizes) == 1:
        return nowhere, village
    asked = np.flatnonzero(
        (spread.away_m > np.maximum(AMID_SPREADS * spread.typical_m, AMID_M)[village])
        & (spread.sizes > NEIGHBOURS)[village]
    )
    if not len(asked):
        return nowhere, village
    apart_m, near = nearest(frame, frame[asked], NEIGHBOURS + 1)
    near_village = village[near[:, 1:]]
    other = near_village[:, 0]
    alone = (near_village == other[:, None]).all(axis=1) & (other != village[asked])
    alone &= apart_m[:, -1] < AMID_M
    found = asked[alone]
    if not len(found):
        return nowhere, village
    found = found[_own_m(spread, frame, found) > AMID_M]
    nowhere[found] = True
    host = village.copy()
    host[asked] = other
    return nowhere & _few(spread, nowhere), host


def _own_m(spread: VillageSpread, frame: Floats, rows: Ints) -> Floats:
    """Return how far the nearest other point of its own village is from each point."""
    own_m = np.empty(len(rows))
    for village in np.unique(spread.village[rows]).tolist():
        chosen = np.flatnonzero(spread.village[rows] == village)
        start, stop = spread.starts[village : village + 2].tolist()
        mates = frame[spread.order[start:stop]]
        apart_m, _ = nearest(mates, frame[rows[chosen]], 2)  # the nearest is the point itself
        own_m[chosen] = apart_m[:, 1]
    return own_m


def _notes(
    rows: ScenarioRows,
    spread: VillageSpread,
    code: str,
    found: Bools,
    host: Ints | None,
) -> Iterator[Note]:
    """Make a note for each village and table, the farthest point's figures in it."""
    at = np.flatnonzero(found)
    key = np.column_stack(
        (spread.village[at], spread.table[at], spread.village[at] if host is None else host[at])
    )
    if not len(at):
        return
    kinds, group = np.unique(key, axis=0, return_inverse=True)
    for number, (village, table, other) in enumerate(kinds.tolist()):
        chosen = at[group.reshape(-1) == number]
        farthest_m = float(spread.away_m[chosen].max())
        params: dict[str, Value] = {
            "village": str(rows.villages[village]),
            "ids": ", ".join(rows.tables[table].ids[spread.row[chosen[:5]]].tolist()),
            "farthest_m": round(farthest_m),
        }
        if host is not None:
            params["amid"] = str(rows.villages[other])
        chosen_rows = np.sort(spread.row[chosen])
        yield note_on_rows(
            code, rows.tables[table].name, rows.tables[table].where, chosen_rows, params
        )
