"""Rules of how many teams there are, and how large: the arithmetic of the rules, again."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from optimizer.domain.scenario import Ints, Village
from optimizer.domain.teams import TeamRequests, TeamRules, TeamStage
from optimizer.verification.team_recount import RecountedTeams
from optimizer.verification.violation import Violation


def _today(village: Village) -> Ints:
    """Return the sizes of today's teams."""
    names = village.members.team
    _, sizes = np.unique(names[names != ""], return_counts=True)
    return sizes.astype(np.int64)


def _off(members: int, teams: int, rules: TeamRules) -> int:
    return max(0, teams * rules.min - members, members - teams * rules.max)


def _expected_number(members: int, today: Ints, rules: TeamRules) -> int:
    """Return the number of teams that the rule says, where nothing else is asked for."""
    standing = len(today)
    if standing and (today >= rules.min).all() and (today <= rules.max).all():
        if _off(members, standing, rules) == 0:
            return standing
        first = [standing]
    else:
        first = []
    target = Fraction(members, rules.target)
    rest = sorted(range(1, members + 1), key=lambda teams: (abs(teams - target), teams))
    return min([*first, *rest], key=lambda teams: _off(members, teams, rules))


def check_sizes(teams: RecountedTeams) -> list[Violation]:
    """Return another number of teams than the rule's, and sizes off the window without need."""
    plan, rules = teams.plan, teams.rules
    asked = teams.case.village.teams
    if asked is not None and len(asked):
        return _better_sizes(teams, asked)
    members, count = len(plan.team), len(plan.names)
    own = _expected_number(members, _today(teams.case.village), rules)
    if own != count:
        message = f"there are {count} teams of {members} persons; the rules give {own}"
        return [teams.broken(TeamStage.TEAMS, "TEAM_NUMBER", abs(own - count), (), message)]
    sizes = plan.sizes
    off = np.maximum(rules.min - sizes, 0) + np.maximum(sizes - rules.max, 0)
    least = _off(members, count, rules)
    if int(off.sum()) == least:
        return []
    wrong = tuple(plan.names[row] for row in np.flatnonzero(off))
    message = (
        f"the sizes {sizes.tolist()} are off {rules.min} to {rules.max} by {off.sum()} members "
        f"in all; {least} would do"
    )
    return [teams.broken(TeamStage.TEAMS, "TEAM_SIZE", int(off.sum()) - least, wrong, message)]


def _better_sizes(teams: RecountedTeams, asked: TeamRequests) -> list[Violation]:
    """Return a move of one member, of whom nothing is asked, that brings sizes nearer the window.

    What the fewest would be is a matter of search where wishes bind.
    """
    plan, rules, sizes = teams.plan, teams.rules, teams.plan.sizes
    bound = np.zeros(len(plan.team), np.bool_)
    bound[np.concatenate([asked.fixed, asked.together.ravel(), asked.apart.ravel()])] = True
    off = np.maximum(rules.min - sizes, 0) + np.maximum(sizes - rules.max, 0)
    here = np.bincount(plan.team[~bound], minlength=len(sizes)) > 0
    gains = np.where(sizes > rules.max, 1, np.where(sizes > rules.min, 0, -1))
    gives = np.flatnonzero(here & (sizes > 1) & (gains >= 0))
    wants = np.where(sizes < rules.min, 1, np.where(sizes < rules.max, 0, -1))
    for one in gives.tolist():
        best = wants.copy()
        best[one] = -2
        other = int(best.argmax())
        if best[other] >= 0 and gains[one] + best[other] > 0:
            names = plan.names[one], plan.names[other]
            message = f"sizes are off by {off.sum()}; from {names[0]} to {names[1]} it is fewer"
            return [teams.broken(TeamStage.TEAMS, "TEAM_SIZE", 1, names, message)]
    return []
