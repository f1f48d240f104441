"""Bodies that move borders: villages merged to one, a village split in several."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from api.schemas.request import Id
from api.schemas.rows import one_of
from api.schemas.scenarios import Name, ScenarioDocument

MOST_MERGED = 1000
NewName = Annotated[Name, Field(description="of the new scenario; that of the old where empty")]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MergeRequest(_Closed):
    """Villages that become one."""

    villages: Annotated[list[Id], Field(min_length=2, max_length=MOST_MERGED)] = Field(
        description="ids; rules, name and area are those of the first"
    )
    id: Id = Field(description="of the village that they become")
    name: NewName = ""


class SplitWay(StrEnum):
    """How a village is split without naming the parts."""

    HAMLET = "hamlet"


class SplitTables(_Closed):
    """The new village of every household and member, and of places, by id."""

    households: dict[str, Id]
    members: dict[str, Id]
    places: dict[str, Id] = Field({}, description="a place that is not named is left out")


class SplitByHamlet(_Closed):
    """Every hamlet, named or found, becomes a village `v1/Xóm Trên`."""

    village: Id
    by: SplitWay
    name: NewName = ""


class SplitInParts(_Closed):
    """A village becomes parts that are named."""

    village: Id
    parts: SplitTables
    name: NewName = ""


class SplitBody(RootModel[SplitByHamlet | SplitInParts]):
    """One way of splitting is named: ``SplitRequest`` in detail, for the OpenAPI file."""

    model_config = ConfigDict(json_schema_extra=one_of)


class SplitRequest(_Closed):
    """A village that becomes several: by its hamlets, or in parts that are named."""

    village: Id
    by: Literal["hamlet"] | None = None
    parts: SplitTables | None = None
    name: NewName = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.by is None) == (self.parts is None):
            raise ValueError('send either "by": "hamlet", or parts')
        return self


class MovedBorders(ScenarioDocument):
    """The new scenario, and what became of the plan in force of its old villages."""

    current_kept: int = Field(description="pairs of the plan in force that the new scenario has")
    current_ended: int = Field(description="pairs that ended at the new border")
