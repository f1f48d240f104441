"""Pilot teams: one of every village that has any, then the best of the rest, by an additive score.

With one score a team, and the sum to be large, the best team of each village and then the best of
the rest is exact: exchanging any chosen team for another that keeps one in each village never
gains (a partition matroid, truncated; Edmonds 1971).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from optimizer.errors import Problem, ScenarioError


class PilotScore(StrEnum):
    """What makes a team a good pilot."""

    SERVED = "served"
    """Households that its members look after."""
    WALK = "walk"
    """Less the mean metres from those households to who looks after them; without any, last."""
    NEED = "need"
    """Households of its village without anybody today, shared among the village's teams."""


SAYS: Mapping[PilotScore, str] = {
    PilotScore.SERVED: "households that the team's members look after",
    PilotScore.WALK: "minus the mean metres from its households to their member",
    PilotScore.NEED: "unserved households of its village today, a team's share of them",
}
NOBODY_M = 1e6
"""Metres that a team without households counts as."""


@dataclass(frozen=True, slots=True)
class ScoredTeam:
    """A team of a result.

    Parameters
    ----------
    need
        Its share of the village's unserved households of today.
    """

    village: str
    team: str
    leader: str
    members: int
    households: int
    walk_m: float
    need: float

    def score(self, by: PilotScore) -> float:
        """Return the score, the larger the better."""
        if by is PilotScore.SERVED:
            return float(self.households)
        if by is PilotScore.NEED:
            return self.need
        return -self.walk_m / self.households if self.households else -NOBODY_M


@dataclass(frozen=True, slots=True)
class Pilot:
    """A chosen team, its score, and why: ``VILLAGE`` for its village's best, else ``SCORE``."""

    team: ScoredTeam
    score: float
    why: str


def choose_pilots(teams: Sequence[ScoredTeam], number: int, by: PilotScore) -> list[Pilot]:
    """Return the pilots, the best first; ties go to the village's order, then to the team's.

    Raises
    ------
    ScenarioError
        Where there are fewer teams than pilots, or fewer pilots than villages with teams.
    """
    order = sorted(teams, key=lambda one: (-one.score(by), one.village, one.team))
    first: dict[str, ScoredTeam] = {}
    for one in order:
        first.setdefault(one.village, one)
    if not len(first) <= number <= len(teams):
        message = (
            f"there are {len(teams)} teams in {len(first)} villages; ask for "
            f"{len(first)} to {len(teams)} pilots"
        )
        raise ScenarioError([Problem("PILOTS", "--teams", "teams", str(number), message)])
    best = {(one.village, one.team) for one in first.values()}
    rest = [one for one in order if (one.village, one.team) not in best]
    chosen = best | {(one.village, one.team) for one in rest[: number - len(best)]}
    return [
        Pilot(one, one.score(by), "VILLAGE" if (one.village, one.team) in best else "SCORE")
        for one in order
        if (one.village, one.team) in chosen
    ]
