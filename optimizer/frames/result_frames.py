"""A plan as GeoDataFrames: the author's own shapes, labels and order, with what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries

from optimizer.domain.plan import METRE_DECIMALS, UNSERVED
from optimizer.domain.scenario import Floats
from optimizer.frames.coordinates import point_shapes
from optimizer.frames.labels import labels_like, texts
from optimizer.frames.planned import PLANS, Labels, PlannedFrames, PlannedVillage
from optimizer.frames.point_frames import PointFrame
from optimizer.output.metres import shown_metres
from optimizer.output.team_documents import team_document
from optimizer.output.text import village_messages

_PREFIX = {"today": "", "after": "after_"}
_RECRUIT = ("recruit", "place", "households", "worth", "hamlet")


def assignment_frame(planned: PlannedFrames) -> GeoDataFrame:
    """Return a row a household, in the order and with the index of its author.

    ``person`` is the label of the member who looks after it, missing where nobody does and
    ``reason`` says why; ``after_`` stands before what holds once the recruits are found.
    """
    homes, members = planned.tables.households, planned.tables.members.index
    count, columns = len(homes.index), _villages(homes, planned)
    for which in PLANS:
        person, reason = _empty(count), _empty(count)
        metres = np.full(count, np.nan)
        for one in planned:
            made, rows = one.made(which), one.households
            person[rows] = one.labels_of(made.person)
            metres[rows] = np.round(shown_metres(one.village, made), METRE_DECIMALS)
            reason[rows] = [why or None for why in made.reasons.tolist()]
        columns[f"{_PREFIX[which]}person"] = labels_like(person.tolist(), members)
        columns[f"{_PREFIX[which]}metres"] = metres
        columns[f"{_PREFIX[which]}reason"] = texts(reason.tolist())
    columns |= _stand_ins(planned)
    return GeoDataFrame(columns, geometry=homes.located.shapes, index=homes.index)


def unserved_frame(planned: PlannedFrames, assignments: GeoDataFrame) -> GeoDataFrame:
    """Return the households that nobody looks after today, with the reason of each."""
    kept = [*_named(planned), "reason", "after_person", "after_metres", "geometry"]
    return assignments.loc[assignments["reason"].notna(), kept]


def member_frame(planned: PlannedFrames) -> GeoDataFrame:
    """Return a row a member, with the window that holds and the households of either plan."""
    members = planned.tables.members
    count, columns = len(members.index), _villages(members, planned)
    window = np.zeros((count, 2), np.int64)
    loads = np.zeros((count, len(PLANS)), np.int64)
    for village in planned.scenario.villages:
        rows = members.rows_of(village.id, village.members.ids)
        window[rows] = np.column_stack((village.members.minimum, village.members.maximum))
    for one in planned:
        known = len(one.members)
        for nth, which in enumerate(PLANS):
            loads[one.members, nth] = one.made(which).loads[:known]
    columns |= {"min": window[:, 0], "max": window[:, 1]}
    columns |= {f"{_PREFIX[which]}households": loads[:, nth] for nth, which in enumerate(PLANS)}
    shapes = members.located.shapes
    crs = planned.tables.households.crs
    if members.system.lonlat and shapes.crs != crs:
        shapes = shapes.to_crs(crs)
    return GeoDataFrame(columns, geometry=shapes, index=members.index)


def recruit_frame(planned: PlannedFrames) -> GeoDataFrame:
    """Return a row a recruit, in the order of their worth; ``place`` is the label of where."""
    rows: list[dict[str, object]] = []
    points: list[Floats] = [np.empty((0, 2))]
    for one in planned:
        recruitment = one.plan.recruitment
        if recruitment is None or not len(recruitment.places):
            continue
        known = len(one.members)
        points.append(planned.recruit_points(one))
        columns = zip(
            one.persons[known:].tolist(),
            planned.recruit_labels(one).tolist(),
            one.after.loads[known:].tolist(),
            recruitment.worth.tolist(),
            village_messages(one.village, one.plan).hamlets,
            strict=True,
        )
        rows += [
            {**_name(planned, one), **dict(zip(_RECRUIT, row, strict=True))} for row in columns
        ]
    return _frame(
        planned, rows, [*_named(planned), *_RECRUIT], point_shapes(np.concatenate(points))
    )


def pocket_frame(planned: PlannedFrames) -> GeoDataFrame:
    """Return a row a pocket: households whose members, all of them, cannot hold them.

    A pocket is drawn as the points of its households.
    """
    homes, rows, shapes = planned.tables.households, list[dict[str, object]](), list[object]()
    for one in planned:
        for pocket in () if one.plan.recruitment is None else one.plan.recruitment.pockets:
            inside = one.households[np.sort(pocket.households)]
            rows.append(
                {
                    **_name(planned, one),
                    "households": homes.labels(inside).tolist(),
                    "members": one.labels_of(np.sort(pocket.members)).tolist(),
                    "room": int(pocket.room),
                    "recruits_at_least": int(pocket.recruits_at_least),
                }
            )
            shapes.append(_together(homes.located.xy[inside]))
    known = [*_named(planned), "households", "members", "room", "recruits_at_least"]
    return _frame(planned, rows, known, shapes)


def team_frame(planned: PlannedFrames) -> GeoDataFrame:
    """Return a row a team of either plan, where teams are asked for; drawn as its members."""
    fields = ("team", "leader", "members", "households", "walk_m", "metres", "far", "flags")
    rows: list[dict[str, object]] = []
    shapes: list[object] = []
    for one in planned:
        label = dict(zip(one.person_ids.tolist(), one.persons.tolist(), strict=True))
        row_of = {name: row for row, name in enumerate(one.person_ids.tolist())}
        points = planned.homes(one)
        for which in PLANS if one.plan.after is not None else PLANS[:1]:
            document = team_document(one.village, one.made(which), one.person_ids)
            for team in _listed(document.get("teams")):
                inside = [row_of[name] for name in team["members"]]
                shapes.append(_together(points[inside]))
                rows.append(
                    {
                        **_name(planned, one),
                        "plan": which,
                        "team": team["id"],
                        "leader": label[team["leader"]],
                        **{field: team[field] for field in fields[3:]},
                        "members": [label[name] for name in team["members"]],
                        "far": [label[name] for name in team["far"]],
                    }
                )
    return _frame(planned, rows, [*_named(planned), "plan", *fields], shapes)


def line_frame(planned: PlannedFrames, which: str) -> GeoDataFrame:
    """Return a line from every household that is served to its person.

    Parameters
    ----------
    which
        ``today`` or ``after``.
    """
    homes, rows, lines = planned.tables.households, list[dict[str, object]](), list[object]()
    for one in planned:
        made = one.made(which)
        served = np.flatnonzero(made.person != UNSERVED)
        inside, persons = one.households[served], made.person[served]
        ends = np.stack([homes.located.xy[inside], planned.homes(one)[persons]], 1)
        names, carers = homes.labels(inside).tolist(), one.labels_of(persons).tolist()
        metres = np.round(shown_metres(one.village, made)[served], METRE_DECIMALS).tolist()
        rows += [
            {**_name(planned, one), "household": home, "person": person, "metres": far_m}
            for home, person, far_m in zip(names, carers, metres, strict=True)
        ]
        lines += [shapely.LineString(pair) if np.isfinite(pair).all() else None for pair in ends]
    return _frame(planned, rows, [*_named(planned), "household", "person", "metres"], lines)


def _listed(teams: object) -> list[dict[str, Any]]:
    """Return teams as the response JSON has them; none where none are asked for."""
    return teams if isinstance(teams, list) else []


def _stand_ins(planned: PlannedFrames) -> dict[str, object]:
    """Return who would take each household if its person left, where that is asked for."""
    asked = [one for one in planned if one.village.rules.stand_ins]
    count, members = len(planned.tables.households.index), planned.tables.members.index
    if not asked:
        return {}
    person, metres = _empty(count), np.full(count, np.nan)
    for one in asked:
        found = one.plan.today.stand_ins
        if found is None:
            continue
        person[one.households] = one.labels_of(found.person)
        if one.village.rules.metric.has_metres:
            metres[one.households] = np.round(found.metres, METRE_DECIMALS)
    return {"stand_in": labels_like(person.tolist(), members), "stand_in_metres": metres}


def _empty(count: int) -> Labels:
    return np.full(count, None, np.object_)


def _named(planned: PlannedFrames) -> list[str]:
    """Return the column of villages, nothing where there is one village."""
    return [] if planned.tables.village is None else [str(planned.tables.village)]


def _name(planned: PlannedFrames, one: PlannedVillage) -> dict[str, object]:
    return dict.fromkeys(_named(planned), one.name)


def _villages(table: PointFrame, planned: PlannedFrames) -> dict[str, object]:
    return dict.fromkeys(_named(planned), table.villages)


def _frame(
    planned: PlannedFrames,
    rows: Sequence[dict[str, object]],
    columns: Sequence[str],
    shapes: object,
) -> GeoDataFrame:
    """Return rows with their shapes in the households' system; the columns also without a row."""
    table = pd.DataFrame(list(rows), columns=list(columns))
    placed = GeoSeries(shapes, index=table.index, crs=planned.tables.households.crs)
    return GeoDataFrame(table, geometry=placed)


def _together(xy: Floats) -> shapely.MultiPoint | None:
    """Return points as one shape; None where none has one."""
    right = xy[np.isfinite(xy).all(axis=1)]
    return shapely.MultiPoint(right) if len(right) else None
