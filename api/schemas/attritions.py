"""Bodies of ``/v1/results/{result}/attrition``: what a share of the members leaving would do."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.schemas.jobs import whole
from api.schemas.replanning import MOST_VILLAGES, PlanChoice, Seed
from api.schemas.request import Id

MOST_DRAWS = 2_000
MOST_SHARES = 10
Share = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class LeaverDrawsRequest(BaseModel):
    """Who leaves is drawn by lot, in each village."""

    model_config = ConfigDict(extra="forbid", strict=True)

    plan: PlanChoice = "today"
    shares: Annotated[list[Share], Field(min_length=1, max_length=MOST_SHARES)] = Field(
        [5.0, 10.0, 20.0], description="percent of the persons who leave"
    )
    draws: Annotated[int, Field(ge=1, le=MOST_DRAWS), BeforeValidator(whole)] = 200
    seed: Seed = 0
    villages: Annotated[list[Id], Field(min_length=1, max_length=MOST_VILLAGES)] | None = Field(
        None, description="ids; all where it is left out"
    )


class ShareFigures(BaseModel):
    """What one share of the persons leaving would do."""

    share: float = Field(description="percent")
    leaving: float = Field(description="persons, on average")
    unserved_mean: float
    unserved_p95: int = Field(description="95 of 100 draws leave no more households out")
    unserved_worst: int


class LeaverFigures(BaseModel):
    """Households that would have nobody."""

    households: int
    members: int
    unserved_if_none_leaves: int
    shares: list[ShareFigures]


class VillageLeaverFigures(LeaverFigures):
    """The same of one village."""

    id: str


class LeaverDrawsDocument(BaseModel):
    """Attrition, village by village and together."""

    plan: str
    draws: int
    seed: int
    villages: list[VillageLeaverFigures]
    together: LeaverFigures
    left_out: list[str] = Field(
        description="villages that were not drawn in the time; they are in no sum: ask for them "
        "by their ids"
    )
