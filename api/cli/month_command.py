"""``liengia month`` and ``liengia list-changes``: a month's workbook, and events out of a list."""

from __future__ import annotations

import csv
import shlex
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson

from api.cli.replan_command import ReplanRequest, scenario_in_force
from api.cli.scenario_argument import open_scenario
from optimizer.domain.languages import Language
from optimizer.errors import Problem, ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.output.folder.atomic_files import put_when_whole
from optimizer.replanning.event_words import kind_word
from optimizer.replanning.events import COLUMNS, Event
from optimizer.replanning.list_changes import ListChanges, list_changes
from optimizer.replanning.month_workbook import event_cells, question_text, write_month
from optimizer.replanning.plan_in_force import Which, read_plan_in_force
from optimizer.replanning.staff_in_force import chosen_names

_ENDINGS = (".xlsx", ".csv", ".json")
_NEXT: Mapping[Language, str] = {Language.EN: "NEXT", Language.VI: "KẾT_QUẢ_MỚI"}
_SAYS: Mapping[Language, tuple[str, ...]] = {
    Language.EN: (
        "Villages: {}. Households with somebody: {}. Fill in the sheet events, then: {}",
        "Events: {} ({}). Look them over, then: {}",
        "Nothing has changed.",
        "{} points are elsewhere by {} m or less and count as the same places.",
        "Questions: {}",
        "village {}: {}",
    ),
    Language.VI: (
        "Số thôn: {}. Số hộ có người phụ trách: {}. Ghi vào trang events, rồi chạy: {}",
        "Sự kiện: {} ({}). Xem lại, rồi chạy: {}",
        "Không có gì thay đổi.",
        "{} vị trí lệch không quá {} m, coi như chỗ cũ.",
        "Cần xem lại: {}",
        "thôn {}: {}",
    ),
}


def month(asked: ReplanRequest, only: Sequence[str]) -> None:
    """Write a workbook with the plan in force and a sheet for what happens.

    Parameters
    ----------
    only
        Ids of villages whose households are listed; all where there is none.

    Raises
    ------
    ScenarioError
        When a village is unknown, or the output is no workbook.
    """
    _check_ending(asked.output, (".xlsx",))
    in_force = read_plan_in_force(asked.result, asked.which)
    villages = chosen_names(in_force, only)
    with put_when_whole(asked.output) as part:
        write_month(part, in_force, villages, asked.language)
    people = sum(len(in_force.villages[name].person) for name in villages)
    said = _SAYS[asked.language][0].format(len(villages), people, _next_command(asked))
    sys.stdout.write(said + "\n")


def changes(asked: ReplanRequest, newer: str, choices: ReadingChoices, moved_m: float) -> None:
    """Compare a newer list with the plan in force, and write what changed as events.

    Parameters
    ----------
    choices
        How the newer list is read.

    Raises
    ------
    ScenarioError
        When the two cannot be compared, or the output is of no kind that holds events.
    """
    _check_ending(asked.output, _ENDINGS)
    in_force = read_plan_in_force(asked.result, asked.which)
    scenario = scenario_in_force(asked, in_force)
    found = list_changes(
        scenario, in_force, open_scenario(newer, seed=asked.seed, choices=choices), moved_m=moved_m
    )
    with put_when_whole(asked.output) as part:
        if asked.output.suffix.lower() == ".xlsx":
            villages = sorted({one.village for one in found.events})
            write_month(
                part,
                in_force,
                villages,
                asked.language,
                events=found.events,
                questions=found.questions,
            )
        else:
            _write_events(part, found.events, as_json=asked.output.suffix.lower() == ".json")
    _say(asked, found, moved_m)


def _next_command(asked: ReplanRequest) -> str:
    """Return the command that takes the events, with what it needs to know again."""
    words = ["liengia", "replan", str(asked.result), str(asked.output)]
    words += ["--plan", str(asked.which)] if asked.which is not Which.TODAY else []
    words += ["--scenario", asked.scenario] if asked.scenario is not None else []
    return f"{shlex.join(words)} --output {_NEXT[asked.language]}"


def _check_ending(path: Path, endings: Sequence[str]) -> None:
    if path.suffix.lower() not in endings:
        message = f"it is written as {', '.join(endings)}; let its name end so"
        raise ScenarioError([Problem("UNKNOWN_FORMAT", str(path), "", path.suffix, message)])


def _write_events(path: Path, events: Sequence[Event], *, as_json: bool) -> None:
    """Write events for programs: a JSON list, or a CSV table."""
    rows = [event_cells(event) for event in events]
    if as_json:
        listed = [
            {field: cell for field, cell in zip(COLUMNS, row, strict=True) if cell is not None}
            for row in rows
        ]
        path.write_bytes(orjson.dumps(listed, option=orjson.OPT_INDENT_2))
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows([["" if cell is None else cell for cell in row] for row in rows])


def _say(asked: ReplanRequest, found: ListChanges, moved_m: float) -> None:
    """Print what changed, and every question."""
    _, told, nothing, near, questions, line = _SAYS[asked.language]
    kinds = Counter(event.kind for event in found.events)
    counts = [f"{kind_word(kind, asked.language)} {kinds[kind]}" for kind in sorted(kinds)]
    lines = [
        told.format(len(found.events), ", ".join(counts), _next_command(asked))
        if found.events
        else nothing
    ]
    lines += [near.format(found.near, f"{moved_m:g}")] if found.near else []
    if found.questions:
        lines.append(questions.format(len(found.questions)))
        lines += [
            line.format(one.village, question_text(one, asked.language)) for one in found.questions
        ]
    sys.stdout.write("\n".join(lines) + "\n")
