"""``liengia names``: the lists of a result with names, and on standard error what fits nothing.

No line of it holds a name: what is printed may be kept by others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from optimizer.domain.languages import Language
from optimizer.errors import OutputError
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.names.name_register import Mismatch, Unmatched
from optimizer.names.name_texts import (
    COUNTED,
    LIKE,
    MISMATCHES,
    MORE,
    SHEETS,
    SUM,
    TABLES,
    UNREAD,
    place,
    said,
)
from optimizer.names.named_workbook import write_named
from optimizer.output.text.words import LANGUAGES, number

_SHOWN = 12
"""Rows or ids of one kind that the terminal names; the workbook has them all."""


def name_lists(
    result: Path,
    files: Sequence[Path],
    output: Path | None,
    language: Language,
    villages: Sequence[str] = (),
    choices: ReadingChoices = AS_IT_IS,
) -> None:
    """Write the lists with names, tell what fits nothing, and print the sum.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the result or a file of names.
    OutputError
        When the output would replace one of the files, or is no workbook.
    """
    written = _free(output or result.with_name(f"{result.stem}-names.xlsx"), (result, *files))
    made = write_named(result, files, written, language, only=villages, choices=choices)
    for source in made.without:
        sys.stderr.write(f"{said(UNREAD, language).format(source)}\n")
    for line in _lines(made.unmatched, language):
        sys.stderr.write(f"{line}\n")
    words = LANGUAGES[language]
    counts = (number(value, words) for value in (*made.households, *made.members))
    sys.stdout.write(f"{said(SUM, language).format(*counts, written)}\n")


def _free(output: Path, inputs: Sequence[Path]) -> Path:
    if output.suffix.casefold() != ".xlsx":
        raise OutputError(f"{output} is no workbook; name a file that ends in .xlsx")
    if output.is_dir():
        raise OutputError(f"{output} is a folder; name a file that ends in .xlsx")
    if any(output.resolve() == one.resolve() for one in inputs):
        raise OutputError(f"{output} is one of the files that are read; name another")
    return output


def _lines(unmatched: Sequence[Unmatched], language: Language) -> Iterator[str]:
    """Yield a line for each kind of mismatch, with the first rows or ids."""
    words = LANGUAGES[language]
    kinds = list(Mismatch)
    sorted_ones = sorted(unmatched, key=lambda one: kinds.index(one.kind))
    for kind, group in groupby(sorted_ones, attrgetter("kind")):
        ones = list(group)
        named = [_place(one, language) for one in islice(ones, _SHOWN)]
        if len(ones) > _SHOWN:
            more = number(len(ones) - _SHOWN, words)
            named.append(said(MORE, language).format(more, said(SHEETS["unmatched"][0], language)))
        sentence = said(MISMATCHES[kind], language)
        told = said(COUNTED, language).format(sentence, number(len(ones), words), "; ".join(named))
        yield f"{told} [{kind}]"


def _place(one: Unmatched, language: Language) -> str:
    """Return the id where the result has it, and the rows; the like of it as well."""
    table = said(TABLES[one.table], language)
    owned = " ".join(part for part in (one.village, table, one.id) if part) if one.id else ""
    rows = ", ".join(place(*row, language) for row in one.rows)
    like = said(LIKE, language).format(one.like) if one.like else ""
    return ": ".join(part for part in (owned, rows) if part) + like
