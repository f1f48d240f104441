"""The summary on the terminal, readable without help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from optimizer.plan import Baseline, Proof, Reason, Stage, Verdict
from optimizer.rollup import IN_NEED, AreaSum, deepest, roll_up
from optimizer.tally import Tally, add_baselines
from optimizer.words import LANGUAGES, Language, Words, number

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


def print_summary(
    tallies: Sequence[Tally], console: Console, *, seconds: float, language: Language
) -> None:
    """Print what was planned, who is left out and why, and what the plan is worth."""
    words = LANGUAGES[language]
    households = sum(row.households for row in tallies)
    members = sum(row.members for row in tallies)
    counts = [number(count, words) for count in (households, members, len(tallies))]
    console.print(words.planned.format(*counts, number(seconds, words, digits=1)))
    _print_verdicts(tallies, console, words)
    areas = roll_up(tallies)
    if areas[0].failed:
        console.print(words.failed.format(number(areas[0].failed, words)))
    _print_unserved(tallies, console, words)
    _print_areas(areas, console, words)
    _print_first(tallies, console, words)
    _print_messages(tallies, console, language)
    _print_worth(tallies, console, words)
    _print_proofs(tallies, console, words)


def _print_verdicts(tallies: Sequence[Tally], console: Console, words: Words) -> None:
    """Print how many villages have which verdict, and what it means."""
    _print_title(words.verdicts_title, console)
    counts = Counter(row.verdict for row in tallies)
    table = _grid()
    for verdict in Verdict:
        if counts[verdict]:
            name = Text(str(verdict), _COLOURS[verdict])
            table.add_row(number(counts[verdict], words), name, words.verdicts[verdict])
    console.print(table)


def _print_unserved(tallies: Sequence[Tally], console: Console, words: Words) -> None:
    """Print the households without anybody by reason, and the recruits they need."""
    left_out = [row for row in tallies if row.unserved_total]
    if not left_out:
        _print_title(words.all_served, console)
        return
    total = sum(row.unserved_total for row in left_out)
    title = words.unserved_title.format(number(total, words), number(len(left_out), words))
    _print_title(title, console)
    table = _grid()
    for reason in Reason:
        count = sum(row.unserved.get(reason, 0) for row in left_out)
        if count:
            table.add_row(number(count, words), str(reason), words.reasons[reason])
    console.print(table)
    _print_recruits(tallies, console, words)


def _print_recruits(tallies: Sequence[Tally], console: Console, words: Words) -> None:
    """Print the recruits needed, where somebody asked for them."""
    proofs = [row.recruits for row in tallies if row.recruits is not None]
    if not proofs:
        return
    needed = number(sum(proof.value for proof in proofs), words)
    villages = number(len(proofs), words)
    if all(proof.proven for proof in proofs):
        console.print(words.recruits.format(needed, villages))
    else:
        bound = number(sum(proof.bound for proof in proofs), words)
        console.print(words.recruits_open.format(needed, villages, bound))


def _print_areas(areas: Sequence[AreaSum], console: Console, words: Words) -> None:
    """Print the areas that need most, where there are several; and villages without a team."""
    units = deepest(areas)
    needy = sorted((unit for unit in units if unit.unserved_total), key=lambda unit: unit.urgency)
    if len(units) > 1 and needy:
        _print_title(words.areas_title, console)
        shared = _shared_units([unit.area for unit in units])
        table = _columns(words.areas_columns, texts=1)
        for unit in needy[:_SHOWN]:
            table.add_row(Text(" / ".join(unit.area[shared:])), *_area_figures(unit, words))
        console.print(table)
        if len(needy) > _SHOWN:
            console.print(words.areas_more.format(number(len(needy) - _SHOWN, words)))
    if areas[0].without_team:
        console.print(words.teams.format(number(areas[0].without_team, words)))


def _area_figures(unit: AreaSum, words: Words) -> list[str]:
    """Return the figures of an area, in the order of their columns."""
    in_need = sum(unit.verdicts.get(verdict, 0) for verdict in IN_NEED)
    counts = (unit.villages, in_need, unit.households, unit.members)
    needs = (unit.unserved_total, unit.recruits_needed)
    return [number(count, words) for count in (*counts, *needs)]


def _print_first(tallies: Sequence[Tally], console: Console, words: Words) -> None:
    """Print the villages in greatest need."""
    ranked = _ranked(tallies)
    if not ranked:
        return
    _print_title(words.first_title, console)
    table = _columns(words.first_columns, texts=2)
    shared = _shared_units([row.area for row in tallies])
    for row in ranked[:_SHOWN]:
        counts = (row.households, row.members, row.room, row.unserved_total)
        recruits = "-" if row.recruits is None else number(row.recruits_needed, words)
        figures = (*(number(count, words) for count in counts), recruits)
        table.add_row(
            Text(_title(row)), Text(", ".join(row.area[shared:] or row.area[-1:])), *figures
        )
    console.print(table)
    if len(ranked) > _SHOWN:
        console.print(words.more.format(number(len(ranked) - _SHOWN, words)))


def _print_messages(tallies: Sequence[Tally], console: Console, language: Language) -> None:
    """Print what the villages in greatest need can do, and which recruits come first."""
    ranked = _ranked(tallies)
    if not ranked:
        return
    _print_title(LANGUAGES[language].messages_title, console)
    table = _grid(indented=False)
    for row in ranked[:_TOLD]:
        text = f"{row.message[language]} {row.worth[language]}".rstrip()
        table.add_row(Text(row.village_id), Text(text))
    console.print(table)


def _ranked(tallies: Sequence[Tally]) -> list[Tally]:
    """Return the villages with somebody left out, those in greatest need first."""
    return sorted((row for row in tallies if row.unserved_total), key=lambda row: row.urgency)


def _shared_units(areas: Sequence[tuple[str, ...]]) -> int:
    """Count the units, from the widest down, that are the same everywhere."""
    units = zip(*areas, strict=False)
    return sum(1 for _ in takewhile(lambda codes: len(set(codes)) == 1, units))


def _title(row: Tally) -> str:
    """Return a village's id, with its name where it has another one."""
    return row.village_id if row.name in ("", row.village_id) else f"{row.village_id} {row.name}"


