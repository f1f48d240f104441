"""Rules of the proofs: the stages in order, each value the recount, no bound above its value."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np

from optimizer.domain.goals import Priority, Stage
from optimizer.domain.scenario import Floats, Village
from optimizer.verification.case import Case
from optimizer.verification.move_rules import by_choice
from optimizer.verification.violation import Violation

OF_PRIORITY = {
    Priority.WALK: (Stage.WALK,),
    Priority.LONGEST: (Stage.LONGEST,),
    Priority.BALANCE: (Stage.BALANCE, Stage.SPREAD),
    Priority.FAIREST: (Stage.FAIREST,),
    Priority.COMPACT: (Stage.COMPACT,),
}
"""The stages that settle a planner's goal."""


OFF_A_STEP = 1e-3
"""By what part of a step a stated step may be off: metres are written in millimetres."""


@dataclass(frozen=True, slots=True)
class Recount:
    """A stage's value as the verifier counts it, and how far a stated one may differ."""

    value: float
    slack: float = 0.0


def check_stages(case: Case) -> list[Violation]:
    """Return stages missing or out of order, wrong values and impossible bounds."""
    own = _recounts(case)
    return [
        *_order(case),
        *(
            violation
            for stage, proof in case.stated.proofs.items()
            if stage in own and not _unstated(case, proof.value)
            for violation in (
                *_value(case, stage, proof.value, own[stage]),
                *_bound(case, stage, proof.value, proof.bound),
            )
        ),
    ]


def expected_stages(village: Village, where: str) -> tuple[Stage, ...]:
    """Return the stages of an assignment, today's or after, in the order they are settled in.

    A walk that the planner did not rank comes last, so that equal plans have one answer.
    """
    goals = dict.fromkeys((*village.rules.priorities, Priority.WALK))
    priced = village.rules.change_price_m is not None
    return (
        Stage.SERVE,
        *((Stage.RECRUIT,) if where == "after" else ()),
        Stage.MINIMUM,
        *((Stage.PRICED,) if priced and len(village.current) else ()),
        *((Stage.KEEP,) if len(village.current) else ()),
        *(stage for goal in goals for stage in OF_PRIORITY[goal]),
    )


def _order(case: Case) -> list[Violation]:
    stated, expected = tuple(case.stated.proofs), expected_stages(case.village, case.where)
    if stated == expected:
        return []
    names = ", ".join(stated) or "none"
    return [
        case.broken(
            "serve",
            "STAGES",
            1,
            tuple(str(stage) for stage in stated),
            f"the stages are {names}; the order asked for is {', '.join(expected)}",
        )
    ]


def _recounts(case: Case) -> dict[Stage, Recount]:
    metres = case.metres[case.served]
    kept, price_m = by_choice(case), case.village.rules.change_price_m or 0.0
    apart = case.ground.slack_m(metres) + case.rounding_m if len(metres) else np.zeros(1)
    # A walk is summed in whole micrometres: each household rounds by at most half of one.
    walk_m = float(np.rint(metres * 1e6).sum()) / 1e6
    walk_slack = 1e-6 * max(1, len(metres)) + 1e-12 * walk_m + case.rounding_m
    if case.village.lonlat or case.ground.walks is not None:
        walk_slack += float(apart.sum())
    return {
        Stage.SERVE: Recount(len(case.unserved)),
        Stage.RECRUIT: Recount(len(case.ground.places)),
        Stage.MINIMUM: Recount(len(case.exceptions)),
        Stage.KEEP: Recount(sum(kept) / 2, (kept[1] - kept[0]) / 2),
        Stage.PRICED: Recount(
            walk_m + price_m * sum(kept) / 2, walk_slack + price_m * (kept[1] - kept[0]) / 2
        ),
        Stage.WALK: Recount(walk_m, walk_slack),
        Stage.LONGEST: Recount(float(metres.max(initial=0.0)), 1e-6 + float(apart.max())),
        Stage.BALANCE: Recount(int(case.loads.max(initial=0))),
        Stage.SPREAD: Recount(int((case.loads**2).sum())),
        Stage.FAIREST: _beyond_step(case, metres, apart),
        Stage.COMPACT: _squares(metres, apart),
    }


def _unstated(case: Case, value: float) -> bool:
    """Tell whether a document leaves a value out: nominal metres are never shown."""
    return isnan(value) and not case.village.rules.metric.has_metres


def _beyond_step(case: Case, metres: Floats, apart: Floats) -> Recount:
    """Count the households beyond the stated step; those as far as it may be on either side."""
    stated = case.stated.proofs.get(Stage.FAIREST)
    step_m = case.village.rules.fairest_step_m
    at_m = None if stated is None else stated.step_m
    if at_m is None or at_m < step_m / 2 or abs(at_m / step_m - round(at_m / step_m)) > OFF_A_STEP:
        return Recount(-1.0)  # no step of these rules: nothing that is stated of it is right
    most = int((metres + apart + 1e-6 > at_m).sum()) if len(metres) else 0
    least = int((metres - apart - 1e-6 > at_m).sum()) if len(metres) else 0
    return Recount((most + least) / 2, (most - least) / 2)


def _squares(metres: Floats, apart: Floats) -> Recount:
    """Add up squares in whole square decimetres; a metre that is off counts at both its ends."""
    if not len(metres):
        return Recount(0)
    squares, more, less = (
        np.rint(off**2 * 100) for off in (metres, metres + apart, np.maximum(metres - apart, 0))
    )
    return Recount(float(squares.sum()), float(np.maximum(more - squares, squares - less).sum()))


def _value(case: Case, stage: Stage, value: float, own: Recount) -> list[Violation]:
    if abs(value - own.value) <= own.slack:
        return []
    return [
        case.broken(
            stage,
            "VALUE",
            abs(value - own.value) if isfinite(value) else 1,
            (str(stage),),
            f"the value of {stage} is stated as {value:.10g} and counted as {own.value:.10g}",
        )
    ]


def _bound(case: Case, stage: Stage, value: float, bound: float) -> list[Violation]:
    if isfinite(bound) and bound <= value:
        return []
    return [
        case.broken(
            stage,
            "BOUND",
            bound - value if isfinite(bound - value) else 1,
            (str(stage),),
            f"the bound of {stage} is {bound:.10g}, above its value {value:.10g} or no number",
        )
    ]
