"""Minimum-cost and maximum flows with windows; the only file that talks to the flow solvers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

from optimizer.distance.reach import Reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError

LARGEST_COST = 1 << 61
"""The cost-scaling solver multiplies costs by the number of nodes; beyond this they wrap."""


@dataclass(frozen=True, slots=True)
class DearestCosts:
    """The largest cost of a pair, of an unserved household and of a seat."""

    pair: int
    skip: int
    seat: int

    def unserved(self, persons: int) -> int:
        """Return a price of leaving somebody out that nothing else outweighs.

        Serving one household more moves along a path that visits each person at most once.
        """
        return (persons + 1) * (self.pair + 1) + 2 * self.skip + 2 * self.seat + 1

    def fit(self, households: int, persons: int) -> bool:
        """Tell whether a flow with these costs stays inside 64 bits."""
        nodes = households + persons + 2
        return (self.unserved(persons) + self.skip) * nodes <= LARGEST_COST


def minimum_cost_flow(
    reach: Reach,
    costs: Ints,
    lower: Ints,
    upper: Ints,
    *,
    skip: Ints | None = None,
    rising: int = 0,
    pinned: NDArray[np.bool_] | None = None,
) -> Ints | None:
    """Serve as many households as possible, then as cheaply as possible.

    Parameters
    ----------
    costs
        Shape (pairs,), whole and not negative.
    lower, upper
        Shape (persons,): each load lies between them.
    skip
        Shape (households,): what leaving a household unserved costs, among equal numbers served.
    rising
        Weight of the sum of squared loads, which is convex and so a flow still.
    pinned
        Shape (households,): True where a household must be served.

    Returns
    -------
    Shape (households,): person or ``UNSERVED``; None where the lower loads or the pinned
    households cannot be met.

    Raises
    ------
    SolverError
        Where the costs would wrap in 64 bits.
    """
    if (lower > upper).any() or lower.sum() > reach.households:
        return None
    seats = _seats(lower, upper, rising)
    extra = np.zeros(reach.households, np.int64) if skip is None else skip
    sink = reach.households + reach.persons
    dearest = DearestCosts(*(int(one.max(initial=0)) for one in (costs, extra, seats.cost)))
    unserved = dearest.unserved(reach.persons)
    if not dearest.fit(reach.households, reach.persons):
        raise SolverError("the costs of this village are too large for exact whole numbers")
    homes = np.arange(reach.households)
    free = np.ones(len(homes), np.int64) if pinned is None else (~pinned).astype(np.int64)
    tail = np.concatenate([reach.household, reach.households + seats.person, homes])
    head = np.concatenate(
        [reach.households + reach.person, np.full(len(seats.person) + len(homes), sink)]
    )
    room = np.concatenate([np.ones(len(reach), np.int64), seats.room, free])
    unit_cost = np.concatenate([costs, seats.cost, unserved + extra])
    supply = np.concatenate([np.ones(len(homes), np.int64), -lower, [lower.sum() - len(homes)]])
    flows = _minimum_cost(tail, head, room, unit_cost, supply)
    if flows is None:
        return None
    return _person(reach, flows[: len(reach)] > 0)


def _person(reach: Reach, used: NDArray[np.bool_]) -> Ints:
    """Return who looks after each household when these pairs are used."""
    person = np.full(reach.households, UNSERVED)
    person[reach.household[used]] = reach.person[used]
    return person


def _minimum_cost(tail: Ints, head: Ints, room: Ints, unit_cost: Ints, supply: Ints) -> Ints | None:
    """Return the flow on each arc; None if none can be."""
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, unit_cost)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise SolverError(f"minimum-cost flow ended with status {status}")
    flows: Ints = solver.flows(np.arange(len(tail)))
    return flows


@dataclass(frozen=True, slots=True, eq=False)
class _Seats:
    """The arcs out of the persons, beyond their lower loads; shape (arcs,) each."""

    person: Ints
    room: Ints
    cost: Ints


def _seats(lower: Ints, upper: Ints, rising: int) -> _Seats:
    """Return one arc a person, or one a seat where each costs more than the one before."""
    if rising == 0:
        return _Seats(np.arange(len(lower)), upper - lower, np.zeros(len(lower), np.int64))
    person = np.repeat(np.arange(len(lower)), upper - lower)
    first = np.cumsum(upper - lower) - (upper - lower)
    seat = np.arange(len(person)) - first[person] + lower[person] + 1
    return _Seats(person, np.ones(len(person), np.int64), rising * (2 * seat - 1))


@dataclass(frozen=True, slots=True, eq=False)
class MaximumFlow:
    """A maximum flow from groups of households to persons.

    Parameters
    ----------
    flows
        Shape (pairs,): how much of the household's supply goes to the person.
    short
        Shape (households,): supply that finds no room.
    cut_households, cut_persons
        True for what an alternating path reaches from a short household: those households reach
        no other persons, and those persons are full with them (Hall's condition fails there).
    """

    flows: Ints
    short: Ints
    cut_households: NDArray[np.bool_]
    cut_persons: NDArray[np.bool_]


def maximum_flow(household: Ints, person: Ints, supply: Ints, room: Ints) -> MaximumFlow:
    """Send as much of each household's ``supply`` as the persons' ``room`` takes.

    Parameters
    ----------
    household, person
        Shape (pairs,): rows.
    supply
        Shape (households,), and ``room`` shape (persons,): whole and not negative.
    """
    solver = max_flow.SimpleMaxFlow()
    source, sink = len(supply) + len(room), len(supply) + len(room) + 1
    homes = np.arange(len(supply))
    people = len(supply) + np.arange(len(room))
    solver.add_arcs_with_capacity(
        np.concatenate([household, np.full(len(supply), source), people, [source]]),
        np.concatenate([len(supply) + person, homes, np.full(len(room), sink), [sink]]),
        # The last arc makes the sink exist where nobody reaches anybody.
        np.concatenate([supply[household], supply, room, [0]]),
    )
    status = solver.solve(source, sink)
    if status != solver.OPTIMAL:
        raise SolverError(f"maximum flow ended with status {status}")
    flows = solver.flows(np.arange(len(household), dtype=np.int64))
    sent = np.bincount(household, weights=flows, minlength=len(supply)).astype(np.int64)
    cut = np.zeros(sink + 1, bool)
    cut[solver.get_source_side_min_cut()] = True
    return MaximumFlow(flows, supply - sent, cut[homes], cut[people])
