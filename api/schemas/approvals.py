"""Approving and withdrawing as bodies, and the plans in force with their history."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.schemas.replanning import PlanChoice
from api.schemas.scenarios import VISIBLE, Name, Text, said

Somebody = Annotated[Name, AfterValidator(said), Field(json_schema_extra={"pattern": VISIBLE})]
_Reason = Annotated[Text, AfterValidator(said), Field(json_schema_extra={"pattern": VISIBLE})]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ApprovalRequest(_Closed):
    """Somebody takes a plan on."""

    by: Annotated[Somebody, Field(description="who approves: best an office")]
    plan: PlanChoice = "today"
    comment: Annotated[Text, Field(description="for those who may see households")] = ""
    replaces: bool = Field(
        default=False,
        description="true: also replace plans in force that this one was not made from",
    )


class WithdrawalRequest(_Closed):
    """Somebody takes an approval back."""

    by: Annotated[Somebody, Field(description="who withdraws: best an office")]
    reason: _Reason


class PlanChanges(BaseModel):
    """What a plan changes, compared with the one in force before."""

    households_changed: int = Field(description="with another person, or with nobody before or now")
    households_new: int
    households_gone: int
    members_joined: int = Field(description="recruits of the plan `after` among them")
    members_left: int


class ApprovalSummary(BaseModel):
    """Who approved which plan, and when."""

    id: str
    result: str | None = Field(description="null once it was deleted")
    plan: PlanChoice
    by: str
    at: str
    comment: str | None = Field(description="null for keys without the scope households")


class Approval(ApprovalSummary):
    """An approval, and the villages that it covers: those that could be planned."""

    villages: int
    in_force: int = Field(description="of these, those whose plan in force it is now")
    changes: PlanChanges | None = Field(
        description="in the villages where another plan was in force; null where none was"
    )


class Withdrawal(BaseModel):
    """Who withdrew an approval, when and why."""

    by: str
    at: str
    reason: str | None = Field(description="null for keys without the scope households")


class WithdrawnApproval(Approval):
    """An approval that was withdrawn, and what is in force now where it was."""

    withdrawn: Withdrawal
    restored: int = Field(description="villages in which the plan before is in force again")
    without_plan: int = Field(description="villages that have no plan in force now")


class PlanInForceDocument(BaseModel):
    """The plan in force of a village."""

    village: str
    approval: ApprovalSummary
    changes: PlanChanges | None = Field(description="null where no plan was in force before")
    previous: ApprovalSummary | None = Field(
        description="what is in force again when this is withdrawn"
    )


class PlanInForceList(BaseModel):
    """A page of villages with a plan in force, in the order of their ids."""

    items: list[PlanInForceDocument]
    next: str | None


class HistoryEntry(ApprovalSummary):
    """One approval in the history of a village."""

    in_force: bool
    replaced: str | None = Field(description="the approval that was in force before")
    changes: PlanChanges | None = Field(description="null where no plan was in force before")
    withdrawn: Withdrawal | None


class PlanHistory(BaseModel):
    """A page of a village's approvals, the newest first."""

    items: list[HistoryEntry]
    next: str | None
