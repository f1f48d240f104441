"""Named distances of a request, and metres between hamlets: lists of rows to columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from optimizer.input.checks import Finding, RawDistances, RawTable
from optimizer.input.request.request_shape import VillageItems, as_list, as_object, rows_table

Own = Sequence[tuple[Mapping[str, object], str]]
"""Villages with their JSON pointers."""

_FIELDS = {
    "members": ("household", "member", "metres"),
    "places": ("household", "place", "metres"),
    "teams": ("member", "leader", "metres"),
}
_REMEDY = 'write a distance ["{}", "{}", 340.0]'


def distances_of(own: Own, findings: list[Finding]) -> RawDistances | None:
    """Take ``distances`` out of every village; None where none has any."""
    given = np.array([village.get("distances") is not None for village, _ in own], np.bool_)
    if not given.any():
        return None
    known = frozenset(_FIELDS)
    bodies = [
        (number, f"{pointer}/distances", village["distances"])
        for number, (village, pointer) in enumerate(own)
        if given[number]
    ]
    objects = [
        (number, pointer, as_object(body, pointer, known, findings))
        for number, pointer, body in bodies
    ]
    members, places, teams = (
        _table(name, fields, objects, findings) for name, fields in _FIELDS.items()
    )
    return RawDistances(members, places, teams, given)


def _table(
    name: str,
    fields: tuple[str, ...],
    objects: Sequence[tuple[int, str, Mapping[str, object]]],
    findings: list[Finding],
) -> RawTable:
    chunks = [
        VillageItems(name, f"{pointer}/{name}", number, as_list(body, name, pointer, findings))
        for number, pointer, body in objects
        if body.get(name) is not None
    ]
    wrong = ("NOT_A_DISTANCE", _REMEDY.format(*fields))
    return rows_table("distances", chunks, fields, wrong, findings)


def hamlets_of(own: Own, findings: list[Finding]) -> RawTable | None:
    """Take ``hamlets`` out of every village; None where none has any."""
    chunks = [
        VillageItems(
            "hamlets", f"{pointer}/hamlets", number, as_list(village, "hamlets", pointer, findings)
        )
        for number, (village, pointer) in enumerate(own)
        if village.get("hamlets") is not None
    ]
    if not chunks:
        return None
    wrong = ("NOT_A_DISTANCE", 'write two hamlets and metres ["A", "B", 800.0]')
    return rows_table("hamlets", chunks, ("from", "to", "metres"), wrong, findings)
