"""What came out of teams: who is in which, and who leads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.teams import TeamStage


@dataclass(frozen=True, slots=True, eq=False)
class TeamPlan:
    """Who is in which team, and who leads it; without any team where nobody is a member.

    Parameters
    ----------
    names
        Ids of the teams, those that continue first.
    team
        Shape (persons,): row of each person's team, members first and recruits after them.
    leader
        Shape (teams,): row of the person who leads, one of the team.
    metres
        Shape (persons,): to the leader, infinite where there is no way.
    proofs
        Stage to proof, in the order in which the stages were settled.
    """

    names: tuple[str, ...]
    team: Ints
    leader: Ints
    metres: Floats
    proofs: Mapping[TeamStage, Proof]

    @property
    def sizes(self) -> Ints:
        """Members of each team."""
        return np.bincount(self.team, minlength=len(self.names)).astype(np.int64)
