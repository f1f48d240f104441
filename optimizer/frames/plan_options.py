"""What `optimizer.plan` may be told beside its tables: every keyword, with what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

from optimizer.domain.rules import Rules
from optimizer.frames.land_frames import Lines
from optimizer.frames.pair_frames import PairTable
from optimizer.frames.rule_options import RuleOptions


class PlanOptions(RuleOptions, total=False):
    """Keywords of `optimizer.plan`, all of them optional.

    current, former, locked, forbidden
        Pairs of labels: a Series or mapping of members by household, an iterable of pairs, or a
        DataFrame with ``household`` and ``member``. From ``current``, the plan in force, as little
        as possible is changed; ``former`` is that part of it whose member is gone.
    villages
        A row a village, with its id for index: ``name``, ``area`` (``a/b``) or ``area_1`` and so
        on, and any rule that holds there.
    network, barriers
        Lines that are walked along (with ``metric="path"``), and what nobody walks across, where a
        point is a crossing.
    hamlets, team_requests
        As the tables ``hamlets`` and ``teams`` of a scenario folder.
    strict
        True to refuse what looks wrong. Else it is warned about, and stands in ``.notes``.
    workers
        Processes. None plans one village, and few small ones, in this process, and others with a
        process a processor; 1 plans here. The plan is the same.
    time_limit_s, gap, seed
        Seconds of each village's search (None for as long as it is worth); the gap of its walk
        that is good enough (0); what decides where something is drawn by lot (0).
    progress
        True for a bar or lines on standard error, or a function of the number of villages that
        are planned and of all.
    min_households (5), max_households (10), minimum ("flag"), max_distance_m (1000)
        Households of a member, whether fewer than the minimum is forbidden (``"enforce"``), and
        how far they may be. Members' own ``min`` and ``max`` go first.
    metric ("straight"), priorities (["walk"]), fairest_step_m (25)
        How distances are measured, and what is best once as many as possible are served.
    recruiting (True), recruits_per_place (None), max_recruits (None), spare (0), curve (False)
        Whether recruits are suggested, at most how many, with one to spare, and what fewer serve.
    stand_ins (False), survival (False), change_price_m (None)
        Who would take each household if its person left; whether everybody is served whoever
        leaves; the metres that a change by choice must save.
    teams (None)
        ``{"min": 5, "max": 12, "target": 9}`` to make teams of the members.
    """

    villages: pd.DataFrame | None
    current: PairTable
    former: PairTable
    locked: PairTable
    forbidden: PairTable
    network: Lines
    barriers: Lines
    hamlets: pd.DataFrame | None
    team_requests: pd.DataFrame | None
    strict: bool
    workers: int | None
    time_limit_s: float | None
    gap: float
    seed: int
    progress: bool | Callable[[int, int], None]


def check_names(given: Mapping[str, object], others: Sequence[str]) -> None:
    """Refuse a keyword that there is not.

    Parameters
    ----------
    others
        Arguments that are no options.

    Raises
    ------
    TypeError
        As Python does for a keyword that a function does not have, with what was meant.
    """
    known = list(PlanOptions.__annotations__)
    for name in given:
        if name not in known:
            near = get_close_matches(name, [*known, *others], 1)
            meant = f"; did you mean {near[0]!r}?" if near else "."
            rest = f"The keywords are {', '.join([*others, *known])}"
            raise TypeError(f"plan() got an unexpected keyword argument {name!r}{meant} {rest}")


def rules_of(given: Mapping[str, object]) -> dict[str, object]:
    """Return the keywords that are rules."""
    return {name: value for name, value in given.items() if name in Rules.model_fields}
