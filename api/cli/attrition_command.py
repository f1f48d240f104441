"""``liengia attrition``: what a share of the members leaving would do to a plan in force."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from api.cli.replan_command import ReplanRequest, scenario_in_force
from optimizer.domain.languages import Language, written_number
from optimizer.errors import SolverError
from optimizer.execution.leaver_draws import draw_leavers, processes_for, usual_seconds
from optimizer.execution.progress import progress
from optimizer.replanning.plan_in_force import Which, read_plan_in_force
from optimizer.replanning.staff_in_force import check_planned, chosen_villages
from optimizer.resilience.attrition import (
    Attrition,
    AttritionRequest,
    attrition_request,
    together,
)
from optimizer.resilience.attrition_folder import (
    attrition_document,
    check_attrition_place,
    write_attrition,
)
from optimizer.resilience.attrition_picture import percent

SHARES = (5.0, 10.0, 20.0)
_SHOWN = 10
"""Villages that are named on the terminal; the document has them all."""
_SAYS: Mapping[Language, tuple[str, str, str, str, str, str, str]] = {
    Language.EN: (
        "Villages: {}. Draws: {}, seed {}. Nobody leaves: {} of {} households without anybody.",
        "{} leave ({} of {} {}): without anybody: mean {}, 95th percentile {}, worst {}.",
        "members",
        "members and recruits",
        "villages",
        "drawn",
        " of ",
    ),
    Language.VI: (
        "Số thôn: {}. Số lần rút thăm: {}, seed {}. Không ai nghỉ: {} trên {} hộ chưa có ai.",
        "{} nghỉ ({} trên {} {}): hộ chưa có ai: trung bình {}, phân vị 95 {}, nhiều nhất {}.",
        "thành viên",
        "thành viên và người bổ sung",
        "số thôn",
        "đã rút thăm",
        " trên ",
    ),
}
"""What is printed: of nobody leaving, of a share of whom, and while it is counted."""


@dataclass(frozen=True, slots=True)
class AttritionOptions:
    """What is drawn, and how.

    Parameters
    ----------
    only
        Ids of villages; all where there is none.
    shares
        Percent.
    workers
        Processes; None for one on each processor.
    total_time_s
        By the clock, for all villages; None for the usual time, which is stated.
    """

    only: Sequence[str]
    shares: Sequence[float]
    draws: int
    workers: int | None = None
    total_time_s: float | None = None


def attrition(asked: ReplanRequest, options: AttritionOptions) -> None:
    """Draw who leaves, write what it would do, and print it for all villages together.

    Raises
    ------
    ScenarioError
        With what is wrong with the shares, the plan or the scenario.
    SolverError
        Where the time is over before any village is drawn.
    OutputError
        Where the output would replace something else.
    """
    drawn = attrition_request(options.shares, options.draws, asked.seed)
    check_attrition_place(asked.output)
    in_force = read_plan_in_force(asked.result, asked.which)
    villages = chosen_villages(scenario_in_force(asked, in_force), in_force, options.only)
    if asked.which is Which.AFTER:
        check_planned(villages, in_force)
    processes = processes_for(len(villages), options.workers)
    seconds = options.total_time_s
    if seconds is None and len(villages) > 1:
        seconds = usual_seconds(len(villages), processes)
    *_, label, word, between = _SAYS[asked.language]
    if seconds is not None:
        sys.stderr.write(_time_said(processes, seconds, asked.language))
    with progress(
        Console(stderr=True), label, len(villages), between=between, language=asked.language
    ) as advance:
        found = draw_leavers(
            villages,
            in_force.villages,
            drawn,
            processes=processes,
            seconds=seconds,
            on_done=lambda: advance(word),
        )
    left_out = sorted({one.id for one in villages} - {str(one.village) for one in found})
    if seconds is not None and not found and villages:
        raise SolverError(f"no village was drawn in {seconds:g} s; give more time (--total-time)")
    whole = together(found)
    document = attrition_document(found, whole, drawn, asked.which.value, left_out)
    write_attrition(asked.output, document, whole, drawn.shares, asked.language)
    if seconds is not None and left_out:
        sys.stderr.write(_left_out_said(left_out, seconds, asked.language))
    _say(whole, drawn, len(found), asked)


def _time_said(processes: int, seconds: float, language: Language) -> str:
    """Return how long the run may take, by whom."""
    count, most = (written_number(value, language) for value in (processes, seconds))
    if language is Language.VI:
        return f"Số tiến trình: {count}; nhiều nhất {most} giây (--total-time).\n"
    return f"Processes: {count}; at most {most} s (--total-time).\n"


def _left_out_said(names: Sequence[str], seconds: float, language: Language) -> str:
    """Return which villages the time has cut off: their figures are in no sum."""
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    count, most = (written_number(value, language) for value in (len(names), seconds))
    if language is Language.VI:
        return (
            f"Hết {most} giây: {count} thôn chưa được rút thăm và không có trong tổng số: {shown}; "
            "cho thêm thời gian (--total-time).\n"
        )
    return (
        f"After {most} s {count} villages were not drawn, and are in no sum: {shown}; give more "
        "time (--total-time).\n"
    )


def _say(found: Attrition, drawn: AttritionRequest, villages: int, asked: ReplanRequest) -> None:
    """Print what each share of all villages together would do."""
    language = asked.language
    none, some, members, both, *_ = _SAYS[language]
    people = both if asked.which is Which.AFTER else members

    def said(value: float, digits: int = 0) -> str:
        return written_number(value, language, digits=digits)

    counts = (villages, drawn.draws)
    lines = [
        none.format(*map(said, counts), drawn.seed, said(found.before), said(found.households)),
        *(
            some.format(
                percent(share, language),
                said(told.leaving, 1),
                said(found.persons),
                people,
                said(told.mean, 1),
                said(told.high),
                said(told.worst),
            )
            for share, told in zip(drawn.shares, found.figures(), strict=True)
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
