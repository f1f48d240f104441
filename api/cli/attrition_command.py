"""``liengia attrition``: what a share of the members leaving would do to a plan in force."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from api.cli.replan_command import ReplanRequest, scenario_in_force
from optimizer.domain.languages import Language, written_number
from optimizer.execution.progress import progress
from optimizer.replanning.plan_in_force import Which, read_plan_in_force
from optimizer.replanning.staff_in_force import (
    check_planned,
    chosen_villages,
    roster_in_force,
)
from optimizer.resilience.attrition import (
    Attrition,
    AttritionRequest,
    attrition_request,
    find_attrition,
    together,
)
from optimizer.resilience.attrition_folder import (
    attrition_document,
    check_attrition_place,
    write_attrition,
)
from optimizer.resilience.attrition_picture import percent

SHARES = (5.0, 10.0, 20.0)
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


def attrition(
    asked: ReplanRequest, only: Sequence[str], shares: Sequence[float], draws: int
) -> None:
    """Draw who leaves, write what it would do, and print it for all villages together.

    Parameters
    ----------
    only
        Ids of villages; all where there is none.
    shares
        Percent.

    Raises
    ------
    ScenarioError
        With what is wrong with the shares, the plan or the scenario.
    OutputError
        Where the output would replace something else.
    """
    drawn = attrition_request(shares, draws, asked.seed)
    check_attrition_place(asked.output)
    in_force = read_plan_in_force(asked.result, asked.which)
    villages = chosen_villages(scenario_in_force(asked, in_force), in_force, only)
    if asked.which is Which.AFTER:
        check_planned(villages, in_force)
    *_, label, word, between = _SAYS[asked.language]
    found = []
    with progress(
        Console(stderr=True), label, len(villages), between=between, language=asked.language
    ) as advance:
        for village in villages:
            roster = roster_in_force(village, in_force.villages[village.id])
            found.append(find_attrition(roster, drawn, village.id))
            advance(word)
    whole = together(found)
    document = attrition_document(found, whole, drawn, asked.which.value)
    write_attrition(asked.output, document, whole, drawn.shares, asked.language)
    _say(whole, drawn, len(found), asked)


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
