"""Workbooks of other formats: small files that would become large ones are refused."""

from __future__ import annotations

import io
import struct

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.folder.excel_file import open_workbook
from tests.optimizer.inputs import only
from tests.optimizer.old_workbooks import Cell, old_workbook, opendocument, row, written

ROWS: list[list[Cell]] = [["village", "id", "x"], ["Thôn 1", "h1", 1.5], ["Thôn 1", "Hộ 2", -3.25]]
LONG = "ấ" * 30_000


def cells(content: bytes, source: str) -> list[list[object]]:
    """Return the first sheet as it is read."""
    book = open_workbook(io.BytesIO(content), source)
    return [list(one) for one in book.get_sheet_by_index(0).to_python()]


def refusal(content: bytes, source: str) -> str:
    """Return the code by which a workbook is refused."""
    with pytest.raises(ScenarioError) as caught:
        open_workbook(io.BytesIO(content), source)
    problem = only(caught.value.problems)
    assert problem.where.startswith(source)
    return problem.code


def test_that_records_of_a_workbook_are_read() -> None:
    """Tests that texts and numbers come out as they were written, texts across records too."""
    assert cells(old_workbook([("households", ROWS)]), "a.xls") == ROWS
    many: list[list[Cell]] = [[f"{n} " + "ấ" * n for n in range(200)] for _ in range(3)]
    assert cells(old_workbook([("households", many)]), "a.xls") == many


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (old_workbook([("s", ROWS)], stated=(65_536, 256)), "TOO_MANY_CELLS"),
        (old_workbook([("s", ROWS)], stated=(2**31, 256)), "UNREADABLE"),
        (old_workbook([("s", ROWS)], first=0xAB000000), "UNREADABLE"),
        (old_workbook([("s", [*[[]] * 65_535, [None] * 255 + [1.0]])]), "TOO_MANY_CELLS"),
        (old_workbook([("s", ROWS)], twice=201), "TOO_MANY_SHEETS"),
        (old_workbook([("s", [[1.0] * 200] * 200)], twice=150), "TOO_MANY_CELLS"),
        (old_workbook([("s", [["a"] * 250] * 10)], texts=[LONG]), "TOO_MANY_BYTES"),
        (old_workbook([("s", ROWS)], folder="_VBA_PROJECT_CUR"), "SAVE_AS_XLSX"),
        (old_workbook([("s", ROWS)], folder="EncryptedPackage"), "SAVE_AS_XLSX"),
        (old_workbook([("s", ROWS)])[:2_000], "UNREADABLE"),
        (old_workbook([("s", ROWS)])[:600], "UNREADABLE"),
        (old_workbook([("s", ROWS)])[:8], "UNREADABLE"),
    ],
)
def test_that_records_which_become_too_much_are_refused(content: bytes, code: str) -> None:
    """Tests that far cells, stated sizes, sheets listed again, long texts and macros are told."""
    assert refusal(content, "a.xls") == code


def test_that_a_chain_in_a_circle_ends() -> None:
    """Tests that sectors which lead back to themselves are refused, and not followed for ever."""
    content = bytearray(old_workbook([("s", ROWS)]))
    struct.pack_into("<I", content, 512 + 4 * 3, 2)
    assert refusal(bytes(content), "a.xls") == "UNREADABLE"


def test_that_what_is_repeated_is_read() -> None:
    """Tests that cells and rows are repeated, and that empty ones to the sheet's end cost nothing.

    LibreOffice writes a million empty rows behind every table.
    """
    nothing = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = row(written("id"), written("x", 2), nothing)
    rows += row(written("a", 3), times=2) + row(nothing, times=1_048_500)
    assert cells(opendocument(rows), "a.ods") == [["id", "x", "x"], *[["a"] * 3] * 2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (opendocument(row(written("a", 16_384), times=1_000)), "TOO_MANY_CELLS"),
        (opendocument(row(written("a"), times=10**30)), "TOO_MANY_CELLS"),
        (opendocument(row(written("a")) * 3 + row(written("b", 10**9))), "TOO_MANY_CELLS"),
        (opendocument(row(written(LONG), times=10_000)), "TOO_MANY_BYTES"),
        (opendocument(row(written("a")), parts=[("xl/workbook.xml", "<x/>")]), "UNREADABLE"),
        (opendocument("<table:table-row>"), "UNREADABLE"),
        (opendocument(row(written("a")))[:-40], "UNREADABLE"),
    ],
)
def test_that_repetitions_which_become_too_much_are_refused(content: bytes, code: str) -> None:
    """Tests that repeated cells, rows and texts, two workbooks in one, and half a file are told."""
    assert refusal(content, "a.ods") == code


def test_that_a_document_type_is_refused() -> None:
    """Tests that entities, by which XML repeats a text without end, are not even declared."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert refusal(opendocument(row(written("a")), before=bomb), "a.ods") == "UNREADABLE"
