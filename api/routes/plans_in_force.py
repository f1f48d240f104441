"""Plans in force: of all villages, of one, and the history of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.in_force_queries import history_page, in_force_of, in_force_page
from api.http.errors import ServiceError
from api.http.paging import Cursor, Limit, cursor_of, place_of
from api.schemas.approvals import PlanHistory, PlanInForceDocument, PlanInForceList
from api.state import Here

router = APIRouter(prefix="/v1/plans-in-force", tags=["plans in force"])

Reader = Annotated[Principal, Depends(requires(Scope.READ))]

_NONE_YET = 2**63 - 1


@router.get("")
def list_plans_in_force(
    who: Reader, here: Here, limit: Limit = 100, cursor: Cursor = None
) -> PlanInForceList:
    """List the villages that have a plan in force, with who approved it."""
    after = "" if cursor is None else str(place_of(cursor, str)[0])
    with here.store.reading() as session:
        found = in_force_page(session, who.tenant, after, limit + 1, insider=_insider(who))
    following = cursor_of(found[limit - 1]["village"]) if len(found) > limit else None
    return PlanInForceList.model_validate({"items": found[:limit], "next": following})


@router.get("/{village:path}/history")
def read_plan_history(
    village: str, who: Reader, here: Here, limit: Limit = 100, cursor: Cursor = None
) -> PlanHistory:
    """List the approvals of a village, the newest first, and what each changed in it."""
    before = _NONE_YET if cursor is None else place_of(cursor, int)[0]
    with here.store.reading() as session:
        found = history_page(session, who.tenant, village, before, limit + 1, insider=_insider(who))
    if not found and cursor is None:
        raise ServiceError("NOT_FOUND")
    following = cursor_of(found[limit - 1][0]) if len(found) > limit else None
    items = [entry for _, entry in found[:limit]]
    return PlanHistory.model_validate({"items": items, "next": following})


@router.get("/{village:path}")
def read_plan_in_force(village: str, who: Reader, here: Here) -> PlanInForceDocument:
    """Return the plan in force of a village; the plan itself is read from its result."""
    with here.store.reading() as session:
        found = in_force_of(session, who.tenant, village, insider=_insider(who))
    if found is None:
        raise ServiceError("NOT_FOUND")
    return PlanInForceDocument.model_validate(found)


def _insider(who: Principal) -> bool:
    """Tell whether a caller may read comments, which may name persons."""
    return Scope.HOUSEHOLDS in who.scopes
