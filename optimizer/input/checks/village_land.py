"""The paths and barriers of one village, in its plane and within its horizon."""

from __future__ import annotations

import numpy as np

from optimizer.distance.projection import to_metres
from optimizer.domain.scenario import Barriers, Floats, Ints, Network, barriers, network
from optimizer.domain.village_sizes import VillageSizes
from optimizer.errors import Problem
from optimizer.input.checks.faults import raise_findings
from optimizer.input.checks.horizon import (
    HORIZON_M,
    LIVING_M,
    beyond_horizon,
    part_of,
    within_square,
)
from optimizer.input.checks.raw_land import RawBarriers, RawNetwork

STANDING = 4
"""Times that a piece may stand in a map before all of them are counted as too many."""


def _check_number(where: str, name: str, count: int) -> None:
    """Refuse far more pieces than are planned, before each is measured and looked up."""
    raise_findings(
        [
            Problem(
                "VILLAGE_TOO_LARGE",
                where,
                name,
                str(count),
                f"{count:,} {name} in and near one village, at most {most:,} are planned; leave "
                f"out what is far away, or set LIENGIA_MAX_VILLAGE_{name.upper()}",
            )
            for _, _, most in VillageSizes().exceeded({name: count // STANDING})
        ]
    )


def make_network(raw: RawNetwork, rows: Ints | None, middle: Floats, *, lonlat: bool) -> Network:
    """Return some edges as a network in the village's plane; those beyond its horizon are left out.

    Raises
    ------
    ScenarioError
        For more edges than are planned, and for one from beyond the horizon to where people live.
    """
    _check_number(raw.where, "edges", len(raw.edges if rows is None else rows))
    rows = np.arange(len(raw.edges)) if rows is None else rows
    used, flat = np.unique(raw.edges[rows], return_inverse=True)
    given = raw.nodes[used]
    xy, centre = _placed(given, middle, lonlat=lonlat)
    ends = flat.reshape(-1, 2).astype(np.int64)
    if (far := beyond_horizon(xy[ends], centre)).any():
        _check_long(raw, rows[far], xy[ends[far]], centre)
        return make_network(raw, rows[~far], middle, lonlat=lonlat)
    return network(xy, ends, raw.metres[rows], given)


def _check_long(raw: RawNetwork, rows: Ints, lines: Floats, centre: Floats) -> None:
    """Refuse edges that come near a village from beyond its horizon."""
    numbers = rows if raw.rows is None else raw.rows[rows]
    raise_findings(
        [
            Problem(
                "EDGE_TOO_LONG",
                f"{raw.where}{'/edges/' if raw.where.startswith('/') else ' edge '}{numbers[at]}",
                "",
                f"{np.hypot(*(lines[at, 1] - lines[at, 0])) / 1000:,.0f} km",
                "a straight piece of a path from farther than "
                f"{HORIZON_M / 1000:,.0f} km to a village; give it nodes on its way",
            )
            for at in within_square(lines, centre, LIVING_M)[0].tolist()
        ]
    )


def make_barriers(raw: RawBarriers, rows: Ints | None, middle: Floats, *, lonlat: bool) -> Barriers:
    """Return some walls and all crossings in the village's plane, walls cut to its horizon.

    Raises
    ------
    ScenarioError
        For more of them than are planned.
    """
    _check_number(raw.where, "barriers", len(raw.walls if rows is None else rows))
    _check_number(raw.where, "crossings", len(raw.crossings))
    walls = raw.walls if rows is None else raw.walls[rows]
    ends, centre = _placed(walls.reshape(-1, 2), middle, lonlat=lonlat)
    placed = ends.reshape(-1, 2, 2)
    if beyond_horizon(placed, centre).any():
        near, shares = within_square(placed, centre, HORIZON_M)
        placed, walls = part_of(placed[near], shares), part_of(walls[near], shares)
    crossings, _ = _placed(raw.crossings, middle, lonlat=lonlat)
    return barriers(placed, crossings, walls, raw.crossings)


def _placed(given: Floats, middle: Floats, *, lonlat: bool) -> tuple[Floats, Floats]:
    """Return points, shape (n, 2), in the village's plane, and where its middle is there."""
    if not lonlat:
        return given, middle
    return to_metres(given, np.broadcast_to(middle, given.shape)), np.zeros(2)
