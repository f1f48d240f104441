"""The summary on the terminal, readable without help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import isnan

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import Baseline, Verdict
from optimizer.output.summary.area_totals import IN_NEED, AreaSum, deepest_units, shared_codes
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.run_totals import PLANS, GoalTotals, ProofTotals, RunTotals
from optimizer.output.summary.team_overview import print_teams
from optimizer.output.summary.village_summary import VillageSummary
from optimizer.output.text.words import LANGUAGES, TerminalWords, number

_SHOWN = 10
"""Villages named in the summary; the result folder has them all."""
_TOLD = 3
"""Villages of which the summary has the sentences; ``villages.csv`` has them all."""

_COLOURS = {
    Verdict.NO_MEMBERS: "red",
    Verdict.NEEDS_MEMBERS: "red",
    Verdict.NEEDS_MEMBERS_LOCAL: "yellow",
    Verdict.SURPLUS: "blue",
    Verdict.TIGHT: "yellow",
    Verdict.OK: "green",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """What the summary tells: all villages together, those in greatest need, and without a team."""

    totals: RunTotals
    first: Sequence[VillageSummary]
    without_team: Sequence[str] = ()


def make_overview(rows: RowStore) -> Overview:
    """Count what the summary tells."""
    left_out = (row for row in rows.ranked() if row.unserved_total)
    totals = rows.totals()
    # Whether a village has a planned team is asked only where one lacks any.
    lacking = rows.ranked() if totals.teams_today.without else iter(())
    without = (_title(row) for row in lacking if row.teams_today.without)
    return Overview(totals, list(islice(left_out, _SHOWN)), list(islice(without, _SHOWN)))


def print_summary(found: Overview, console: Console, *, seconds: float, language: Language) -> None:
    """Print what was planned, who is left out and why, and what the plan is worth."""
    words, totals = LANGUAGES[language], found.totals
    total = totals.total
    counts = (total.households, total.members, total.villages)
    told = [number(count, words) for count in counts]
    console.print(words.planned.format(*told, number(seconds, words, digits=1)))
    _print_verdicts(total, console, words)
    if total.failed:
        console.print(words.failed.format(number(total.failed, words)))
    _print_unserved(totals, console, words)
    _print_areas(totals.areas, console, words)
    _print_first(found, console, words)
    _print_messages(found.first, console, language)
    print_teams(totals.teams_today, total.planned_teams, found.without_team, console, language)
    _print_worth(totals, console, words)
    _print_proofs(totals, console, words)


def _print_verdicts(total: AreaSum, console: Console, words: TerminalWords) -> None:
    """Print how many villages have which verdict, and what it means."""
    _print_title(words.verdicts_title, console)
    table = _grid()
    for verdict, count in total.verdicts.items():
        name = Text(words.verdict_names[verdict], _COLOURS[verdict])
        table.add_row(number(count, words), name, words.verdicts[verdict])
    console.print(table)


def _print_unserved(totals: RunTotals, console: Console, words: TerminalWords) -> None:
    """Print the households without anybody by reason, and the recruits they need."""
    total = totals.total
    if not totals.left_out:
        _print_title(words.all_served, console)
        return
    counts = (total.unserved_total, totals.left_out)
    title = words.unserved_title.format(*(number(count, words) for count in counts))
    _print_title(title, console)
    table = _grid()
    for reason, count in total.unserved.items():
        table.add_row(number(count, words), words.reason_names[reason], words.reasons[reason])
    console.print(table)
    _print_recruits(totals.recruits, console, words)


def _print_recruits(recruits: ProofTotals, console: Console, words: TerminalWords) -> None:
    """Print the recruits needed, where somebody asked for them."""
    if not recruits.villages:
        return
    needed, villages = number(recruits.value, words), number(recruits.villages, words)
    if recruits.proven == recruits.villages:
        console.print(words.recruits.format(needed, villages))
    else:
        bound = number(recruits.bound, words)
        console.print(words.recruits_open.format(needed, villages, bound))


def _print_areas(areas: Sequence[AreaSum], console: Console, words: TerminalWords) -> None:
    """Print the areas that need most, where there are several; and villages without a team."""
    units = deepest_units(areas)
    needy = sorted((unit for unit in units if unit.unserved_total), key=lambda unit: unit.urgency)
    if len(units) > 1 and needy:
        _print_title(words.areas_title, console)
        above = len(shared_codes(unit.area for unit in units))
        table = _columns(words.areas_columns, texts=1)
        for unit in needy[:_SHOWN]:
            table.add_row(Text(" / ".join(unit.area[above:])), *_area_figures(unit, words))
        console.print(table)
        if len(needy) > _SHOWN:
            console.print(words.areas_more.format(number(len(needy) - _SHOWN, words)))
    if areas[0].without_team and not areas[0].planned_teams.villages:
        console.print(words.teams.format(number(areas[0].without_team, words)))


def _area_figures(unit: AreaSum, words: TerminalWords) -> list[str]:
    """Return the figures of an area, in the order of their columns."""
    in_need = sum(unit.verdicts.get(verdict, 0) for verdict in IN_NEED)
    counts = (unit.villages, in_need, unit.households, unit.members)
    needs = (unit.unserved_total, unit.recruits_needed)
    return [number(count, words) for count in (*counts, *needs)]


def _print_first(found: Overview, console: Console, words: TerminalWords) -> None:
    """Print the villages in greatest need."""
    if not found.first:
        return
    _print_title(words.first_title, console)
    table = _columns(words.first_columns, texts=2)
    above = len(found.totals.unit)
    for row in found.first:
        counts = (row.households, row.members, row.room, row.unserved_total)
        recruits = "-" if row.recruits is None else number(row.recruits_needed, words)
        figures = (*(number(count, words) for count in counts), recruits)
        table.add_row(
            Text(_title(row)), Text(", ".join(row.area[above:] or row.area[-1:])), *figures
        )
    console.print(table)
    if more := found.totals.left_out - len(found.first):
        console.print(words.more.format(number(more, words)))


def _print_messages(first: Sequence[VillageSummary], console: Console, language: Language) -> None:
    """Print what the villages in greatest need can do, and which recruits come first."""
    if not first:
        return
    _print_title(LANGUAGES[language].messages_title, console)
    table = _grid(indented=False)
    for row in first[:_TOLD]:
        text = f"{row.message[language]} {row.worth[language]}".rstrip()
        table.add_row(Text(row.village_id), Text(text))
    console.print(table)


def _title(row: VillageSummary) -> str:
    """Return a village's id, with its name where it has another one."""
    return row.village_id if row.name in ("", row.village_id) else f"{row.village_id} {row.name}"


