"""Rows of fixed length, such as household, person and metres, as clients of all kinds take them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from optimizer.domain.plan import Reason
from optimizer.output.moves import MoveCause


class _ItemsToo:
    """Say what any item may be beside what each is: generators know one or the other."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core)
        kinds = []
        for item in schema["prefixItems"]:
            for kind in item.get("anyOf", [item]):
                if kind not in kinds:
                    kinds.append(kind)
        schema["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return schema


_ROW = _ItemsToo()

Assigned = Annotated[
    tuple[str, str, float | None], _ROW, Field(description="household, person, metres")
]
Unserved = Annotated[tuple[str, Reason], _ROW, Field(description="household, reason")]
Named = Annotated[tuple[str, str], _ROW]
Moved = Annotated[
    tuple[str, str | None, str | None, MoveCause],
    _ROW,
    Field(description="household, from, to (null: nobody), and why"),
]
StandIn = Annotated[
    tuple[str, str | None, float | None],
    _ROW,
    Field(description="household, who takes it, metres; null where there is nobody"),
]
StandInMove = Annotated[
    tuple[str, str | None, str | None], _ROW, Field(description="household, from, to")
]
TeamMove = Annotated[tuple[str, str, str], _ROW, Field(description="member, from, to")]
FairLevel = Annotated[
    tuple[float, int], _ROW, Field(description="metres, households that walk further")
]
CurvePoint = Annotated[
    tuple[int, int, int], _ROW, Field(description="at most so many recruits, served, bound")
]
Further = Annotated[
    tuple[str, int], _ROW, Field(description="person, further households left without anybody")
]
LentUnserved = Annotated[
    tuple[str, str, Reason], _ROW, Field(description="village, household, reason")
]
LentRecruit = Annotated[tuple[str, str, str], _ROW, Field(description="village, recruit, place")]
LentAssigned = Annotated[
    tuple[str, str, str, str, float],
    _ROW,
    Field(description="village and household, village and person, metres"),
]
