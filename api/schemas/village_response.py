"""One village of the response JSON: assignments, proofs, recruits, teams."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.answers import Words
from api.schemas.rows import (
    Assigned,
    CurvePoint,
    FairLevel,
    Further,
    Moved,
    Named,
    StandIn,
    StandInMove,
    TeamMove,
    Unserved,
)
from optimizer.distance.unreachable import ReachCause
from optimizer.domain.checked import CheckedBy
from optimizer.domain.failure import FailureCode
from optimizer.domain.plan import Verdict
from optimizer.domain.teams import TeamFlag


class Open(BaseModel):
    """A part of a response; fields may be added to it."""

    model_config = ConfigDict(extra="allow")


class ProofResponse(Open):
    """A goal's value, a bound that no plan can beat, and how the bound can be checked."""

    value: float
    bound: float
    proven: bool = Field(description="value and bound are equal")
    gap: float | None = Field(None, description="relative; absent where proven")
    step_m: float | None = Field(None, description="width of the steps that are counted")
    checked: CheckedBy | None = None
    prices: list[int] | None = Field(
        None, description="micrometres a household, from which the bound is summed"
    )
    levels: list[FairLevel] | None = None


class TeamResponse(Open):
    """A team: who leads it, who is in it, and what its members look after."""

    id: str
    leader: str
    members: list[str]
    households: int
    walk_m: float | None = Field(description="from the households to their members")
    metres: float | None = Field(description="from the members to their leader")
    far: list[str] = Field(description="members beyond the stated distance from the leader")
    flags: list[TeamFlag]


class FlagResponse(Open):
    """What is to be said of teams, with its count."""

    code: str
    count: int
    message: Words


class AssignmentResponse(Open):
    """Who looks after whom, and what is proven of it by stage."""

    assignments: list[Assigned]
    unserved: list[Unserved]
    reserve: list[str] = Field(description="persons who look after nobody")
    exceptions: list[str] = Field(description="persons who look after some, below their minimum")
    walk_m: float | None = Field(description="sum of the distances; null by the metric list")
    longest_m: float | None
    changed: int = Field(description="households whose person is another than in `current`")
    proof: dict[str, ProofResponse | None] = Field(
        description="stage to its proof; null for metres that are never shown"
    )
    moves: list[Moved] | None = Field(None, description="where there is a plan in force")
    stand_ins: list[StandIn] | None = None
    stand_in_moves: dict[str, list[StandInMove]] | None = Field(
        None, description="leaver to the others who move"
    )
    teams: list[TeamResponse] | None = None
    team_moves: list[TeamMove] | None = None
    team_flags: list[FlagResponse] | None = None
    locked_beyond_limit: list[Named] | None = Field(
        None, description="household, member: pairs that only a lock allows"
    )


class RecruitResponse(Open):
    """A recruit, the place to live at, and how many households that serves."""

    id: str
    place: str
    x: float | None
    y: float | None
    households: int
    worth: int = Field(description="further households served by this recruit and those before")
    hamlet: str
    alley: str | None = None


class PocketResponse(Open):
    """Households that only these members reach, with the room that these have."""

    households: list[str]
    members: list[str]
    room: int
    recruits_at_least: int


class RecruitmentResponse(Open):
    """The fewest recruits, where they should live, and a reason that can be counted."""

    needed: int
    bound: float
    proven: bool
    by: Literal["pockets", "search"]
    recruits: list[RecruitResponse]
    pockets: list[PocketResponse]
    curve: list[CurvePoint] | None = None
    curve_places: list[list[str]] | None = None


class RelaxationsResponse(Open):
    """The smallest changes of one rule that would serve everybody; null where none does."""

    max_distance_m: float | None
    max_households: int | None
    unknown: list[str] | None = Field(None, description="rules that were not looked at in time")


class BaselineResponse(Open):
    """What a simple way of sharing out comes to."""

    unserved: int = Field(description="households that it leaves without anybody")
    overloaded: int = Field(description="persons above their maximum")
    excess: int = Field(description="households above it, of all persons")
    exceptions: int = Field(description="persons who look after some, below their minimum")
    walk_m: float | None
    longest_m: float | None


class BaselinesResponse(Open):
    """Simple ways of sharing out, to compare with."""

    nearest: BaselineResponse
    greedy: BaselineResponse


class LeavingResponse(Open):
    """Whether everybody is still served when any one leaves, and the weakest places."""

    any_one_leaving: bool
    weakest: list[Further]


class SurvivalResponse(LeavingResponse):
    """The same of today's members, and what it takes."""

    recruits_for_it: int | None = Field(description="in all; null where no number is enough")
    proven: bool
    bound: float | None = None
    after: LeavingResponse | None = None


class HintResponse(Open):
    """Why a household is out of everybody's reach."""

    household: str
    code: ReachCause
    metres: float | None
    most_m: float | None
    edges: int | None = Field(description="of the piece of paths that its own path belongs to")
    message: Words


class FailureResponse(Open):
    """Why a village has no plan."""

    code: FailureCode
    reason: str


class VillageResponse(Open):
    """One village's plan: today, the recruits it needs, and the plan with them."""

    id: str
    verdict: Verdict | None = Field(description="null where the village could not be planned")
    households: int
    members: int
    today: AssignmentResponse | None = Field(description="null where it could not be planned")
    recruitment: RecruitmentResponse | None
    after: AssignmentResponse | None
    relaxations: RelaxationsResponse | None
    message: Words
    baselines: BaselinesResponse | None = None
    survives: SurvivalResponse | None = None
    hints: list[HintResponse] | None = None
    failure: FailureResponse | None = None
