"""One file's table, read but not yet understood: a header and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain.notes import Note
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Column
from optimizer.input.checks.faults import raise_findings, shown
from optimizer.input.columns.matching import counts_rows
from optimizer.input.folder.header_row import (
    Known,
    find_header,
    is_heading_row,
    numbers_columns,
    second_line,
)

_MOST_RAGGED = 1_000
"""Rows of another length after which no more are read."""
_SEVERAL = "another table begins here; put every table on a sheet, or into a file, of its own"


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One file's table.

    Parameters
    ----------
    source
        The file's name, and the sheet's where the file has several.
    columns
        Header, in small letters, to cells.
    numbers
        Each row's number as its author counts: a spreadsheet's header is row 1, features of a map
        and rows of Parquet are counted from 1.
    word
        ``row`` or ``feature``.
    decimal_comma
        True where the file's convention writes ``109,05``.
    geographic
        True where ``x`` and ``y`` were made from geometry and are degrees of WGS 84.
    problems
        Rows that could not be read and are not among the columns.
    header
        The row that names the columns.
    left_out
        Columns without a name that only count rows.
    notes
        What the reader had to suppose, such as an encoding that the file does not name.
    """

    source: str
    columns: Mapping[str, Column]
    numbers: Sequence[int]
    word: str = "row"
    decimal_comma: bool = False
    geographic: bool = False
    problems: tuple[Problem, ...] = ()
    header: int = 1
    left_out: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def where(self) -> Callable[[int], str]:
        """The function from a row to its place."""
        return lambda row: f"{self.source} {self.word} {self.numbers[row]}"


def unreadable(source: str, message: str, code: str = "UNREADABLE") -> ScenarioError:
    """Make the error of a file that cannot be read at all."""
    return ScenarioError([Problem(code, source, "", "", message)])


def sheet_from_grid(
    source: str,
    grid: Sequence[Sequence[object]],
    *,
    decimal_comma: bool = False,
    known: Known | None = None,
    first: int = 0,
) -> Sheet:
    """Make a sheet of rows of cells; rows without any content are passed over.

    Parameters
    ----------
    known
        Whether a heading means something. With it, rows of titles above the header are passed
        over, a header may have two lines, and a second header ends the table with a problem.
    first
        Rows of the file before the grid.

    Raises
    ------
    ScenarioError
        Without a header, or with one that names a column twice or not at all.
    """
    at = find_header(grid, known)
    if at is None:
        raise unreadable(source, "the first row must name the columns; add a header", "NO_HEADER")
    header = _names(grid[at])
    below = None if known is None else second_line(grid, at, known)
    if below is not None:
        header = _names([low if filled(low) else up for up, low in below])
    start = at + (1 if below is None else 2)
    while header and not header[-1]:
        header.pop()
    rows, numbers, problems = _rows(source, grid[start:], first + start, header, known)
    notes = _numbering(source, rows, numbers)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    kept, left_out = _named(f"{source} row {first + start}", header, columns)
    return Sheet(
        source,
        kept,
        numbers,
        decimal_comma=decimal_comma,
        problems=tuple(problems),
        header=first + start,
        left_out=left_out,
        notes=notes,
    )


def _numbering(source: str, rows: list[Sequence[object]], numbers: list[int]) -> tuple[Note, ...]:
    """Take away a first row that numbers the columns, and return the note that says so."""
    if len(rows) < 2 or not numbers_columns(rows[0], len(rows[0])):  # noqa: PLR2004 - and one of data
        return ()
    del rows[0]
    return (Note("COLUMN_NUMBERS", "", (numbers.pop(0),), {"source": source, "count": 1}),)


def filled(cell: object) -> bool:
    """Tell whether a cell holds anything that is seen."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _names(cells: Sequence[object]) -> list[str]:
    return [" ".join(str(cell).split()).casefold() if filled(cell) else "" for cell in cells]


def _rows(
    source: str,
    grid: Sequence[Sequence[object]],
    start: int,
    header: Sequence[str],
    known: Known | None,
) -> tuple[list[Sequence[object]], list[int], list[Problem]]:
    """Return the rows below the header with their numbers, and those that do not fit.

    ``start`` is the number of the header's last line.
    """
    width = len(header)
    kept: list[Sequence[object]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    for number, row in enumerate(grid, start=start + 1):
        if not any(map(filled, row)):
            continue
        if known is not None and is_heading_row(row, known):
            if _names(row)[:width] == header:
                continue  # printed once more on every page
            problems.append(Problem("SEVERAL_TABLES", f"{source} row {number}", "", "", _SEVERAL))
            break
        if len(row) == width:
            kept.append(row)
            numbers.append(number)
        elif len(row) > width and not any(map(filled, row[width:])):
            kept.append(row[:width])
            numbers.append(number)
        else:
            problems.append(_ragged(f"{source} row {number}", len(row), width))
            if len(problems) == _MOST_RAGGED:
                raise _too_ragged(source, number, problems)
    return kept, numbers, problems


def _ragged(where: str, cells: int, width: int) -> Problem:
    message = f"the row has {cells} cells, the header {width}; give every column a cell"
    return Problem("WRONG_CELL_COUNT", where, "", "", message)


def _too_ragged(source: str, number: int, problems: Sequence[Problem]) -> ScenarioError:
    message = "the rows after this one were not read; mend these first"
    return ScenarioError(
        [*problems, Problem("WRONG_CELL_COUNT", f"{source} row {number}", "", "", message)]
    )


def _named(
    where: str, header: Sequence[str], columns: Sequence[Sequence[object]]
) -> tuple[dict[str, Column], tuple[str, ...]]:
    """Return the columns by their names, without empty ones and without row numbers.

    Raises
    ------
    ScenarioError
        Where the header does not say which column is which.
    """
    kept: dict[str, Column] = {}
    left_out, nameless, gaps = [], list[object](), set[int]()
    for nth, (name, cells) in enumerate(zip(header, columns, strict=True)):
        if name:
            kept[name] = cells
        elif not any(map(filled, cells)):
            gaps.add(nth)
        elif counts_rows(name, cells):
            left_out.append(f"#{nth + 1}")
        else:
            nameless.append(next(filter(filled, cells)))
    problems = []
    twice = sorted(name for name, times in Counter(header).items() if times > 1 and name)
    if twice and _apart(header, twice[0], gaps):
        raise unreadable(where, _SEVERAL, "SEVERAL_TABLES")
    for name in twice:
        message = "two columns have this name; rename or remove one"
        problems.append(Problem("DUPLICATE_COLUMN", where, shown(name), "", message))
    if nameless:
        code = "UNNAMED_COLUMN" if len(nameless) == 1 else "DUPLICATE_COLUMN"
        message = f"a column has no name and holds {shown(nameless[0])!r}; name or remove it"
        problems.append(Problem(code, where, "", "", message))
    raise_findings(problems)
    return kept, tuple(left_out)


def _apart(header: Sequence[str], name: str, gaps: set[int]) -> bool:
    """Tell whether an empty column stands between two of the same name: two tables side by side."""
    first = header.index(name)
    second = header.index(name, first + 1)
    return any(first < gap < second for gap in gaps)
