"""Counts in, bounds out, as plain values: what the command and the service share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from optimizer.domain.notes import Note
from optimizer.domain.plan import Verdict
from optimizer.domain.rules import Rules
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import RawTable
from optimizer.input.checks.area_codes import area_codes
from optimizer.input.checks.faults import shown
from optimizer.screening.certificate_text import certificate
from optimizer.screening.count_bounds import CountBounds, count_bounds, count_verdict
from optimizer.screening.counts import SCHEMA, VillageCounts, read_counts, unknown_field
from optimizer.screening.totals_of_counts import without_totals

_CERTAIN = (Verdict.NO_MEMBERS, Verdict.NEEDS_MEMBERS)

NOTE = (
    "Counts alone prove NO_MEMBERS, NEEDS_MEMBERS and the bounds. SURPLUS, TIGHT and OK do not "
    "exclude NEEDS_MEMBERS_LOCAL: that takes points."
)


def screen(rows: Sequence[object], rules: Rules | None = None) -> list[dict[str, object]]:
    """Return the bounds of every village, in the order given.

    Parameters
    ----------
    rows
        A mapping a village, as JSON has it: ``id`` (or ``village``), ``households``, ``members``
        and, optional, ``name``, ``area`` (codes from the widest unit down), ``min_households``
        and ``max_households``.
    rules
        The window where a village has none of its own.

    Raises
    ------
    ScenarioError
        With every problem of every row.
    """
    return [bounds_document(one) for one in bounds_of_counts(_counted(rows, rules)[0])]


def screening(rows: Sequence[object], rules: Rules | None = None) -> dict[str, object]:
    """Return the bounds of every village, as `screen` does, and their sums."""
    counted, notes = _counted(rows, rules)
    made = bounds_of_counts(counted)
    found: dict[str, object] = {
        "villages": list(map(bounds_document, made)),
        "summary": screen_summary(made),
    }
    if notes:
        found["notes"] = [
            {
                "code": note.code,
                "pointer": note.pointer,
                "rows": list(note.rows),
                "params": dict(note.params),
            }
            for note in notes
        ]
    return found


def bounds_of_counts(counted: Iterable[VillageCounts]) -> list[CountBounds]:
    """Return what counts prove of each village."""
    return [_screened(one) for one in counted]


def bounds_document(one: CountBounds) -> dict[str, object]:
    """Return a village's bounds as JSON says them."""
    counted = one.counted
    return {
        "id": counted.id,
        "name": counted.name,
        "area": list(counted.area),
        "verdict": str(one.verdict),
        "certain": one.certain,
        "households": counted.households,
        "members": counted.members,
        "min_households": counted.least,
        "max_households": counted.most,
        "room": one.room,
        "recruits_at_least": one.recruits_at_least,
        "active_at_most": one.active_at_most,
        "reserve_at_least": one.reserve_at_least,
        "message": {str(language): text for language, text in one.message.items()},
    }


def screen_summary(rows: Sequence[CountBounds]) -> dict[str, object]:
    """Add villages up."""
    verdicts = Counter(row.verdict for row in rows)
    return {
        "villages": len(rows),
        "households": sum(row.counted.households for row in rows),
        "members": sum(row.counted.members for row in rows),
        "recruits_at_least": sum(row.recruits_at_least for row in rows),
        "verdicts": {str(word): verdicts[word] for word in Verdict if verdicts[word]},
        "note": NOTE,
    }


def _screened(counted: VillageCounts) -> CountBounds:
    room, recruits, active = count_bounds(counted)
    word = count_verdict(counted)
    return CountBounds(
        counted=counted,
        verdict=word,
        certain=word in _CERTAIN,
        room=room,
        recruits_at_least=recruits,
        active_at_most=active,
        reserve_at_least=counted.members - active,
        message=certificate(counted),
    )


def _counted(
    rows: Sequence[object], rules: Rules | None
) -> tuple[list[VillageCounts], tuple[Note, ...]]:
    """Check rows, without those that add others up; the codes of areas become a column a level."""
    wrong = [nth for nth, row in enumerate(rows) if not isinstance(row, Mapping)]
    if wrong:
        message = "a village is an object with id, households and members; write one"
        raise ScenarioError(
            [Problem("NOT_AN_OBJECT", f"/villages/{nth}", "", "", message) for nth in wrong]
        )
    flat, found = [], []
    for nth, row in enumerate(rows):
        made, problems = _flat(row, f"/villages/{nth}")
        flat.append(made)
        found += problems
    # Every field that any row has, once, in the order of their first appearance.
    fields = dict.fromkeys(field for row in flat for field in row)
    columns = {field: [row.get(field) for row in flat] for field in fields}
    table = RawTable("counts", len(rows), columns, lambda row: f"/villages/{row}", "/villages")
    table, notes = without_totals(table)
    return read_counts(table, rules or Rules(), found), notes


_AREA = "an area is a list of texts from the widest unit down"


def _flat(row: object, where: str) -> tuple[dict[str, object], list[Problem]]:
    """Return a row's known fields, the codes of its area one by one, and what is wrong with it."""
    made = {str(field): value for field, value in row.items()} if isinstance(row, Mapping) else {}
    if "village" in made and "id" not in made:
        made["id"] = made.pop("village")
    area = made.pop("area", None)
    found: list[Problem] = []
    if isinstance(area, list | tuple):
        codes, wrong = area_codes(area, where)
        made |= {f"area_{level}": code for level, code in enumerate(codes, start=1)}
        found += wrong
    elif area is not None:
        found.append(Problem("NOT_A_LIST", where, "area", shown(area), _AREA))
    found += [unknown_field(where, field) for field in made if not SCHEMA.knows(field)]
    return {field: value for field, value in made.items() if SCHEMA.knows(field)}, found
