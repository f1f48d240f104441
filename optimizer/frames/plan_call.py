"""`optimizer.plan`: frames in, a plan out."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Hashable
from typing import Unpack

from optimizer.errors import Problem, ScenarioError
from optimizer.frames.distance_frames import DistanceTables
from optimizer.frames.frame_scenario import WHERE, FrameRequest, read_frames
from optimizer.frames.household_plan import Plan
from optimizer.frames.plan_options import PlanOptions, check_names
from optimizer.frames.plan_tables import note_lines
from optimizer.frames.planned import PlannedFrames
from optimizer.frames.planning import Effort, plan_all
from optimizer.frames.point_frames import PointTable

_LISTED = 10
_TAKEN = frozenset(
    ("person", "metres", "reason", "households", "members", "recruit", "place", "team", "plan")
)
"""Columns of results by whose names no column of villages may go."""
_OWN_DOORS = (
    "distances name no places, so a recruit is near the own household alone and the number of "
    "recruits is too high; name them (distances={'members': ..., 'places': ...}), or say "
    "recruiting=False"
)


class PlanWarning(UserWarning):
    """Something in the input looks wrong, or a village has no plan; the rest was planned."""


def plan(
    households: PointTable,
    members: PointTable,
    places: PointTable | None = None,
    *,
    village: Hashable | None = None,
    crs: object = None,
    distances: DistanceTables = None,
    **options: Unpack[PlanOptions],
) -> Plan:
    """Share households among members, exactly, and prove how many more are needed.

    households, members, places
        A GeoDataFrame or GeoSeries in any system of coordinates (an area counts as a point inside
        it); a DataFrame with ``lon`` and ``lat``, or ``x`` and ``y``; or an array of shape
        (rows, 2). The index has the ids. Members may have ``min``, ``max``, ``team`` and
        ``leader``, any table ``hamlet``. Recruits are suggested near ``places``; near households
        where there are none.
    village
        The column of these tables that says of which village a row is. Villages are planned one
        by one. None for one village.
    crs
        What ``x`` and ``y`` are in tables that bring no system: anything that pyproj takes, or
        ``VN-2000`` and a province. None for metres of a plane.
    distances
        Metres of your own, in the place of those between points: a DataFrame with ``household``,
        ``member`` and ``metres``; one with a row a household and a column a member; an array of
        that shape; or a mapping of these by ``members``, ``places`` and ``teams``. A pair without
        a number is out of reach.

    Tables of the plan that is returned are in the index, order, shapes and system of the
    households. `ScenarioError` names every problem of the input: table, label, column, value and
    what to do; `PlanWarning` says what looks wrong.
    """
    check_names(options, _ARGUMENTS)
    _check_free(village)
    effort = _effort(options)
    asked = FrameRequest(households, members, places, village, crs, distances, options)
    scenario, tables = read_frames(asked)
    planned = PlannedFrames(scenario, tables, plan_all(scenario, effort))
    _warn(planned)
    return Plan(planned)


def _keywords(function: Callable[..., Plan]) -> tuple[str, ...]:
    """Let a notebook show and complete every keyword; return those that are no options."""
    shown = inspect.signature(function)
    named = [one for name, one in shown.parameters.items() if name != "options"]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=..., annotation=kind)
        for name, kind in PlanOptions.__annotations__.items()
    ]
    function.__dict__["__signature__"] = shown.replace(parameters=[*named, *options])
    function.__doc__ = f"{function.__doc__}\n    {PlanOptions.__doc__}"
    return tuple(one.name for one in named)


_ARGUMENTS = _keywords(plan)


def _effort(options: PlanOptions) -> Effort:
    return Effort(
        workers=options.get("workers"),
        seed=options.get("seed", 0),
        time_limit_s=options.get("time_limit_s"),
        gap=options.get("gap", 0.0),
        progress=options.get("progress", False),
    )


def _check_free(village: Hashable | None) -> None:
    """Refuse a column of villages by whose name results have another one.

    Raises
    ------
    ScenarioError
        With the remedy.
    """
    if village in _TAKEN:
        message = "results have a column of this name; rename yours"
        raise ScenarioError([Problem("UNKNOWN_FIELD", WHERE, "village", str(village), message)])


def _warn(planned: PlannedFrames) -> None:
    """Warn of what looks wrong, and of villages without a plan."""
    lines = note_lines(planned)
    if _recruits_of_own_doors(planned):
        lines.append(_OWN_DOORS)
    if lines:
        more = len(lines) - _LISTED
        text = "\n".join(lines[:_LISTED]) + (f"\nand {more} more, in .notes" if more > 0 else "")
        warnings.warn(text, PlanWarning, stacklevel=3)
    for name, failure in planned.failures.items():
        text = f"village {name} has no plan: {failure.reason} [{failure.code}]"
        warnings.warn(text, PlanWarning, stacklevel=3)


def _recruits_of_own_doors(planned: PlannedFrames) -> bool:
    """Tell whether recruits were suggested where nobody said how far anybody is from them."""
    return any(
        one.plan.recruitment is not None
        and len(one.plan.recruitment.places) > 0
        and one.village.rules.metric.kind == "matrix"
        and one.village.distances is not None
        and len(one.village.distances.sites) == 0
        for one in planned
    )
