"""The teams that were planned, as numbers: of one village, and added up over many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from optimizer.domain.plan import Assignment
from optimizer.domain.scenario import Village
from optimizer.domain.teams import TeamFlag, TeamStage
from optimizer.output.team_documents import team_moves
from optimizer.output.text.team_texts import flag_entries


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """Teams of one plan; nothing where none are asked for.

    Parameters
    ----------
    villages
        Villages whose teams were planned.
    sizes
        Teams with 0, 1, 2 and so on members.
    small, large
        Teams with fewer and with more members than the rules want.
    far
        Members farther from their leader than may be, or without a way to them.
    without
        Villages without any team, since nobody is a member there.
    unfit
        Villages where no number of teams fits the members.
    moves
        Members who change team.
    fewest
        Villages in which it is proven that no fewer would do.
    proven
        Villages in which all stages are proven.
    """

    villages: int = 0
    sizes: tuple[int, ...] = ()
    small: int = 0
    large: int = 0
    far: int = 0
    without: int = 0
    unfit: int = 0
    moves: int = 0
    fewest: int = 0
    proven: int = 0

    @property
    def teams(self) -> int:
        """How many there are."""
        return sum(self.sizes)

    @property
    def members(self) -> int:
        """How many people are in them."""
        return sum(size * teams for size, teams in enumerate(self.sizes))

    @property
    def mean(self) -> float:
        """Members of a team on average; 0 without any team."""
        return self.members / self.teams if self.teams else 0.0

    @property
    def range(self) -> tuple[int, int]:
        """Members of the smallest and of the largest team; zeros without any team."""
        there_are = [size for size, teams in enumerate(self.sizes) if teams]
        return (there_are[0], there_are[-1]) if there_are else (0, 0)

    def with_more(self, other: TeamFigures) -> TeamFigures:
        """Add the teams of other villages."""
        both = zip_longest(self.sizes, other.sizes, fillvalue=0)
        return TeamFigures(
            self.villages + other.villages,
            tuple(mine + theirs for mine, theirs in both),
            self.small + other.small,
            self.large + other.large,
            self.far + other.far,
            self.without + other.without,
            self.unfit + other.unfit,
            self.moves + other.moves,
            self.fewest + other.fewest,
            self.proven + other.proven,
        )


NO_FIGURES = TeamFigures()
"""Of villages without planned teams."""


def team_figures(village: Village, made: Assignment) -> TeamFigures:
    """Count the teams of a plan."""
    plan, rules = made.teams, village.rules.teams
    if plan is None or rules is None:
        return NO_FIGURES
    counts = {entry.code: entry.count for entry in flag_entries(plan, rules)}
    stay = plan.proofs.get(TeamStage.STAY)
    return TeamFigures(
        villages=1,
        sizes=tuple(np.bincount(plan.sizes).tolist()) if plan.names else (),
        small=counts.get(TeamFlag.TEAM_SMALL, 0),
        large=counts.get(TeamFlag.TEAM_LARGE, 0),
        far=counts.get(TeamFlag.TEAM_FAR, 0),
        without=counts.get(TeamFlag.NO_TEAM, 0),
        unfit=counts.get(TeamFlag.TEAM_WINDOW, 0),
        moves=len(team_moves(village, plan)),
        fewest=int(stay is None or stay.proven),
        proven=int(all(proof.proven for proof in plan.proofs.values())),
    )
