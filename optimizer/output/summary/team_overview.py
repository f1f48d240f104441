"""The teams on the terminal: how many and how large, who changes team, and what is flagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from optimizer.domain.languages import Language
from optimizer.domain.teams import TeamFlag
from optimizer.output.summary.team_figures import TeamFigures
from optimizer.output.text.team_words import TEAM_WORDS, TeamWords
from optimizer.output.text.words import LANGUAGES, TerminalWords, number


def flag_counts(teams: TeamFigures) -> Mapping[TeamFlag, int]:
    """Return how often each flag is given, those that are."""
    counts = {
        TeamFlag.NO_TEAM: teams.without,
        TeamFlag.TEAM_WINDOW: teams.unfit,
        TeamFlag.TEAM_SMALL: teams.small,
        TeamFlag.TEAM_LARGE: teams.large,
        TeamFlag.TEAM_FAR: teams.far,
    }
    return {flag: count for flag, count in counts.items() if count}


def print_teams(
    today: TeamFigures,
    after: TeamFigures,
    without: Sequence[str],
    console: Console,
    language: Language,
) -> None:
    """Print the teams of today, and those after recruiting where they differ.

    Parameters
    ----------
    without
        Names of villages without a team today, not necessarily all.
    """
    words, plain = TEAM_WORDS[language], LANGUAGES[language]
    for title, teams in ((words.title, today), (words.title_after, after)):
        if not teams.villages or (teams is after and after == today):
            continue
        console.print()
        console.print(Text(title, "bold"))
        for line in _lines(teams, words, plain):
            console.print(line)
        _print_flags(teams, words, plain, console)
    if without:
        named, left = ", ".join(without), today.without - len(without)
        said = words.more.format(named, number(left, plain)) if left > 0 else named
        console.print(Text(words.without.format(said)))


def _lines(teams: TeamFigures, words: TeamWords, plain: TerminalWords) -> Iterator[str]:
    villages = number(teams.villages, plain)
    mean, (least, most) = number(teams.mean, plain, digits=1), teams.range
    yield words.teams.format(number(teams.teams, plain), mean, least, most, villages)
    moves = number(teams.moves, plain)
    if teams.fewest == teams.villages:
        yield words.moves_proven.format(moves)
    else:
        yield words.moves_open.format(moves, number(teams.fewest, plain), villages)
    yield words.proven.format(number(teams.proven, plain), villages)


def _print_flags(
    teams: TeamFigures, words: TeamWords, plain: TerminalWords, console: Console
) -> None:
    counts = flag_counts(teams)
    if not counts:
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for flag, count in counts.items():
        table.add_row(number(count, plain), str(flag), words.flags[flag])
    console.print(table)