def _print_worth(totals: RunTotals, console: Console, words: TerminalWords) -> None:
    """Print the plan beside what simple rules would do."""
    _print_title(words.baselines_title, console)
    made, after, nearest, greedy = (totals.plans[name] for name in PLANS)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in words.baselines_columns:
        table.add_column(title, justify="right" if title else "left")
    named = [(words.this_plan, made), (words.nearest, nearest), (words.greedy, greedy)]
    if totals.total.recruits_needed:
        named.insert(1, (words.after, after))
    for name, rule in named:
        counts = (rule.unserved, rule.overloaded, rule.exceptions)
        walk, longest = _lengths(rule, words)
        table.add_row(name, *(number(count, words) for count in counts), walk, longest)
    console.print(table)
    if nearest.overloaded:
        overloaded = number(nearest.overloaded, words)
        console.print(words.nearest_says.format(overloaded, number(nearest.excess, words)))
    if greedy.unserved > made.unserved:
        console.print(words.greedy_says.format(number(greedy.unserved, words)))
    walk, longest = _lengths(made, words)
    reserve, exceptions = number(totals.reserve, words), number(made.exceptions, words)
    if isnan(made.walk_m):
        console.print(words.members_alone.format(reserve, exceptions))
        return
    console.print(words.members.format(reserve, exceptions, walk, longest))


def _lengths(rule: Baseline, words: TerminalWords) -> tuple[str, str]:
    """Return kilometres in all and the longest metres; dashes where they are never shown."""
    if isnan(rule.walk_m):
        return "-", "-"
    return number(rule.walk_m / 1000, words, digits=1), number(rule.longest_m, words)


def _print_proofs(totals: RunTotals, console: Console, words: TerminalWords) -> None:
    """Print for each goal of both plans in how many villages no better plan exists."""
    _print_title(words.proof_title, console)
    table = _grid(indented=False)
    for goal in totals.goals:
        label = words.proof_after if goal.after else "{}"
        table.add_row(label.format(words.stages[goal.stage]), _proven(goal, words))
        if goal.stage is Stage.WALK and goal.gap:
            table.add_row("", _gaps(goal, words))
    console.print(table)


def _proven(goal: GoalTotals, words: TerminalWords) -> str:
    """Return in how many villages a goal is proven, and the largest gap elsewhere."""
    proven = number(goal.proven, words)
    if goal.proven == goal.villages:
        return words.proven.format(proven)
    gap = number(100 * goal.gap, words, digits=2)
    return words.open_gap.format(proven, number(goal.villages, words), gap)


def _gaps(goal: GoalTotals, words: TerminalWords) -> str:
    """Return the mean gap of the villages, and in how many it is small."""
    mean = number(100 * goal.mean_gap, words, digits=2)
    return words.open_gaps.format(mean, number(goal.close, words), number(goal.villages, words))


def _print_title(title: str, console: Console) -> None:
    """Print a heading with an empty line before it."""
    console.print()
    console.print(Text(title, "bold"))


def _columns(titles: Sequence[str], *, texts: int) -> Table:
    """Return a table with a head: the first columns are texts, the others numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for nth, title in enumerate(titles):
        table.add_column(title, justify="left" if nth < texts else "right", overflow="fold")
    return table


def _grid(*, indented: bool = True) -> Table:
    """Return a table without lines: a number to the right, the rest to the left."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right" if indented else "left", no_wrap=indented)
    if indented:
        table.add_column(no_wrap=True)
    table.add_column()
    return table
