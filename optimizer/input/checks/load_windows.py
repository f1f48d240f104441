"""Windows of members: their own where given, the village's elsewhere, and possible to meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.numbers import whole_numbers
from optimizer.input.checks.points import UNKNOWN, PointRows
from optimizer.input.checks.raw_table import RawTable


def read_windows(
    members: PointRows, rules: Sequence[Rules]
) -> tuple[Ints, Ints, list[FaultColumn]]:
    """Read each member's window.

    A member with a maximum of its own below the village's minimum, and no minimum of its own, gets
    its maximum as minimum: 3 where the village says 5..10 means 3..3. The other way round nothing
    is raised silently: a minimum above the village's maximum needs a maximum beside it.

    Returns
    -------
    tuple
        Minimum and maximum of each row, and the faults.
    """
    table = members.table
    own_minimum, minimum_faults = whole_numbers(table, "min")
    own_maximum, maximum_faults = whole_numbers(table, "max")
    village = members.village
    # The extra last window is that of rows whose village is unknown: UNKNOWN is -1.
    usual = np.array([(r.min_households, r.max_households) for r in (*rules, Rules())])
    assert UNKNOWN == -1
    maximum = np.where(np.isnan(own_maximum), usual[village, 1], own_maximum)
    spared = np.minimum(usual[village, 0], np.where(np.isnan(own_maximum), np.inf, own_maximum))
    minimum = np.where(np.isnan(own_minimum), spared, own_minimum)
    faults = minimum_faults + maximum_faults
    above = np.flatnonzero(minimum > maximum)
    if len(above):

        def message(position: int) -> str:
            row = above[position]
            return (
                f"min {minimum[row]:.0f} is above max {maximum[row]:.0f}; "
                "lower min, or give the member a max of its own"
            )

        faults.append(FaultColumn("MIN_ABOVE_MAX", table, above, "min", message))
    return minimum.astype(np.int64), maximum.astype(np.int64), faults


@dataclass(frozen=True, slots=True, eq=False)
class Crew:
    """Members as columns: their village (or ``UNKNOWN``), window and locked households."""

    village: Ints
    minimum: Ints
    maximum: Ints
    locks: Ints


def impossible_windows(
    villages: RawTable,
    order: Ints,
    rules: Sequence[Rules],
    households: Ints,
    crew: Crew,
) -> list[FaultColumn]:
    """Find villages whose window no number of members can meet.

    Only an enforced minimum can be impossible (with ``flag`` there are exceptions), and only where
    the arithmetic alone says so: every member has the village's window, together they could hold
    all households, and there are enough households for one member. A village that is short of
    members, or smaller than one member's minimum, is planned: its unserved households say why.
    So is one in which a lock forces a member below its minimum: any number may be met with it.

    Parameters
    ----------
    order
        Row of the villages table for each sorted village.
    households
        Shape (villages,), their number.
    """
    asked = np.array([(r.min_households, r.max_households) for r in rules], dtype=np.int64)
    enforced = np.array([r.minimum is MinimumPolicy.ENFORCE for r in rules], dtype=np.bool_)
    if not enforced.any():
        return []
    known = crew.village != UNKNOWN
    village = crew.village[known]
    usual = (asked[village] == np.column_stack((crew.minimum, crew.maximum))[known]).all(axis=1)
    members = np.bincount(village, minlength=len(rules))
    alike = np.bincount(village[usual], minlength=len(rules)) == members
    forced = (crew.locks > 0) & (crew.locks < crew.minimum)
    lenient = np.bincount(crew.village[forced], minlength=len(rules)) > 0
    least, most = asked[:, 0], asked[:, 1]
    fewest = -(-households // most)
    enough = (households >= least) & (fewest <= members)
    bad = np.flatnonzero(enforced & ~lenient & alike & enough & (fewest * least > households))
    if not len(bad):
        return []

    def message(position: int) -> str:
        row = bad[position]
        return _arithmetic(int(households[row]), int(least[row]), int(most[row]))

    return [FaultColumn("IMPOSSIBLE_WINDOW", villages, order[bad], "min_households", message)]


def _arithmetic(households: int, least: int, most: int) -> str:
    below = households // most
    hold = "1 member holds" if below == 1 else f"{below} members hold"
    return (
        f"no number of members with {least}..{most} households each holds {households}: "
        f"{hold} at most {below * most}, {below + 1} need at least {(below + 1) * least}; "
        "change the window, or set minimum to flag"
    )
