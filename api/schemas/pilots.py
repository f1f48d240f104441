"""Bodies of ``/v1/results/{result}/pilots``: the teams with which to begin."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.schemas.jobs import whole

MOST_TEAMS = 1_000_000
Score = Literal["served", "walk", "need"]


class PilotsRequest(BaseModel):
    """So many pilot teams, by one score."""

    model_config = ConfigDict(extra="forbid", strict=True)

    teams: Annotated[int, Field(ge=1, le=MOST_TEAMS), BeforeValidator(whole)]
    by: Score = Field(
        "served",
        description="households looked after; short walks; or unserved households of the village "
        "today, a team's share of them",
    )


class PilotRow(BaseModel):
    """A chosen team: `VILLAGE` for its village's best, `SCORE` for one of the best of the rest."""

    village: str
    team: str
    leader: str
    members: int
    households: int
    walk_m: float
    score: float
    why: Literal["VILLAGE", "SCORE"]


class PilotsDocument(BaseModel):
    """At least one team of every village that has any, then the best of the rest."""

    teams: int
    villages: int
    by: Score
    score: str
    total: float
    proven: bool
    pilots: list[PilotRow] = Field(description="the best first")
