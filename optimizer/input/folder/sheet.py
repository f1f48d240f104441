"""One file's table, read but not yet understood: a header and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Column
from optimizer.input.checks.faults import raise_findings, shown

_MOST_RAGGED = 1_000
"""Rows of another length after which no more are read."""


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
    """

    source: str
    columns: Mapping[str, Column]
    numbers: Sequence[int]
    word: str = "row"
    decimal_comma: bool = False
    geographic: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def where(self) -> Callable[[int], str]:
        """The function from a row to its place."""
        return lambda row: f"{self.source} {self.word} {self.numbers[row]}"


def unreadable(source: str, message: str, code: str = "UNREADABLE") -> ScenarioError:
    """Make the error of a file that cannot be read at all."""
    return ScenarioError([Problem(code, source, "", "", message)])


def sheet_from_grid(
    source: str, grid: Sequence[Sequence[object]], *, decimal_comma: bool = False
) -> Sheet:
    """Make a sheet of rows of cells, the header first; rows without any content are passed over.

    Raises
    ------
    ScenarioError
        Without a header, or with one that names a column twice or not at all.
    """
    if not grid or not any(_filled(cell) for cell in grid[0]):
        raise unreadable(source, "the first row must name the columns; add a header", "NO_HEADER")
    header = ["" if cell is None else str(cell).strip().casefold() for cell in grid[0]]
    while not header[-1]:
        header.pop()
    _check_header(source, header)
    width = len(header)
    kept, numbers, problems = [], [], []
    for number, row in enumerate(grid[1:], start=2):
        if len(row) == width:
            if any(map(_filled, row)):
                kept.append(row)
                numbers.append(number)
        elif not any(map(_filled, row)):
            continue
        elif len(row) > width and not any(map(_filled, row[width:])):
            kept.append(row[:width])
            numbers.append(number)
        else:
            problems.append(_ragged(f"{source} row {number}", len(row), width))
            if len(problems) == _MOST_RAGGED:
                raise _too_ragged(source, number, problems)
    columns = zip(*kept, strict=True) if kept else ((),) * width
    return Sheet(
        source,
        dict(zip(header, columns, strict=True)),
        numbers,
        decimal_comma=decimal_comma,
        problems=tuple(problems),
    )


def _filled(cell: object) -> bool:
    return cell is not None and cell != ""


def _ragged(where: str, cells: int, width: int) -> Problem:
    message = f"the row has {cells} cells, the header {width}; give every column a cell"
    return Problem("WRONG_CELL_COUNT", where, "", "", message)


def _too_ragged(source: str, number: int, problems: Sequence[Problem]) -> ScenarioError:
    message = "the rows after this one were not read; mend these first"
    return ScenarioError(
        [*problems, Problem("WRONG_CELL_COUNT", f"{source} row {number}", "", "", message)]
    )


def _check_header(source: str, header: Sequence[str]) -> None:
    """Refuse a header that does not say which column is which."""
    problems = []
    for name in sorted(name for name, times in Counter(header).items() if times > 1):
        message = "two columns have this name; rename or remove one" if name else _UNNAMED
        problems.append(Problem("DUPLICATE_COLUMN", f"{source} row 1", shown(name), "", message))
    if header.count("") == 1:
        problems.append(Problem("UNNAMED_COLUMN", f"{source} row 1", "", "", _UNNAMED))
    raise_findings(problems)


_UNNAMED = "a column has no name; name or remove it"
