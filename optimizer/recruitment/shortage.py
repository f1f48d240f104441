"""Which households members alone cannot hold, and which nobody ever could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.distance.connected_components import connected_components
from optimizer.distance.reach import Reach
from optimizer.domain.scenario import Floats, Ints
from optimizer.pockets.instance import Bools, Need
from optimizer.pockets.reduction import reduce_need
from optimizer.solvers.flow import maximum_flow


@dataclass(frozen=True, slots=True, eq=False)
class RecruitmentInstance:
    """What recruits are looked for on: pairs, room and caps of one village.

    Parameters
    ----------
    members, places
        Pairs of households with members and with places.
    room
        Shape (members,): maximum loads.
    size
        Maximum load of a recruit.
    cap
        Shape (places,): recruits a place takes, never more than its households fill.
    xy
        Shape (households, 2): where they live.
    """

    members: Reach
    places: Reach
    room: Ints
    size: int
    cap: Ints
    xy: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shortage:
    """The village taken apart.

    Parameters
    ----------
    open_rows
        True for households that members alone cannot hold: each of them has to be served, and
        nobody outside competes for the members they reach.
    lost
        Rows of households that stay unserved with any number of recruits.
    settled
        Rows of the ``lost`` and of those that fill everyone the lost ones reach.
    forced
        Shape (places,): recruits that the settled need, as many as their places take.
    """

    open_rows: Bools
    lost: Ints
    settled: Ints
    forced: Ints


def find_shortage(ground: RecruitmentInstance) -> Shortage:
    """Take a village apart with two maximum flows.

    The households that an alternating path reaches from one nobody can serve fill all of their
    persons in every best plan (Dulmage and Mendelsohn 1958): with these settled and left out,
    the others can be served to the last one. Among those, only what a path reaches from a
    household unserved by members needs recruits at all.
    """
    lost, settled, forced, gone = _settle(ground)
    reach = ground.members
    kept = ~settled[reach.household] & ~gone[reach.person]
    supply = (~settled).astype(np.int64)
    flow = maximum_flow(reach.household[kept], reach.person[kept], supply, ground.room)
    return Shortage(flow.cut_households & ~settled, lost, np.flatnonzero(settled), forced)


def _settle(ground: RecruitmentInstance) -> tuple[Ints, Bools, Ints, Bools]:
    """Return the lost, the settled, their recruits, and the members they fill."""
    near, held = ground.places, ground.members
    ample = ground.cap >= -(-np.bincount(near.person, minlength=near.persons) // ground.size)
    # Who reaches an ample place can always be served there, in nobody's way.
    narrow = np.bincount(near.household[ample[near.person]], minlength=near.households) == 0
    ours, theirs = narrow[held.household], narrow[near.household]
    flow = maximum_flow(
        np.concatenate([held.household[ours], near.household[theirs]]),
        np.concatenate([held.person[ours], held.persons + near.person[theirs]]),
        narrow.astype(np.int64),
        np.concatenate([ground.room, ground.cap * ground.size]),
    )
    settled = flow.cut_households & narrow
    forced = np.where(flow.cut_persons[held.persons :], ground.cap, 0)
    return np.flatnonzero(flow.short), settled, forced, flow.cut_persons[: held.persons]


def needs_of(ground: RecruitmentInstance, shortage: Shortage) -> list[Need]:
    """Return the connected parts of the open households, each a need of its own."""
    gone = np.zeros(ground.members.persons, bool)
    settled = np.zeros(ground.members.households, bool)
    settled[shortage.settled] = True
    gone[ground.members.person[settled[ground.members.household]]] = True
    held = _within(ground.members, shortage.open_rows, ~gone)
    near = _within(ground.places, shortage.open_rows, shortage.forced == 0)
    nobody = np.zeros(ground.members.households, bool)
    parts = connected_needs(shortage.open_rows, held, near)
    return [reduce_need(need) for need in lay_out_needs(ground, parts, held, near, nobody)]


def whole_needs(ground: RecruitmentInstance, urgent: Bools) -> list[Need]:
    """Return the connected parts of the whole village; ``urgent`` has shape (households,)."""
    everybody = np.ones(ground.members.households, bool)
    parts = connected_needs(everybody, ground.members, ground.places)
    needs = lay_out_needs(ground, parts, ground.members, ground.places, urgent)
    return [reduce_need(need) for need in needs]


def _within(reach: Reach, rows: Bools, persons: Bools) -> Reach:
    return reach.only(rows[reach.household] & persons[reach.person])


def connected_needs(rows: Bools, held: Reach, near: Reach) -> list[Ints]:
    """Return the parts of ``rows`` that no member and no place connects."""
    label = connected_components(
        np.concatenate([held.household, near.household]),
        held.households + np.concatenate([held.person, held.persons + near.person]),
        held.households + held.persons + near.persons,
    )
    chosen = np.flatnonzero(rows)
    order = chosen[np.argsort(label[chosen], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if len(order) else []


def lay_out_needs(
    ground: RecruitmentInstance, parts: Sequence[Ints], held: Reach, near: Reach, urgent: Bools
) -> list[Need]:
    """Return sets of households as needs, each household a class of its own.

    Parameters
    ----------
    parts
        Rows of the village, sets that share none.
    held, near
        The pairs with members and with places that count.
    urgent
        Shape (households,) of the village.
    """
    tables = zip(parts, reach_tables(held, parts), reach_tables(near, parts), strict=True)
    return [
        Need(
            rows,
            np.ones(len(rows), np.int64),
            member_rows,
            place_rows,
            members,
            places,
            ground.room[member_rows],
            ground.size,
            ground.cap[place_rows],
            urgent[rows],
            ground.xy[rows],
        )
        for rows, (members, member_rows), (places, place_rows) in tables
    ]


def reach_tables(reach: Reach, parts: Sequence[Ints]) -> list[tuple[Bools, Ints]]:
    """Return `reach_table` of each of several sets of rows that share none, in one pass."""
    part = np.full(reach.households, -1)
    place = np.full(reach.households, -1)
    for number, rows in enumerate(parts):
        part[rows], place[rows] = number, np.arange(len(rows))
    of_pair = part[reach.household]
    order = np.argsort(of_pair, kind="stable")
    ends = np.searchsorted(of_pair[order], np.arange(len(parts) + 1))
    return [
        _table(place[reach.household[pairs]], reach.person[pairs], len(rows))
        for rows, pairs in zip(parts, np.split(order, ends)[1:-1], strict=True)
    ]


def reach_table(reach: Reach, rows: Ints) -> tuple[Bools, Ints]:
    """Return who of ``rows`` reaches whom, and the persons that anyone of them reaches."""
    (found,) = reach_tables(reach, [rows])
    return found


def _table(households: Ints, persons: Ints, size: int) -> tuple[Bools, Ints]:
    reached, column = np.unique(persons, return_inverse=True)
    table = np.zeros((size, len(reached)), bool)
    table[households, column] = True
    return table, reached
