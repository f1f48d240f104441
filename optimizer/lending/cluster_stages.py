"""The plan of a cluster with its recruits at their places, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import lexicographic_flow
from optimizer.assignment.goal_solver import solve_goal
from optimizer.assignment.goals import sum_goal
from optimizer.assignment.lexicographic_problem import LexicographicProblem, components
from optimizer.assignment.problem import AssignmentProblem, Goal, SettledGoal, Solution, zero_goal
from optimizer.distance.reach import Reach, make_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import MICROMETRES, UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.lending.joined import Joined

STAGES = ("serve", "lent", "minimum", "keep", "walk")
"""The stages of a cluster once its recruits have places."""


@dataclass(frozen=True, slots=True, eq=False)
class StaffedCluster:
    """A cluster with its recruits as persons after the members.

    Parameters
    ----------
    person_of
        Shape (persons,): the number of the village of each.
    lenient
        Shape (persons,): who may hold fewer than the minimum.
    """

    joined: Joined
    reach: Reach
    minimum: Ints
    maximum: Ints
    person_of: Ints
    lenient: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @classmethod
    def of(cls, joined: Joined, places: Ints) -> StaffedCluster:
        """Put a recruit near each of some places."""
        near, members = joined.near, len(joined.member_of)
        rows = [np.flatnonzero(near.person == place) for place in places.tolist()]
        pairs = np.concatenate([np.empty(0, np.int64), *rows])
        recruit = np.repeat(members + np.arange(len(places)), [len(row) for row in rows])
        reach = make_reach(
            np.concatenate([joined.reach.household, near.household[pairs]]),
            np.concatenate([joined.reach.person, recruit]),
            np.concatenate([joined.reach.metres, near.metres[pairs]]),
            (near.households, members + len(places)),
        )
        of = joined.place_of[places]
        person_of = np.append(joined.member_of, of)
        minimum = np.append(joined.minimum, joined.rule("min_households", of))
        held = joined.locked[joined.reach.household]
        locks = np.bincount(joined.reach.person[held], minlength=members)
        forced = np.append((locks > 0) & (locks < joined.minimum), np.zeros(len(of), bool))
        return cls(
            joined,
            reach,
            minimum,
            np.append(joined.maximum, joined.rule("max_households", of)),
            person_of,
            ~joined.enforced[person_of] | forced,
        )

    def parts(self) -> Iterator[LexicographicProblem]:
        """Yield the connected parts."""
        joined, persons = self.joined, len(self.person_of)
        yield from components(
            LexicographicProblem(
                self.reach,
                self.minimum,
                self.maximum,
                joined.current,
                joined.locked,
                joined.villages[0].rules,
                np.arange(self.reach.households),
                np.arange(persons),
            )
        )


def assign_cluster(staffed: StaffedCluster, limits: SearchLimits) -> tuple[Ints, dict[str, Proof]]:
    """Settle the stages: fewest unserved, fewest lent, fewest exceptions, fewest changes, walk.

    Returns
    -------
    Shape (households,): persons; and a proof of each stage, for recruits at these places.
    """
    households = staffed.reach.households
    person = np.full(households, UNSERVED)
    reached = np.zeros(households, bool)
    sums = dict.fromkeys(STAGES, (0, 0))
    parts = list(staffed.parts())
    for number, part in enumerate(parts):
        mine = limits.share(1 / (len(parts) - number))
        found, values = _settled(staffed, part, mine)
        person[part.households] = np.where(
            found == UNSERVED, UNSERVED, part.persons[np.maximum(found, 0)]
        )
        reached[part.households] = True
        for stage, (value, bound) in values.items():
            sums[stage] = (sums[stage][0] + value, sums[stage][1] + bound)
    alone = int((~reached).sum())
    moved = int((staffed.joined.current[~reached] != UNSERVED).sum())
    for stage, more in (("serve", alone), ("keep", moved)):
        sums[stage] = (sums[stage][0] + more, sums[stage][1] + more)
    units = {stage: MICROMETRES if stage == "walk" else 1 for stage in STAGES}
    return person, {
        stage: Proof(value / units[stage], bound / units[stage])
        for stage, (value, bound) in sums.items()
    }


def _settled(
    staffed: StaffedCluster, part: LexicographicProblem, limits: SearchLimits
) -> tuple[Ints, Mapping[str, tuple[int, int]]]:
    """Settle one connected part: at once by a flow where its loads fit, else stage by stage."""
    lenient = staffed.lenient[part.persons]
    free = AssignmentProblem(
        part.reach,
        part.minimum,
        part.maximum,
        None if lenient.any() else 0,
        None,
        part.locked,
        lenient=None if lenient.all() else lenient,
    )
    goals = _goals(staffed, part, free)
    nobody = np.zeros(free.persons, np.int64)
    ranked = tuple(goals[stage] for stage in ("lent", "keep", "walk"))
    flow = lexicographic_flow(free, ranked, nobody, free.maximum)
    assert flow is not None  # without lower loads there is always one
    if not len(free.below(flow)):
        values = {stage: goals[stage].value(free, flow) for stage in STAGES}
        return flow, {stage: (value, value) for stage, value in values.items()}
    return _stage_by_stage(free, goals, flow, limits)


def _goals(
    staffed: StaffedCluster, part: LexicographicProblem, free: AssignmentProblem
) -> dict[str, Goal]:
    """Return the sums that are settled one after the other."""
    home = staffed.joined.home[part.households][part.reach.household]
    other = staffed.person_of[part.persons][part.reach.person]
    stages = {
        "serve": Stage.SERVE,
        "minimum": Stage.MINIMUM,
        "keep": Stage.KEEP,
        "walk": Stage.WALK,
    }
    goals = {
        name: sum_goal(stage).coefficients(free, part.current) for name, stage in stages.items()
    }
    return {**goals, "lent": replace(zero_goal(free), pair=(home != other).astype(np.int64))}


def _stage_by_stage(
    problem: AssignmentProblem, goals: Mapping[str, Goal], flow: Ints, limits: SearchLimits
) -> tuple[Ints, Mapping[str, tuple[int, int]]]:
    missing = int((flow == UNSERVED).sum())
    few = problem.below(flow)
    lenient = problem.may_be_short
    person = np.where(np.isin(flow, few[~lenient[few]]), UNSERVED, flow)
    values: dict[str, tuple[int, int]] = {}
    for stage in STAGES:
        goal = goals[stage]
        if stage == "serve" and problem.lenient is None and problem.exceptions is None:
            found = Solution(flow, missing, missing)
        else:
            found = solve_goal(problem, goal, limits.until_proven().share(0.5), person)
        person = person if found.person is None else found.person
        value = goal.value(problem, person)
        least = max(missing, found.bound) if stage == "serve" else found.bound
        values[stage] = (value, max(min(least, value), 0))
        if stage == "serve":
            problem = replace(problem, unserved=value)
        elif stage == "minimum":
            problem = replace(problem, exceptions=value)
        elif goal.pair.any() or goal.skip.any():
            problem = replace(
                problem, settled=(*problem.settled, SettledGoal(Stage.KEEP, goal, value))
            )
    # A stage that was cut short may be improved by a later one: what is stated is of the plan.
    ended = {stage: goals[stage].value(problem, person) for stage in STAGES}
    return person, {stage: (value, min(values[stage][1], value)) for stage, value in ended.items()}
