"""Recruits in groups: the cheapest choice, and what one more or none somewhere changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.domain.scenario import Floats, Ints

SEEDS = range(120)


def drawn(seed: int) -> tuple[RecruitLimits, Floats]:
    """Return a member, a few places in groups inside groups, and what each is worth.

    The groups' limits are drawn around a choice, so that there is one.
    """
    rng = np.random.default_rng(seed)
    places = int(rng.integers(2, 7))
    copies = np.append(0, rng.integers(1, 3, places))
    some = rng.integers(0, copies + 1)
    number = int(some.sum() + rng.integers(0, 3))
    nested = list(groups(rng, np.arange(1, places + 1), places + 1))
    inside = np.array(sorted(nested, key=sum), bool).reshape(-1, places + 1)
    counts = inside @ some
    least = np.maximum(counts - rng.integers(0, 3, len(counts)), 0)
    most = counts + rng.integers(0, 3, len(counts))
    worth = np.append(np.inf, np.rint(10 * rng.normal(-0.5, 1.0, places)))
    return RecruitLimits(copies, number, inside, least, most), worth


def groups(rng: np.random.Generator, rows: Ints, persons: int) -> Iterator[list[bool]]:
    """Yield some places, and groups inside of them."""
    if rng.random() < 0.7:
        yield [bool(row in rows) for row in range(persons)]
    if len(rows) > 1:
        cut = int(rng.integers(1, len(rows)))
        yield from groups(rng, rows[:cut], persons)
        yield from groups(rng, rows[cut:], persons)


def every(recruit_limits: RecruitLimits) -> Ints:
    """Return every lawful choice, shape (choices, persons)."""
    ways = np.array(list(product(*(range(most + 1) for most in recruit_limits.copies))))
    lawful = ways.sum(axis=1) <= recruit_limits.number
    counts = ways @ recruit_limits.inside.T
    lawful &= ((counts >= recruit_limits.least) & (counts <= recruit_limits.most)).all(axis=1)
    return np.asarray(ways[lawful])


def cost(worth: Floats, ways: Ints) -> Floats:
    return np.asarray(ways[..., 1:] @ worth[1:])


@pytest.mark.parametrize("seed", SEEDS)
def test_that_the_cheapest_are_chosen(seed: int) -> None:
    """Tests that no lawful choice costs less, and that the choice is lawful."""
    recruit_limits, worth = drawn(seed)
    hired, ways = recruit_limits.chosen(worth), every(recruit_limits)
    assert (ways == hired).all(axis=1).any()
    assert cost(worth, hired) == cost(worth, ways).min()


@pytest.mark.parametrize("seed", SEEDS)
def test_that_one_more_somewhere_costs_what_is_said(seed: int) -> None:
    """Tests that every choice with somebody at a place costs as much as the exchange says.

    Where there is somebody already it may be that one who is exchanged, which costs nothing.
    """
    recruit_limits, worth = drawn(seed)
    hired, ways = recruit_limits.chosen(worth), every(recruit_limits)
    said = cost(worth, hired) + worth - recruit_limits.entering(worth, hired)
    for place in np.flatnonzero(recruit_limits.copies):
        some = ways[ways[:, place] > 0]
        best = cost(worth, some).min() if len(some) else np.inf
        assert said[place] <= best
        if not hired[place]:
            assert said[place] == pytest.approx(best)


@pytest.mark.parametrize("seed", SEEDS)
def test_that_nobody_somewhere_costs_at_least_what_is_said(seed: int) -> None:
    """Tests that no choice without anybody at a place costs less than the exchange says."""
    recruit_limits, worth = drawn(seed)
    hired, ways = recruit_limits.chosen(worth), every(recruit_limits)
    coming = recruit_limits.leaving(worth, hired)
    for place in np.flatnonzero(hired):
        none = ways[ways[:, place] == 0]
        best = cost(worth, none).min() if len(none) else np.inf
        said = cost(worth, hired) + hired[place] * (coming[place] - worth[place])
        assert said <= best
        if recruit_limits.copies[place] == 1:
            assert said == pytest.approx(best)


def test_that_a_pocket_is_filled_where_it_costs() -> None:
    """Tests that a recruit whom a pocket forces is hired although nobody else would be."""
    pocket = np.array([[False, True, False]])
    recruit_limits = RecruitLimits(np.array([0, 1, 1]), 2, pocket, np.array([1]), np.array([2]))
    assert recruit_limits.chosen(np.array([np.inf, 3.0, 1.0])).tolist() == [0, 1, 0]


def test_that_nobody_is_hired_beside_full_pockets() -> None:
    """Tests that a place in no pocket is closed where pockets force all the recruits there are."""
    pocket = np.array([[True, False]])
    recruit_limits = RecruitLimits(np.array([1, 1]), 1, pocket, np.array([1]), np.array([1]))
    worth = np.array([-1.0, -9.0])
    assert recruit_limits.chosen(worth).tolist() == [1, 0]
    assert recruit_limits.entering(worth, np.array([1, 0])).tolist() == [-1.0, -np.inf]


def test_that_a_closed_group_hires_nobody() -> None:
    """Tests that places of a group without room stay empty, however good they are."""
    group = np.array([[True, True, False]])
    recruit_limits = RecruitLimits(np.array([1, 1, 1]), 2, group, np.array([0]), np.array([0]))
    assert recruit_limits.chosen(np.array([-9.0, -8.0, -1.0])).tolist() == [0, 0, 1]
