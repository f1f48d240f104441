"""How many teams there are: a rule of arithmetic, and of what a village asks for.

Where today's teams all lie in the window and can go on so, their number stands. Otherwise it is
the number nearest to members / target among those that the window allows; of two as near the
smaller one. Where none is allowed, that with the smallest violation of the window in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.teams import TeamRules
from optimizer.errors import SolverError
from optimizer.teams.partition import smallest_violation
from optimizer.teams.team_problem import TeamProblem


@dataclass(frozen=True, slots=True)
class TeamNumber:
    """How many teams, and by how many members their sizes must be off the window in all.

    Parameters
    ----------
    proven
        False where the time was too short to look at what the village asks for.
    """

    teams: int
    violation: int = 0
    proven: bool = True


def violation(members: int, teams: int, rules: TeamRules) -> int:
    """Return by how many members in all the sizes are off the window at least."""
    return max(0, teams * rules.min - members, members - teams * rules.max)


def nearest_first(members: int, rules: TeamRules) -> Iterator[int]:
    """Yield all numbers of teams, the nearest to members / target first; of two the fewer."""
    wanted = Fraction(members, rules.target)
    yield from sorted(range(1, members + 1), key=lambda teams: (abs(teams - wanted), teams))


def team_number(problem: TeamProblem, limits: SearchLimits) -> TeamNumber:
    """Return the number of teams.

    Parameters
    ----------
    limits
        Of the search that what a village asks for may need.
    """
    members, rules = len(problem), problem.rules
    today = problem.sizes
    order = list(nearest_first(members, rules))
    if len(today) and bool(((today >= rules.min) & (today <= rules.max)).all()):
        order.remove(len(today))
        order.insert(0, len(today))
    if problem.wished:
        return _as_asked(problem, order, limits)
    teams = min(order, key=lambda teams: violation(members, teams, rules))
    return TeamNumber(teams, violation(members, teams, rules))


def _as_asked(problem: TeamProblem, order: list[int], limits: SearchLimits) -> TeamNumber:
    """Return the number where some members or teams are asked for: each is tried."""
    least = {teams: violation(len(problem), teams, problem.rules) for teams in order}
    rank = {teams: nth for nth, teams in enumerate(order)}
    best: tuple[int, int, int] | None = None
    proven = True
    # Whatever is asked for only adds to the violation of the counts alone.
    for teams in sorted(order, key=lambda teams: (least[teams], rank[teams])):
        if best is not None and (least[teams], rank[teams]) >= best[:2]:
            break
        found = smallest_violation(problem, teams, limits)
        proven &= found.proven
        if found.value is not None:
            one = (found.value, rank[teams], teams)
            best = one if best is None else min(best, one)
    if best is None:
        raise SolverError("no teams were found in the time for what the village asks of them")
    return TeamNumber(best[2], best[0], proven)
