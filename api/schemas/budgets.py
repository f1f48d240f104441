"""Bodies of ``/v1/scenarios/{scenario}/budget``: recruits shared out among all villages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.schemas.jobs import whole
from api.schemas.replanning import Seconds, Seed
from api.schemas.rows import ROW, CurvePoint

MOST_RECRUITS = 1_000_000
Recruits = Annotated[int, Field(ge=0, le=MOST_RECRUITS), BeforeValidator(whole)]


class BudgetRequest(BaseModel):
    """So many recruits for all villages together."""

    model_config = ConfigDict(extra="forbid", strict=True)

    recruits: Recruits
    floors: dict[str, Recruits] = Field(
        {},
        description="area (`Bác Ái`, or `Bác Ái/Phước Bình` where its name is no other's) to the "
        "least number of recruits there",
    )
    fairest: bool = Field(
        default=False, description="the village that is served least first, not the most served"
    )
    seed: Seed = 0
    time_limit_s: Seconds | None = Field(
        None,
        description="seconds of one village; without it an equal share of half the time that an "
        "answer may take",
    )


class CurvesRequest(BaseModel):
    """How the curves of a scenario's villages are made, ahead of a budget."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seed: Seed = 0
    time_limit_s: Seconds | None = Field(
        None, description="seconds of one village; without it what an answer leaves for one"
    )


class CurvesDocument(BaseModel):
    """How far the curves of a scenario are; ask again until all are there."""

    villages: int
    done: int
    points: int = Field(description="points of the curves that are there")
    points_proven: int
    time_limit_s: float = Field(description="seconds that each village has")


class ComparedBudgets(BaseModel):
    """Households that simpler ways would serve; they know no floors."""

    nobody: int
    most_needed_first: int
    proportional: int


class VillageShare(BaseModel):
    """What a village gets of a budget, and what that serves there."""

    village: str
    name: str
    area: list[str]
    recruits: int
    needed: int
    before: int = Field(description="households that are served without any recruit")
    served: int
    bound: int
    households: int


class BudgetDocument(BaseModel):
    """One way of sharing recruits out, and the frontier behind it."""

    recruits: int
    spent: int
    served: int = Field(description="all households that are served with these recruits")
    bound: int = Field(description="no way of sharing them out serves more")
    proven: bool
    households: int
    floor: int
    need: int = Field(description="recruits after which nobody more can be served")
    fairest: bool
    floors: dict[str, int]
    villages: list[Annotated[tuple[str, int], ROW]] = Field(description="village and its recruits")
    allocation: list[VillageShare] = Field(description="the same of every village, in their order")
    waiting: list[str] = Field(description="villages that get fewer than they need")
    compared: ComparedBudgets
    curves_proven: Annotated[list[int], Field(min_length=2, max_length=2)]
    lending: bool = Field(description="whether help between villages is counted in")
    frontier: list[CurvePoint] = Field(description="recruits, served, bound")
    time_limit_s: float = Field(description="seconds that each village had")
