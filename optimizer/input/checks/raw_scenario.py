"""A scenario as it came in, column by column, before anything is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.domain.lending import Lending
from optimizer.domain.notes import Note
from optimizer.domain.supervision import Supervision
from optimizer.input.checks.faults import Finding
from optimizer.input.checks.raw_land import RawBarriers, RawNetwork
from optimizer.input.checks.raw_table import Bools, RawTable, empty_table


@dataclass(frozen=True, slots=True, eq=False)
class RawDistances:
    """Distances that the caller names.

    Parameters
    ----------
    members, places, teams
        Columns ``household`` and ``member``, ``household`` and ``place``, ``member`` and
        ``leader``; and ``metres``.
    given
        Shape (villages,): which villages name any, or say that they name none.
    """

    members: RawTable
    places: RawTable
    teams: RawTable
    given: Bools


@dataclass(frozen=True, slots=True, eq=False)
class RawScenario:
    """An input as it came in, column by column.

    Parameters
    ----------
    rules
        The scenario's rules, field to value, and the place where they stand.
    lonlat
        True for degrees of WGS 84, False for metres.
    villages
        Columns ``id`` and, optional, ``name``.
    areas
        Codes from the widest unit down, one tuple a village.
    own_rules
        What each village says about its rules, field to value, and where it says so.
    households, members, places, pairs
        Tables of `raw_table.RawTable`; members may have ``min``, ``max``, ``team`` and ``leader``,
        all points ``hamlet``, ``alley`` and ``order``;
        pairs have ``household``, ``member`` and ``kind``.
    findings
        What the reader has found wrong already; it is raised together with the rest.
    strict
        Whether what looks wrong is refused.
    named
        Whether the villages are those that the other tables name, without a table of their own.
    notes
        What its reader found that looks wrong, and what it left out.
    network, barriers
        Those that all villages share.
    teams
        What villages ask of their teams: ``kind`` with ``team``, ``member`` or ``member`` and
        ``other``.
    own_networks, own_barriers
        Those of each village, which take the place of the shared ones; () where none has any.
    lending
        Which villages may help one another; None where nobody asks.
    supervision
        How many teams a supervisor has; None where nobody asks.
    systems
        The systems of coordinates that it was read in, by the names that people know.
    system_known
        False where what was said of x and y names no system: nothing is said of points by it then.
    distances
        Those that the caller names; None where there are none.
    hamlets
        Metres between hamlets: ``from``, ``to`` and ``metres``; None where there are none.
    former
        Households with the person of the plan in force who is gone: ``household``, ``member``.
    """

    rules: Mapping[str, object]
    rules_where: str
    lonlat: bool
    villages: RawTable
    areas: Sequence[tuple[str, ...]]
    own_rules: Sequence[Mapping[str, object]]
    own_rules_where: Sequence[str]
    households: RawTable
    members: RawTable
    places: RawTable
    pairs: RawTable
    findings: Sequence[Finding] = ()
    network: RawNetwork | None = None
    barriers: RawBarriers | None = None
    own_networks: Sequence[RawNetwork | None] = ()
    own_barriers: Sequence[RawBarriers | None] = ()
    strict: bool = False
    named: bool = False
    notes: tuple[Note, ...] = ()
    lending: Lending | None = None
    supervision: Supervision | None = None
    systems: tuple[str, ...] = ()
    system_known: bool = True
    distances: RawDistances | None = None
    hamlets: RawTable | None = None
    former: RawTable = field(default_factory=lambda: empty_table("former"))
    teams: RawTable = field(default_factory=lambda: empty_table("teams"))
