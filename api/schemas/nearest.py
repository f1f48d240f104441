"""Who else could look after each household, for who changes a plan by hand."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.schemas.replanning import PlanChoice
from api.schemas.rows import ROW

Near = Annotated[
    tuple[int, float | None],
    ROW,
    Field(description="row of `persons`, and metres; null where distances are nominal, of a list"),
]


class NearHousehold(BaseModel):
    """The nearest persons of one household, the nearest first."""

    id: str
    within: int = Field(description="persons within the limit, named or not")
    nearest: list[Near]


class NearestPersons(BaseModel):
    """Who is near enough to each household, whatever is locked, forbidden or full."""

    plan: PlanChoice
    persons: list[str] = Field(description="ids; recruits of the plan `after` among them")
    households: list[NearHousehold]
