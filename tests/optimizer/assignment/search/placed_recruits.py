"""Small problems of where recruits live, with members, locks, caps and places for several."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search.allocator import AllocatedPlan, Allocator, make_allocator
from optimizer.distance.reach import make_reach
from optimizer.domain.scenario import Ints


def placing(seed: int) -> tuple[AssignmentProblem, Goal]:
    """Return a problem with members and places, of which a few recruits are placed.

    Two households of some problems are locked; some have a goal that is settled before the walk,
    and some places may have two recruits. How many stay unserved is not settled.
    """
    rng = np.random.default_rng(seed)
    households, members, places = (int(rng.integers(*ends)) for ends in ((6, 15), (1, 5), (3, 7)))
    persons = members + places
    near = rng.random((households, persons)) < 0.7
    pinned = np.zeros(households, bool)
    if seed % 3 == 0:
        pinned[:2], near[:2] = True, False
        near[:2, 0] = True
    household, person = np.nonzero(near)
    metres = rng.integers(0, 500, len(household)).astype(float)
    reach = make_reach(household, person, metres, (households, persons))
    copies = np.append(np.zeros(members, np.int64), rng.integers(1, 3, places))
    number = int(rng.integers(1, 4))
    none = np.zeros((0, persons), bool)
    recruit_limits = RecruitLimits(
        copies, number, none, np.zeros(0, np.int64), np.zeros(0, np.int64)
    )
    low = int(rng.integers(0, 3))
    problem = AssignmentProblem(
        reach,
        np.full(persons, low),
        np.full(persons, low + int(rng.integers(1, 4))),
        exceptions=None,
        unserved=None,
        pinned=pinned,
        recruit_limits=recruit_limits,
    )
    return problem, Goal(reach.micrometres, np.zeros(households, np.int64))


def somewhere(problem: AssignmentProblem, seed: int) -> Ints:
    """Return as many recruits as there are, at places drawn, shape (persons,)."""
    rng = np.random.default_rng([seed, 1])
    assert problem.recruit_limits is not None
    hired = np.zeros(problem.persons, np.int64)
    spots = np.repeat(np.arange(problem.persons), problem.recruit_limits.copies)
    np.add.at(hired, rng.permutation(spots)[: problem.recruit_limits.number], 1)
    return hired


def allocated(seed: int) -> tuple[Allocator, AllocatedPlan] | None:
    """Return a plan with recruits at places drawn and some of the members, in their windows."""
    problem, goal = placing(seed)
    allocator = make_allocator(problem, goal)
    assert allocator is not None
    assert problem.recruit_limits is not None
    rng = np.random.default_rng([seed, 2])
    used = (~problem.recruit_limits.places & (rng.random(problem.persons) < 0.8)).astype(np.int64)
    plan = allocator.allocate(used + somewhere(problem, seed), np.zeros_like(used))
    if plan is None or (plan.person < 0).all():
        return None
    return allocator, plan


def settled_at(problem: AssignmentProblem, person: Ints) -> AssignmentProblem:
    """Return the problem with as many unserved, and as many exceptions, as a plan has."""
    return replace(
        problem, unserved=int((person < 0).sum()), exceptions=problem.exceptions_in(person)
    )
