"""Where people live, as lists say it: metres, or hamlet, alley and house."""

from __future__ import annotations

import numpy as np

from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.languages import Language, written_number
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.output.metres import shows_metres


def in_order(village: Village, made: Assignment, rows: Ints) -> Ints:
    """Return a person's households: the nearest first, or alley by alley as the houses stand."""
    lived = village.addresses
    if shows_metres(village) or lived is None:
        return rows[np.argsort(made.metres[rows], kind="stable")]
    doors = lived.households
    return rows[np.lexsort((doors.order[rows], doors.alley[rows], doors.hamlet[rows]))]


def ways(village: Village, rows: Ints, metres: Floats, language: Language) -> list[str]:
    """Return metres, or the address where metres are never shown; '' where neither is known."""
    lived = village.addresses
    if shows_metres(village) or lived is None:
        return [
            "" if np.isnan(away) else written_number(away, language) for away in metres.tolist()
        ]
    return _addresses(lived, lived.households, rows)


def _addresses(lived: Addresses, doors: Doors, rows: Ints) -> list[str]:
    """Return hamlet, alley and house of some rows; '' of those without a hamlet."""
    columns = (doors.hamlet, doors.alley, doors.order)
    cells = zip(*(column[rows].tolist() for column in columns), strict=True)
    return [
        ", ".join(
            part for part in (lived.hamlets[hamlet], lived.alleys[alley][1], str(order)) if part
        )
        if hamlet >= 0
        else ""
        for hamlet, alley, order in cells
    ]


def home_addresses(village: Village, plan: VillagePlan) -> list[str]:
    """Return where members live, and recruits behind them; '' where metres say how far that is."""
    lived, members = village.addresses, np.arange(len(village.members))
    recruits = np.empty(0, np.int64) if plan.recruitment is None else plan.recruitment.places
    if shows_metres(village) or lived is None:
        return [""] * (len(members) + len(recruits))
    homes = _addresses(lived, lived.members, members)
    return homes + _addresses(lived, lived.sites, recruits)
