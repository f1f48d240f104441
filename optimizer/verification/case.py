"""One assignment beside what the verifier counts for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import SupportsIndex

import numpy as np

from optimizer.domain.plan import UNSERVED, Assignment
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.verification.measured_village import MeasuredVillage, measure_village, pair_metres
from optimizer.verification.time_budget import Deadline
from optimizer.verification.violation import Violation


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What is stated, and the recount every rule compares it with.

    Parameters
    ----------
    person
        The stated persons, those that do not exist taken as ``UNSERVED``.
    metres
        Shape (households,), own distances, 0 where unserved.
    loads
        Shape (persons,), recounted.
    rounding_m
        Rounding of stated metres: 0 in memory, half a unit of the last decimal in a file.
    measured
        Whether distances are the verifier's own; otherwise nobody is known to be within reach.
    """

    where: str
    ground: MeasuredVillage
    stated: Assignment
    person: Ints
    metres: Floats
    loads: Ints
    rounding_m: float
    measured: bool = True

    @property
    def village(self) -> Village:
        """The village that is planned."""
        return self.ground.village

    @property
    def served(self) -> Ints:
        """Rows of the households somebody looks after."""
        return np.flatnonzero(self.person != UNSERVED)

    @property
    def unserved(self) -> Ints:
        """Rows of the households nobody looks after."""
        return np.flatnonzero(self.person == UNSERVED)

    @property
    def exceptions(self) -> Ints:
        """Rows of the persons with some households, but fewer than their minimum."""
        return np.flatnonzero((self.loads > 0) & (self.loads < self.ground.minimum))

    @property
    def locks(self) -> Ints:
        """Households that are locked to each person, shape (persons,)."""
        locked_to = self.ground.locked_to
        return np.bincount(locked_to[locked_to >= 0], minlength=len(self.ground))

    @property
    def least(self) -> Ints:
        """Smallest load above 0 that an enforced minimum allows, shape (persons,).

        The minimum, or the locked households of a member who has fewer of them: a lock is kept.
        """
        minimum, locks = self.ground.minimum, self.locks
        return np.where(locks > 0, np.minimum(minimum, locks), minimum)

    @property
    def enforced(self) -> bool:
        """Whether loads below the minimum are forbidden, but for members whom locks force."""
        return self.village.rules.minimum is MinimumPolicy.ENFORCE

    def household(self, row: SupportsIndex) -> str:
        """Return the id of a household."""
        return str(self.village.households.ids[row])

    def broken(
        self, stage: str, code: str, size: float, witness: tuple[str, ...], message: str
    ) -> Violation:
        """Return a violation of this assignment."""
        return Violation(str(stage), code, float(size), witness, message, self.where)


def case_of(
    where: str,
    village: Village,
    stated: Assignment,
    places: Ints,
    rounding_m: float,
    limits: Deadline | None = None,
) -> Case:
    """Recount an assignment whose arrays have the right shapes.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before its distances are found.
    """
    ground = measure_village(village, places, limits)
    return _case(where, ground, stated, rounding_m, pair_metres)


def unmeasured_case(
    where: str, village: Village, stated: Assignment, places: Ints, rounding_m: float
) -> Case:
    """Recount an assignment with its own distances, which are no shorter than straight lines."""
    ground = measure_village(replace(village, network=None, barriers=None), places)

    def metres(ground: MeasuredVillage, rows: Ints, persons: Ints) -> Floats:
        return np.maximum(stated.metres[rows], pair_metres(ground, rows, persons))

    return replace(_case(where, ground, stated, rounding_m, metres), measured=False)


def _case(
    where: str,
    ground: MeasuredVillage,
    stated: Assignment,
    rounding_m: float,
    measure: Callable[[MeasuredVillage, Ints, Ints], Floats],
) -> Case:
    known = (stated.person >= 0) & (stated.person < len(ground))
    person = np.where(known, stated.person, UNSERVED)
    served = np.flatnonzero(known)
    metres = np.zeros(len(person))
    metres[served] = measure(ground, served, person[served])
    return Case(
        where=where,
        ground=ground,
        stated=stated,
        person=person,
        metres=metres,
        loads=np.bincount(person[served], minlength=len(ground)).astype(np.int64),
        rounding_m=rounding_m,
    )


def shape_violations(
    where: str, village: Village, stated: Assignment, recruits: int
) -> tuple[Violation, ...]:
    """Return the arrays that cannot be read as one row a household, or one row a person."""
    households, persons = len(village.households), len(village.members) + recruits
    expected = {
        "person": (stated.person, households, "i"),
        "metres": (stated.metres, households, "f"),
        "reasons": (stated.reasons, households, "UTO"),
        "loads": (stated.loads, persons, "i"),
    }
    return tuple(
        Violation(
            "serve",
            "SHAPE",
            1.0,
            (name,),
            f"{name} has shape {array.shape} of {array.dtype}; expected ({rows},)",
            where,
        )
        for name, (array, rows, kinds) in expected.items()
        if array.shape != (rows,) or array.dtype.kind not in kinds
    )
