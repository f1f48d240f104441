"""Members' homes drawn among the houses of each village."""

from __future__ import annotations

import zlib

import numpy as np

from optimizer.domain.scenario import Floats, Ids, Ints
from optimizer.input.checks import Column, RawTable

_TEAM = 9
"""Members of a team, at most."""


def draw_members(
    homes: Floats, names: Ids, village: Ints, ids: Ids, *, one_in: int, seed: int
) -> RawTable:
    """Draw the members: in each village every house has the same chance.

    The same houses, villages and seed draw the same homes, whatever the order of rows, and what
    happens in one village changes nothing in another.

    Parameters
    ----------
    homes, names, village
        Shapes (households, 2), (households,), (households,): points, ids, rows of villages.
    ids
        Ids of the villages.
    """
    chosen: list[Ints] = []
    members: list[str] = []
    teams: list[str] = []
    for row, name in enumerate(ids.tolist()):
        rows = np.flatnonzero(village == row)
        rows = rows[np.lexsort((names[rows], homes[rows, 1], homes[rows, 0]))]
        count = round(len(rows) / one_in)
        rng = np.random.default_rng((seed, zlib.crc32(str(name).encode())))
        chosen.append(rows[np.sort(rng.choice(len(rows), count, replace=False))])
        groups = -(-count // _TEAM)
        members += [f"m{nth:03d}" for nth in range(1, count + 1)]
        teams += [f"t{nth * groups // count + 1:02d}" for nth in range(count)]
    drawn = np.concatenate([*chosen, np.empty(0, np.int64)])
    columns: dict[str, Column] = {
        "id": members,
        "x": np.ascontiguousarray(homes[drawn, 0]),
        "y": np.ascontiguousarray(homes[drawn, 1]),
        "team": teams,
    }
    return RawTable(
        "members",
        len(members),
        columns,
        lambda row: f"drawn member {members[row]} of {ids[village[drawn[row]]]}",
        "drawn members",
        village=village[drawn],
    )