def _print_worth(tallies: Sequence[Tally], console: Console, words: Words) -> None:
    """Print the plan beside what simple rules would do."""
    _print_title(words.baselines_title, console)
    made = add_baselines(row.today for row in tallies)
    nearest = add_baselines(row.nearest for row in tallies)
    greedy = add_baselines(row.greedy for row in tallies)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in words.baselines_columns:
        table.add_column(title, justify="right" if title else "left")
    named = [(words.this_plan, made), (words.nearest, nearest), (words.greedy, greedy)]
    if any(row.recruits_needed for row in tallies):
        named.insert(1, (words.after, add_baselines(row.after for row in tallies)))
    for name, rule in named:
        counts = (rule.unserved, rule.overloaded, rule.exceptions)
        walk = number(rule.walk_m / 1000, words, digits=1)
        longest = number(rule.longest_m, words)
        table.add_row(name, *(number(count, words) for count in counts), walk, longest)
    console.print(table)
    if nearest.overloaded:
        overloaded = number(nearest.overloaded, words)
        console.print(words.nearest_says.format(overloaded, number(nearest.excess, words)))
    if greedy.unserved > made.unserved:
        console.print(words.greedy_says.format(number(greedy.unserved, words)))
    console.print(_members_line(tallies, made, words))


def _members_line(tallies: Sequence[Tally], made: Baseline, words: Words) -> str:
    """Return the sentence about the members and the walk."""
    reserve = number(sum(row.reserve for row in tallies), words)
    walk = number(made.walk_m / 1000, words, digits=1)
    exceptions, longest = number(made.exceptions, words), number(made.longest_m, words)
    return words.members.format(reserve, exceptions, walk, longest)


def _print_proofs(tallies: Sequence[Tally], console: Console, words: Words) -> None:
    """Print for each goal of both plans in how many villages no better plan exists."""
    _print_title(words.proof_title, console)
    table = _grid(indented=False)
    for plans, label in (
        ([row.proofs for row in tallies], "{}"),
        ([row.proofs_after for row in tallies], words.proof_after),
    ):
        for stage in Stage:
            proofs = [proven[stage] for proven in plans if stage in proven]
            if proofs:
                table.add_row(label.format(words.stages[stage]), _proven(proofs, words))
    console.print(table)


def _proven(proofs: Sequence[Proof], words: Words) -> str:
    """Return in how many villages a goal is proven, and the largest gap elsewhere."""
    proven = number(sum(proof.proven for proof in proofs), words)
    if all(proof.proven for proof in proofs):
        return words.proven.format(proven)
    gap = number(100 * max(proof.gap for proof in proofs), words, digits=2)
    return words.open_gap.format(proven, number(len(proofs), words), gap)


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
