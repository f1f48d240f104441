"""Teams of a drawn village: of uneven sizes, neighbours together, and who leads each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Ids, Ints
from scenarios.apportionment import largest_remainder

_UNEVEN = 0.35
"""Standard deviation of the logarithm of a team's size inside its village."""
_LEAST = 2
"""Members of the smallest team that is drawn, where there are so many."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnTeams:
    """Who is in which team; members stand in the order of their homes.

    Parameters
    ----------
    row
        Shape (members,): the team of each, counted from 0, rising.
    leads
        Shape (members,): who leads.
    """

    row: Ints
    leads: NDArray[np.bool_]

    @property
    def names(self) -> Ids:
        """``t01`` and so on, shape (members,)."""
        return np.array([f"t{row + 1:02d}" for row in self.row.tolist()], np.str_)

    def of(self, members: NDArray[np.bool_]) -> Self:
        """Return the same teams for some of the members; names stay."""
        return type(self)(self.row[members], self.leads[members])


def even_teams(members: int, teams: int) -> DrawnTeams:
    """Return teams as equal as can be, without leaders."""
    row = np.arange(members) * teams // max(1, members)
    return DrawnTeams(row, np.zeros(members, np.bool_))


def uneven_teams(members: int, teams: int, rng: np.random.Generator) -> DrawnTeams:
    """Return teams as they have grown: uneven sizes, each led by one of its members."""
    if not members:
        return even_teams(0, 0)
    least = min(_LEAST, members // teams)
    sizes = largest_remainder(members, rng.lognormal(0.0, _UNEVEN, teams), at_least=least)
    leads = np.zeros(members, np.bool_)
    leads[np.cumsum(sizes) - sizes + rng.integers(0, sizes)] = True
    return DrawnTeams(np.repeat(np.arange(teams), sizes), leads)
