"""Attrition: how many households have nobody when a share of all members leaves, drawn by lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.errors import Problem, ScenarioError
from optimizer.resilience.roster import Roster
from optimizer.solvers.flow import maximum_flow

EVERYBODY = 100.0
"""Percent."""
HIGH = 95
"""Percent of the draws that leave no more households out than the high number that is told."""
REMEMBERED = 2
"""So few leavers are met again and again in small villages; their answers are kept."""


@dataclass(frozen=True, slots=True)
class AttritionRequest:
    """What is drawn.

    Parameters
    ----------
    shares
        Percent of the persons who leave, rising, each once.
    draws
        Of each village.
    """

    shares: tuple[float, ...]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class AttritionFigures:
    """What is told of a share: the mean number who leave; households that have nobody then.

    Parameters
    ----------
    high
        The 95th percentile.
    """

    leaving: float
    mean: float
    high: int
    worst: int


@dataclass(frozen=True, slots=True, eq=False)
class Attrition:
    """What the draws of a village, or of several together, would do.

    Parameters
    ----------
    village
        Its id; None for all villages together.
    persons
        Members, and recruits where the plan has any.
    before
        Households that have nobody even if nobody leaves.
    leaving, unserved
        Shape (shares, draws): persons who leave, and the fewest households that have nobody then.
    """

    village: str | None
    households: int
    persons: int
    before: int
    leaving: Ints
    unserved: Ints

    def figures(self) -> list[AttritionFigures]:
        """Return what is told of each share, in their order."""
        return [
            AttritionFigures(
                float(leaving.mean()),
                float(unserved.mean()),
                percentile(unserved, HIGH),
                int(unserved.max()),
            )
            for leaving, unserved in zip(self.leaving, self.unserved, strict=True)
        ]


def attrition_request(shares: Sequence[float], draws: int, seed: int) -> AttritionRequest:
    """Return what is asked for, with the shares in order and each once.

    Raises
    ------
    ScenarioError
        With every share that is none.
    """
    message = "a share of those who leave is a number from 0 to 100, in percent; write such as 10"
    problems = [
        Problem("BAD_SHARE", "--share", "", f"{share:g}", message)
        for share in shares
        if not (isfinite(share) and 0 <= share <= EVERYBODY)
    ]
    if problems:
        raise ScenarioError(problems)
    return AttritionRequest(tuple(sorted(set(shares))), draws, seed)


def find_attrition(roster: Roster, asked: AttritionRequest, village: str) -> Attrition:
    """Draw leavers of a village, and find the fewest households without anybody in each draw.

    A full new plan of those who stay is made: one maximum flow a draw and share. The leavers'
    locks lapse, minimum loads do not matter. Whoever leaves at a smaller share leaves at a larger
    one too, so a share that leaves nobody out spares the smaller ones their flows.
    """
    shape = len(asked.shares), asked.draws
    leaving, unserved = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    before = fewest_unserved(roster, ())
    known: dict[tuple[int, ...], int] = {(): before}
    for nth, (order, lot) in enumerate(draw_orders(roster.persons, asked, village)):
        leaving[:, nth] = number_leaving(roster.persons, asked.shares, lot)
        most = -1
        for share in reversed(range(len(asked.shares))):
            if most == before:
                unserved[share, nth] = before
                continue
            gone = tuple(sorted(order[: leaving[share, nth]].tolist()))
            if gone in known:
                most = known[gone]
            else:
                most = fewest_unserved(roster, gone)
                if len(gone) <= REMEMBERED:
                    known[gone] = most
            unserved[share, nth] = most
    return Attrition(village, roster.reach.households, roster.persons, before, leaving, unserved)


def fewest_unserved(roster: Roster, gone: Sequence[int]) -> int:
    """Return the fewest households that have nobody without some persons."""
    room = roster.maximum.copy()
    room[list(gone)] = 0
    pairs = roster.pairs(*gone)
    supply = np.ones(roster.reach.households, np.int64)
    reach = roster.reach
    return int(maximum_flow(reach.household[pairs], reach.person[pairs], supply, room).short.sum())


def draw_orders(
    persons: int, asked: AttritionRequest, village: str
) -> Iterator[tuple[Ints, float]]:
    """Yield for each draw in which order persons leave, and the lot that rounds their number.

    Shape (persons,). They depend on the seed, the village's id and the number of persons, so a
    village is drawn alike alone and among others, and more draws begin with the fewer.
    """
    name = int.from_bytes(sha256(village.encode()).digest()[:8])
    lots = np.random.default_rng([asked.seed, name])
    for _ in range(asked.draws):
        lot = float(lots.random())
        yield np.argsort(lots.random(persons), kind="stable"), lot


def number_leaving(persons: int, shares: Sequence[float], lot: float) -> Ints:
    """Return how many leave at each share, shape (shares,): rounded up or down by lot.

    So many leave on average as the share says: of 47 at 10 %, five in seven draws of ten and four
    in the others. Rounded to the nearest, nobody would ever leave a village of nine at 5 %.
    """
    wanted = np.array(shares, np.float64) * persons / EVERYBODY
    rounded: Ints = np.floor(wanted + lot).astype(np.int64)
    return np.minimum(rounded, persons)


def together(villages: Sequence[Attrition]) -> Attrition:
    """Return all villages together: the same draw of each is one draw of all."""
    return Attrition(
        None,
        sum(one.households for one in villages),
        sum(one.persons for one in villages),
        sum(one.before for one in villages),
        np.sum([one.leaving for one in villages], axis=0),
        np.sum([one.unserved for one in villages], axis=0),
    )


def percentile(values: Ints, percent: float) -> int:
    """Return the smallest value that so many percent of the values do not exceed."""
    return int(np.percentile(values, percent, method="inverted_cdf"))
