"""Faults as columns: a rule broken in a million rows is one value, not a million objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from optimizer.domain.scenario import Ints
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks.raw_table import RawTable

Params = tuple[tuple[str, str], ...]

KEPT = 1_000
"""Problems that are listed; the rest is counted."""

SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True, eq=False)
class FaultColumn:
    """One rule broken in some rows of one table.

    Parameters
    ----------
    rows
        Rows of the table.
    message
        What is wrong and what to do, or a function from the position in ``rows`` to that.
    params
        From the position in ``rows`` to `Problem.params`.
    """

    code: str
    table: RawTable
    rows: Ints
    field: str
    message: str | Callable[[int], str]
    params: Callable[[int], Params] | None = None

    def problems(self) -> Iterator[Problem]:
        """Name every row, in the order of ``rows``."""
        for position, row in enumerate(self.rows.tolist()):
            text = self.message if isinstance(self.message, str) else self.message(position)
            value = shown(_as_seen(self.table.cell(self.field, row), text=self.table.text))
            params = self.params(position) if self.params else ()
            yield Problem(self.code, self.table.where(row), self.field, value, text, params)


Finding = FaultColumn | Problem


def _as_seen(cell: object, *, text: bool) -> object:
    """Return a cell as a spreadsheet shows it: the whole number 1.0 is 1 there."""
    return int(cell) if text and isinstance(cell, float) and cell.is_integer() else cell


def shown(value: object) -> str:
    """Return a value as short text that any terminal and any JSON can carry."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 4 * SHOWN_CHARACTERS:
        return "an integer of more than 70 digits"  # str() refuses the longest ones
    return str(value)[:SHOWN_CHARACTERS].encode("utf-8", "backslashreplace").decode("utf-8")


def unknown_fields(given: Iterable[object], known: Iterable[str], where: str) -> list[Problem]:
    """Name fields that there are not; their values may be private and stay unsaid.

    Parameters
    ----------
    given
        Fields as they came in.
    known
        Those that there are, in the order in which they are told.
    """
    fields = tuple(known)
    message = f"no such field; remove it, the fields are {', '.join(fields)}"
    params = (("kind", "field"), ("fields", ", ".join(fields)))
    return [
        Problem("UNKNOWN_FIELD", where, shown(field), "", message, params)
        for field in given
        if field not in fields
    ]


def raise_findings(findings: Sequence[Finding]) -> None:
    """Raise every finding at once; return where there is none.

    Raises
    ------
    ScenarioError
        With at most ``KEPT`` problems, and one more that counts those left out.
    """
    total = sum(
        len(finding.rows) if isinstance(finding, FaultColumn) else 1 for finding in findings
    )
    if not total:
        return
    problems = list(islice(_every(findings), KEPT))  # the rest is never made
    if total > len(problems):
        left = total - len(problems)
        problems.append(_count_of_the_rest(left))
    raise ScenarioError(problems)


def _every(findings: Iterable[Finding]) -> Iterator[Problem]:
    for finding in findings:
        if isinstance(finding, Problem):
            yield finding
        else:
            yield from finding.problems()


def _count_of_the_rest(left: int) -> Problem:
    message = f"and {left:,} more problems; mend those listed and try again"
    return Problem("MORE_PROBLEMS", "the whole input", "", "", message)
