"""``liengia screen``: what counts alone prove, on the terminal and in a file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.terminal import standard_output
from optimizer.domain.languages import Language
from optimizer.domain.plan import Verdict
from optimizer.domain.rules import Rules
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks.rule_overlay import overlay
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.output.note_documents import terminal_lines
from optimizer.output.text.reading_lines import reading_lines
from optimizer.output.text.words import LANGUAGES, TerminalWords, number
from optimizer.screening import CountBounds
from optimizer.screening.counts_file import screen_noted, write_screen

_SHOWN = 10
"""Villages that the terminal lists; the file has them all."""
_FORMATS = (".csv", ".json")

_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "counted": "Villages: {}. Households: {}. Members: {}. Counts only, no points.",
        Verdict.NO_MEMBERS: "there are households but no members",
        Verdict.NEEDS_MEMBERS: "all members together are too few",
        Verdict.SURPLUS: "by counts more members than the minimum needs",
        Verdict.TIGHT: "by counts just enough (over 90 % full)",
        Verdict.OK: "by counts enough",
        "recruits": "Recruits needed at least: {} (villages: {}), wherever people live.",
        "none": "Counts alone show no need for recruits.",
        "more": "Further villages in need: {}.",
        "note": "SURPLUS, TIGHT and OK do not exclude NEEDS_MEMBERS_LOCAL: whether members live "
        "where they are needed takes points.",
    },
    Language.VI: {
        "counted": "Thôn, khu phố: {}. Hộ gia đình: {}. Thành viên: {}. Chỉ xét số lượng, "
        "không có tọa độ.",
        Verdict.NO_MEMBERS: "có hộ gia đình nhưng chưa có thành viên",
        Verdict.NEEDS_MEMBERS: "tổng số thành viên không đủ",
        Verdict.SURPLUS: "theo số lượng, thành viên nhiều hơn mức tối thiểu cần",
        Verdict.TIGHT: "theo số lượng thì vừa đủ (trên 90 %)",
        Verdict.OK: "theo số lượng thì đủ",
        "recruits": "Cần bổ sung ít nhất: {} thành viên tại {} thôn, khu phố, dù các hộ ở đâu.",
        "none": "Chỉ theo số lượng thì chưa thấy cần bổ sung thành viên.",
        "more": "và {} thôn, khu phố khác còn thiếu thành viên",
        "note": "SURPLUS, TIGHT và OK không loại trừ NEEDS_MEMBERS_LOCAL: muốn biết thành viên "
        "có ở đúng nơi cần hay không phải có tọa độ.",
    },
}


def screen_counts(
    source: Path,
    output: Path | None,
    window: Mapping[str, int],
    language: Language,
    choices: ReadingChoices = AS_IT_IS,
) -> None:
    """Read counts, write what they prove where somebody wants it, and print the sum.

    Parameters
    ----------
    window
        ``min_households`` and ``max_households``, as far as they were given.

    Raises
    ------
    ScenarioError
        With every problem of the rules or of the file.
    """
    rules, problems = overlay(Rules(), window, "the options")
    if output is not None and output.suffix.casefold() not in _FORMATS:
        message = "what counts prove is written as .csv or .json; name such a file"
        problems += (Problem("UNKNOWN_FORMAT", "--output", "", str(output)[-60:], message),)
    if problems:
        raise ScenarioError(problems)
    rows, notes = screen_noted(source, rules, choices)
    for line in (
        *reading_lines(None, (), notes, language),
        *terminal_lines(notes, language),
    ):
        sys.stderr.write(f"{line}\n")
    if output is not None:
        write_screen(output, rows)
    print_screen(rows, standard_output(), language)


def print_screen(rows: Sequence[CountBounds], console: Console, language: Language) -> None:
    """Print what counts prove of all villages, and those in greatest need."""
    words, says = LANGUAGES[language], _SAYS[language]
    sums = (
        len(rows),
        sum(row.counted.households for row in rows),
        sum(row.counted.members for row in rows),
    )
    console.print(says["counted"].format(*(number(value, words) for value in sums)))
    console.print()
    verdicts, grid = Counter(row.verdict for row in rows), Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    for verdict in Verdict:
        if verdicts[verdict]:
            grid.add_row(number(verdicts[verdict], words), str(verdict), says[verdict])
    console.print(grid)
    console.print()
    needy = [row for row in rows if row.recruits_at_least]
    needed = number(sum(row.recruits_at_least for row in needy), words)
    villages = number(len(needy), words)
    console.print(says["recruits"].format(needed, villages) if needy else says["none"])
    if needy:
        console.print(_neediest(needy[:_SHOWN], words))
    if len(needy) > _SHOWN:
        console.print(says["more"].format(number(len(needy) - _SHOWN, words)))
    console.print(says["note"])


def _neediest(rows: Sequence[CountBounds], words: TerminalWords) -> Table:
    """Return the villages in greatest need, under the heads of the plan's own table."""
    village, area, households, members, room, _, recruits = words.first_columns
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for nth, title in enumerate((village, area, households, members, room, recruits)):
        table.add_column(title, justify="left" if nth <= 1 else "right", overflow="fold")
    for row in rows:
        counted = row.counted
        title = counted.id if counted.name in ("", counted.id) else f"{counted.id} {counted.name}"
        figures = (counted.households, counted.members, row.room, row.recruits_at_least)
        told = (number(figure, words) for figure in figures)
        table.add_row(Text(title), Text(", ".join(counted.area)), *told)
    return table
