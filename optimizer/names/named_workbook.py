"""The workbook of a result with its names: one sheet a list, ready to print."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from optimizer.domain.languages import Language
from optimizer.errors import Problem, ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.names.list_sheets import LISTS, NamedVillage, Row
from optimizer.names.listed_village import ListedVillage
from optimizer.names.name_files import read_names
from optimizer.names.name_register import NameRegister, Unmatched, register_names
from optimizer.names.name_texts import LIKE, MISMATCHES, SHEETS, TABLES, place, said
from optimizer.names.print_sheet import Cell, formats_of, write_list
from optimizer.names.result_lists import open_lists
from optimizer.output.folder.atomic_files import put_when_whole

_HOUSEHOLDS = 300_000
"""Households that one workbook lists at most: it is made in memory, so that no temporary file
ever holds a name."""


@dataclass(frozen=True, slots=True)
class NamedResult:
    """What came of it.

    Parameters
    ----------
    households, members
        All there are, and those with a name.
    without
        Tables of the files that have no names.
    """

    households: tuple[int, int]
    members: tuple[int, int]
    unmatched: Sequence[Unmatched]
    without: Sequence[str]


def write_named(
    result: Path,
    files: Sequence[Path],
    output: Path,
    language: Language,
    *,
    only: Collection[str] = (),
    choices: ReadingChoices = AS_IT_IS,
) -> NamedResult:
    """Write the lists of a result with the names of files; the workbook appears when it is whole.

    Parameters
    ----------
    only
        Villages that are listed; none means all.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the result or a file, or when no name fits at all.
    """
    read, lists = read_names(files, choices), open_lists(result)
    strange = [one for one in only if one not in lists.names]
    if strange:
        message = "the result has no such village; check the id"
        raise ScenarioError(
            Problem("UNKNOWN_VILLAGE", str(result), "--village", one[:60], message)
            for one in strange
        )
    register = register_names(read.rows, lists.names)
    villages = (one for one in lists.villages if not only or one.id in only)
    listed = [_named(village, register, language) for village in villages]
    if not register.named:
        message = "none of its names belongs to an id of the result; name the files of this result"
        raise ScenarioError(
            Problem("NAMES_OF_NOBODY", str(path.name), "", "", message) for path in files
        )
    households = sum(len(one.village.households) for one in listed)
    if households > _HOUSEHOLDS:
        message = f"{households:,} households, at most {_HOUSEHOLDS:,} are listed; use --village"
        raise ScenarioError([Problem("TOO_MANY_ROWS", str(result), "", "", message)])
    tables = {key: _rows_of(key, listed) for key in LISTS}
    book = _book(tables | {"unmatched": _told(register.unmatched, language)}, language)
    with put_when_whole(output) as part:
        part.write_bytes(book)
    return NamedResult(
        (households, sum(len(one.names.households) for one in listed)),
        (
            sum(len(one.village.members) for one in listed),
            sum(len(one.names.members) for one in listed),
        ),
        register.unmatched,
        read.without,
    )


def _named(village: ListedVillage, register: NameRegister, language: Language) -> NamedVillage:
    return NamedVillage(village, register.of(village), language)


def _rows_of(key: str, listed: Iterable[NamedVillage]) -> Iterator[Row]:
    return (row for one in listed for row in LISTS[key](one))


def _told(unmatched: Iterable[Unmatched], language: Language) -> Iterator[Sequence[Cell]]:
    for one in unmatched:
        what = said(MISMATCHES[one.kind], language)
        what += said(LIKE, language).format(one.like) if one.like else ""
        at = ", ".join(place(*row, language) for row in one.rows)
        yield one.village, said(TABLES[one.table], language), one.id, what, at


def _book(tables: Mapping[str, Iterable[Sequence[Cell]]], language: Language) -> bytes:
    made = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(made, {"in_memory": True, **plain}) as book:
        formats = formats_of(book)
        for key, (title, heads) in SHEETS.items():
            write_list(book, formats, said(title, language), heads, tables[key], language)
    return made.getvalue()
