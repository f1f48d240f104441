"""A plan as DataFrames without shapes: villages, proofs, who changes person, what looked wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from optimizer.domain.failure import Failure
from optimizer.domain.languages import Language
from optimizer.domain.notes import LEFT_OUT, Note
from optimizer.frames.planned import PLANS, PlannedFrames, PlannedVillage
from optimizer.input.notes.note_texts import english, sentence
from optimizer.output.assignment_document import stage_proofs
from optimizer.output.moves import moves
from optimizer.output.summary.area_totals import summary
from optimizer.output.summary.village_summary import (
    VillageSummary,
    summarise_failure,
    summarise_village,
)
from optimizer.output.team_documents import team_proofs

_NAMED = 10
"""Labels that a line names; the table has them all."""


def village_summaries(planned: PlannedFrames) -> list[VillageSummary]:
    """Return one row of figures a village."""
    return [
        summarise_failure(village, made)
        if isinstance(made, Failure)
        else summarise_village(village, made)
        for village, made in zip(planned.scenario.villages, planned.made, strict=True)
    ]


def summary_document(rows: list[VillageSummary]) -> dict[str, object]:
    """Return the sums as the response JSON has them."""
    return summary(rows)


def village_table(planned: PlannedFrames, rows: list[VillageSummary]) -> pd.DataFrame:
    """Return a row a village: its verdict, counts and sentences; indexed by its author's name."""
    names = [planned.name(village) for village in planned.scenario.villages]
    table = pd.DataFrame(
        [
            {
                "name": row.name,
                "verdict": None if row.verdict is None else str(row.verdict),
                "households": row.households,
                "members": row.members,
                "room": row.room,
                "unserved": row.unserved_total,
                "recruits": row.recruits_needed,
                "recruits_at_least": row.recruits_certain,
                "reserve": row.reserve,
                "exceptions": row.exceptions,
                "walk_m": row.walk_m,
                "longest_m": row.longest_m,
                "after_unserved": row.after.unserved,
                "after_walk_m": row.after.walk_m,
                "max_distance_m": row.max_distance_m,
                "max_households": row.max_households,
                "message": row.message[Language.EN],
                "message_vi": row.message[Language.VI],
                "failure": row.failure or None,
                "seconds": row.seconds,
            }
            for row in rows
        ]
    )
    return table.set_index(pd.Index(names, name=planned.tables.village or "village"))


def proof_table(planned: PlannedFrames) -> pd.DataFrame:
    """Return a row for each goal of each plan: its value, its bound, and whether they meet."""
    rows: list[dict[str, object]] = []
    for one in planned:
        for which in PLANS if one.plan.after is not None else PLANS[:1]:
            for stage, proof in _proofs(one, which).items():
                if isinstance(proof, dict):
                    shown = {"gap": 0.0, **proof}
                    rows.append({"village": one.name, "plan": which, "goal": stage, **shown})
    columns = ["village", "plan", "goal", "value", "bound", "proven", "gap", "checked"]
    table = pd.DataFrame(rows, columns=columns)
    return table if planned.tables.village is not None else table.drop(columns="village")


def _proofs(one: PlannedVillage, which: str) -> Mapping[str, object]:
    made = one.made(which)
    recruitment = one.plan.recruitment if which == "after" else None
    return {
        **stage_proofs(one.village, made, recruitment),
        **team_proofs(one.village, made.teams),
    }


def move_table(planned: PlannedFrames) -> pd.DataFrame:
    """Return who changes person against the plan in force, by ``EVENT`` or by ``CHOICE``."""
    homes, rows = planned.tables.households, list[dict[str, object]]()
    for one in planned:
        person = dict(zip(one.person_ids.tolist(), one.persons.tolist(), strict=True))
        for which in PLANS if one.plan.after is not None else PLANS[:1]:
            for household, before, now, cause in moves(
                one.village, one.made(which), one.person_ids
            ):
                rows.append(
                    {
                        "village": one.name,
                        "plan": which,
                        "household": homes.index[homes.rows[one.village.id, household]],
                        "before": person.get(before, before) if before else None,
                        "person": person[now] if now else None,
                        "cause": cause,
                    }
                )
    table = pd.DataFrame(
        rows, columns=["village", "plan", "household", "before", "person", "cause"], dtype=object
    )
    return table if planned.tables.village is not None else table.drop(columns="village")


def note_table(planned: PlannedFrames) -> pd.DataFrame:
    """Return what looked wrong: code, table, labels of its rows, and the sentence."""
    rows = [
        {
            "code": note.code,
            "table": note.pointer.strip("/"),
            "labels": _labels(planned, note),
            "message": english(note),
            "message_vi": sentence(note, "vi"),
        }
        for note in planned.scenario.notes
    ]
    return pd.DataFrame(rows, columns=["code", "table", "labels", "message", "message_vi"])


def note_lines(planned: PlannedFrames) -> list[str]:
    """Return a line for each note; what was merely left out is said in the table alone."""
    return [
        f"{_place(planned, note)}{english(note)} [{note.code}]"
        for note in planned.scenario.notes
        if note.code != LEFT_OUT
    ]


def _labels(planned: PlannedFrames, note: Note) -> list[object]:
    """Return the labels of a note's rows, which are positions of its table."""
    table = note.pointer.strip("/")
    frames = {
        frame.name: frame
        for frame in (planned.tables.households, planned.tables.members, planned.tables.places)
    }
    return [frames[table].index[row] for row in note.rows] if table in frames else []


def _place(planned: PlannedFrames, note: Note) -> str:
    table, labels = note.pointer.strip("/"), _labels(planned, note)
    if not labels:
        return f"{table}: " if table else ""
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    return f"{table} {', '.join(map(str, labels[:_NAMED]))}{more}: "
