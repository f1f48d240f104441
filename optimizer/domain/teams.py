"""What is asked of teams (tổ): sizes, distances, wishes of a village; and their stages.

A team is a group of members with a leader who is one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count, islice
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from optimizer.domain.whole_numbers import Some

Ints = NDArray[np.int64]


class TeamRules(BaseModel):
    """How large teams are, and how far a member may live from the leader."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    min: Some = 5
    max: Some = 12
    target: Some = 9
    max_distance_m: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] | None = None
    leader_max_households: Some | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.min > self.max:
            raise PydanticCustomError(
                "team_window",
                "teams: min {least} is above max {most}; lower the one or raise the other",
                {"least": self.min, "most": self.max},
            )
        return self


class TeamStage(StrEnum):
    """A goal of the lexicographic order of teams, in its order."""

    TEAMS = "teams"
    """Their number, by a rule of arithmetic."""
    FAR = "far"
    """Members beyond the distance from their leader, or without a way to them."""
    STAY = "stay"
    """Members who change team."""
    LEADERS = "leaders"
    """Leaders of today who no longer lead."""
    GATHER = "gather"
    """Metres from members to their leaders."""


class TeamFlag(StrEnum):
    """What is said of a team, or of a village's teams."""

    NO_TEAM = "NO_TEAM"
    """The village has no member and so no team."""
    TEAM_WINDOW = "TEAM_WINDOW"
    """No number of teams fits the members."""
    TEAM_SMALL = "TEAM_SMALL"
    """Fewer members than a team wants."""
    TEAM_LARGE = "TEAM_LARGE"
    """More members than a team may have."""
    TEAM_FAR = "TEAM_FAR"
    """A member lives beyond the stated distance from the leader, or has no way to them."""


def _no_rows() -> Ints:
    return np.empty(0, np.int64)


def _no_pairs() -> Ints:
    return np.empty((0, 2), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class TeamRequests:
    """What a village asks of its teams beside the rules.

    Parameters
    ----------
    keep_open
        Teams of today that may not be closed.
    fixed
        Rows of members who may not change team.
    together, apart
        Shape (n, 2): rows of two members.
    """

    keep_open: tuple[str, ...] = ()
    fixed: Ints = field(default_factory=_no_rows)
    together: Ints = field(default_factory=_no_pairs)
    apart: Ints = field(default_factory=_no_pairs)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.keep_open) + len(self.fixed) + len(self.together) + len(self.apart)


def team_ids(today: set[str], wanted: int) -> list[str]:
    """Return ``team-1`` and so on, without the names that teams bear already."""
    names = (f"team-{nth}" for nth in count(1))
    return list(islice((name for name in names if name not in today), wanted))
