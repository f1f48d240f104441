"""What came out of supervision: the teams of each unit under their supervisors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.domain.team_plan import TeamPlan


@dataclass(frozen=True, slots=True)
class LedTeam:
    """A team with who leads it.

    Parameters
    ----------
    village, team, leader
        Ids.
    """

    village: str
    team: str
    leader: str


@dataclass(frozen=True, slots=True, eq=False)
class SupervisedUnit:
    """The teams of one unit under their supervisors.

    Parameters
    ----------
    area
        Codes of the unit from the widest down.
    teams
        Sorted by village, in each as its plan has them.
    plan
        Supervisors as teams whose members are the teams: ``names`` are the supervisors' ids,
        ``leader`` the rows of the teams whose leaders supervise.
    shown
        Whether the metres may be shown: those of a list are nominal.
    """

    area: tuple[str, ...]
    teams: tuple[LedTeam, ...]
    plan: TeamPlan
    shown: bool = True

    @property
    def unreached(self) -> Ints:
        """Rows of teams whose leader has no way to the supervisor."""
        return np.flatnonzero(~np.isfinite(self.plan.metres))
