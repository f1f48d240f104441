"""All teams there are of a few members, and the best of them, by definition and by counting."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np

from optimizer.teams.team_problem import NO_TEAM, TeamProblem
from optimizer.teams.team_solution import NEW


def best_stages(problem: TeamProblem) -> tuple[int, int, int, int, int]:
    """Return teams, far, stay, leaders and gather (micrometres) of the best teams."""
    parts = [
        (part, labels)
        for part in _partitions(len(problem))
        if _keeps(problem, part)
        for labels in _labels(problem, part)
    ]
    off = {
        (nth): sum(
            max(0, problem.rules.min - len(one), len(one) - problem.rules.max) for one in part
        )
        for nth, (part, _) in enumerate(parts)
    }
    number, violation = _number(problem, [(len(part), off[n]) for n, (part, _) in enumerate(parts)])
    return min(
        (number, *_best_leaders(problem, part, labels))
        for nth, (part, labels) in enumerate(parts)
        if len(part) == number and off[nth] == violation
    )


def _number(problem: TeamProblem, found: list[tuple[int, int]]) -> tuple[int, int]:
    members, rules = len(problem), problem.rules
    allowed = {number for number, off in found if off == 0}
    today = problem.sizes.tolist()
    if today and all(rules.min <= size <= rules.max for size in today) and len(today) in allowed:
        return len(today), 0
    least = min(off for _, off in found)
    numbers = {number for number, off in found if off == least}
    if today and all(rules.min <= size <= rules.max for size in today) and len(today) in numbers:
        return len(today), least
    wanted = members / rules.target
    return min(numbers, key=lambda number: (abs(number - wanted), number)), least


def _partitions(members: int) -> Iterator[list[list[int]]]:
    if members == 0:
        yield []
        return
    last = members - 1
    for part in _partitions(last):
        yield [*part, [last]]
        for nth in range(len(part)):
            yield [*part[:nth], [*part[nth], last], *part[nth + 1 :]]


def _keeps(problem: TeamProblem, part: list[list[int]]) -> bool:
    team = {member: nth for nth, one in enumerate(part) for member in one}
    return all(
        team[member] == team[int(problem.group[member])] for member in range(len(problem))
    ) and all(team[one] != team[other] for one, other in problem.apart.tolist())


def _labels(problem: TeamProblem, part: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """Yield which team of today goes on in each, where it keeps what is asked for."""
    options = [*range(len(problem.labels)), *[NEW] * len(part)]
    kept = set(np.flatnonzero(problem.keep).tolist())
    for labels in set(permutations(options, len(part))):
        fixed = all(
            problem.team[member] == labels[nth]
            for nth, one in enumerate(part)
            for member in one
            if problem.fixed[member]
        )
        if fixed and kept <= set(labels):
            yield labels


def _best_leaders(
    problem: TeamProblem, part: list[list[int]], labels: tuple[int, ...]
) -> tuple[int, int, int, int]:
    stay = sum(
        problem.team[member] not in (NO_TEAM, labels[nth])
        for nth, one in enumerate(part)
        for member in one
    )
    best = []
    for leaders in product(*part):
        pairs = [(m, leaders[nth]) for nth, one in enumerate(part) for m in one]
        far = sum(bool(problem.far[pair]) for pair in pairs)
        lost = int(problem.leads.sum()) - sum(bool(problem.leads[leader]) for leader in leaders)
        best.append((far, stay, lost, sum(int(problem.micrometres[pair]) for pair in pairs)))
    return min(best)
