"""Budgets against every way of sharing them out, on hundreds of small cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from optimizer.budget.allocation import (
    budget_frontier,
    most_needed_first,
    proportional,
    served_with,
)
from optimizer.budget.village_curve import VillageCurve
from optimizer.errors import ScenarioError

Area = tuple[str, ...]
AREAS: tuple[Area, ...] = (("A", "a"), ("A", "b"), ("B", "c"), ("B",), ("C",))


def curve(served: list[int], bound: list[int] | None = None, area: Area = ("A",)) -> VillageCurve:
    return VillageCurve(
        "v",
        "v",
        area,
        served[-1] + 3,
        np.array(served),
        np.array(bound or served),
        served[-1],
    )


def drawn(seed: int) -> list[VillageCurve]:
    """Return up to five villages whose curves rise by anything from 0 to 10, open or not."""
    rng = np.random.default_rng(seed)
    curves = []
    for row in range(int(rng.integers(1, 6))):
        gains = rng.integers(0, 11, int(rng.integers(0, 4)))
        served = np.append(rng.integers(0, 4), gains).cumsum()
        spare = rng.integers(0, 3, len(served)) if rng.random() < 0.2 else 0 * served
        bound = np.maximum.accumulate(served + spare)
        bound[-1] = max(bound[-1], bound.max())
        curves.append(curve(served.tolist(), bound.tolist(), AREAS[row]))
    return curves


def floors_of(seed: int) -> dict[Area, int]:
    rng = np.random.default_rng([seed, 1])
    nodes = [("A",), ("A", "a"), ("A", "b"), ("B",), ("B", "c"), ("C",)]
    chosen = [node for node in nodes if rng.random() < 0.4]
    return {node: int(rng.integers(0, 4)) for node in chosen}


def ways(curves: list[VillageCurve], floors: Mapping[Area, int]) -> Iterator[tuple[int, ...]]:
    """Yield every way of giving the villages recruits that keeps the floors."""
    least: dict[Area, int] = {}
    for node in sorted(floors, key=len, reverse=True):
        inside = [row for row, one in enumerate(curves) if one.area[: len(node)] == node]
        least[node] = min(floors[node], sum(curves[row].most for row in inside))
    for given in product(*(range(one.most + 1) for one in curves)):
        sums = {
            node: sum(
                taken
                for taken, one in zip(given, curves, strict=True)
                if one.area[: len(node)] == node
            )
            for node in least
        }
        if all(sums[node] >= least[node] for node in least):
            yield given


def total(curves: list[VillageCurve], given: tuple[int, ...]) -> int:
    return served_with(curves, np.array(given))


def shares(curves: list[VillageCurve], given: tuple[int, ...]) -> list[Fraction]:
    return sorted(
        Fraction(int(one.served[taken]), max(one.servable, 1)) if one.servable else Fraction(1)
        for one, taken in zip(curves, given, strict=True)
    )


@pytest.mark.parametrize("seed", range(300))
def test_against_every_way_of_sharing(seed: int) -> None:
    """Tests that the frontier and each allocation are the best, ties to fewer, then the first."""
    curves, floors = drawn(seed), floors_of(seed) if seed % 2 else {}
    every = list(ways(curves, floors))
    frontier = budget_frontier(curves, floors)
    assert frontier.floor == min(map(sum, every))
    assert frontier.need == sum(one.most for one in curves)
    for number, served, bound in frontier.points:
        possible = [given for given in every if sum(given) <= number]
        best = max(total(curves, given) for given in possible)
        most = max(
            sum(int(one.bound[taken]) for one, taken in zip(curves, given, strict=True))
            for given in possible
        )
        assert (served, bound) == (best, most)
        given = frontier.allocate(number)
        assert total(curves, given) == best
        fewest = [one for one in possible if total(curves, one) == best]
        assert sum(given) == min(map(sum, fewest))
        if not floors:
            assert given == max(one for one in fewest if sum(one) == sum(given))


@pytest.mark.parametrize("seed", range(300))
def test_the_fairest_against_every_way(seed: int) -> None:
    """Tests that the fairest shares are the leximin of all ways, then serve the most."""
    curves, floors = drawn(seed + 1000), floors_of(seed) if seed % 2 else {}
    every = list(ways(curves, floors))
    frontier = budget_frontier(curves, floors, fairest=True)
    for number, served, bound in frontier.points:
        best = max(
            (shares(curves, given), total(curves, given)) for given in every if sum(given) <= number
        )
        given = frontier.allocate(number)
        assert (shares(curves, given), total(curves, given)) == best
        assert served == best[1] <= bound


def test_that_greed_is_beaten() -> None:
    """Tests that gains which grow are seen: 10, 6, 8 beside 9, 1."""
    frontier = budget_frontier([curve([0, 10, 16, 24]), curve([0, 9, 10])])
    assert [served for _, served, _ in frontier.points] == [0, 10, 19, 25, 33, 34]
    assert frontier.allocate(3) == (2, 1)


def test_that_a_floor_beyond_the_budget_is_refused() -> None:
    """Tests that the sum of the floors is said where there is no plan below it."""
    curves = [curve([0, 5, 9], area=("A",)), curve([0, 7], area=("B",))]
    frontier = budget_frontier(curves, {("A",): 9, ("B",): 1})
    assert frontier.points == ((3, 16, 16),)
    with pytest.raises(ScenarioError, match="floors alone take 3"):
        frontier.allocate(2)


def test_that_more_than_needed_serves_no_more() -> None:
    """Tests that a budget above the need, and one of nobody, have their answers."""
    frontier = budget_frontier([curve([2, 5])])
    assert frontier.allocate(50) == (1,)
    assert frontier.allocate(0) == (0,)
    assert budget_frontier([]).points == ((0, 0, 0),)


def test_the_simple_ways() -> None:
    """Tests that those in greatest need come first, or each gets its part."""
    curves = [curve([0, 5]), curve([0, 9, 9, 24]), curve([0, 10, 20])]
    assert most_needed_first(curves, 4).tolist() == [0, 3, 1]
    assert proportional(curves, 4).tolist() == [1, 2, 1]
    assert proportional(curves, 40).tolist() == [1, 3, 2]
