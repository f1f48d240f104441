"""Who is on no printed list: households without anybody, with why, and members in reserve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.tasks.exports.printed_words import WORDS
from optimizer.domain.languages import Language
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Assignment, Reason, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.text import hint_text, hints_of
from optimizer.output.text.spoken_names import recruit_name
from optimizer.output.text.words import LANGUAGES


def rest_lists(
    village: Village, plan: VillagePlan, made: Assignment, language: Language
) -> list[dict[str, Any]]:
    """Return the households and members that are on no list."""
    say, ids = WORDS[language], person_ids(village, plan)
    unserved = [
        [str(nth), str(village.households.ids[row]), why]
        for nth, (row, why) in enumerate(_reasons(village, plan, made, language), start=1)
    ]
    reserve = [
        [str(nth), recruit_name(str(ids[person]), language), ""]
        for nth, person in enumerate(made.reserve.tolist(), start=1)
    ]
    return [
        {"title": say[part], "columns": say[f"{part}_columns"], "rows": rows}
        for part, rows in (("unserved", unserved), ("reserve", reserve))
        if rows
    ]


def _reasons(
    village: Village, plan: VillagePlan, made: Assignment, language: Language
) -> Iterator[tuple[int, str]]:
    """Yield the rows of the unserved, and why: along paths with what keeps them from everybody."""
    reasons = LANGUAGES[language].reasons
    hints = {hint.household: hint_text(hint, language) for hint in hints_of(village, plan)}
    for row in made.unserved.tolist():
        reason = Reason(made.reasons[row])
        hint = hints.get(row) if reason is Reason.DISTANCE else None
        yield row, reasons[reason] if hint is None else f"{reasons[reason]}: {hint}"
