"""Workbooks that become more than they look."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from xlsxwriter import Workbook

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.excel_budget import check_workbook
from optimizer.input.folder.excel_file import open_workbook

HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def book(**texts: str) -> io.BytesIO:
    """Return a workbook with the cells ``A1`` and so on as named."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as written:
        sheet = written.add_worksheet("households")
        for place, text in texts.items():
            sheet.write(place, text)
    return made


def changed(file: io.BytesIO, part: str, content: str) -> io.BytesIO:
    """Return a workbook of which one part has another content."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(made, "w") as again:
        for name in archive.namelist():
            text = content if name == part else archive.read(name).decode()
            again.writestr(name, text, zipfile.ZIP_DEFLATED)
    return made


def sheet(rows: str) -> io.BytesIO:
    content = f"{HEAD}<sheetData>{rows}</sheetData></worksheet>"
    return changed(book(A1="id"), "xl/worksheets/sheet1.xml", content)


FAR = (
    '<row r="2000"><c r="XFD2000"><v>1</v></c></row>',
    "<row r='2000'><c s='1' r='XFD2000'><v>1</v></c></row>",
    '<row><c r = "XFD2000"><v>1</v></c></row>',
    '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="2000"><c r="A2000"><v>1</v></c></row>',
    '<x:row r="1048576"/><x:c r="ZZ1048576"/>',
    "<row></row>" * 3_000 + "<row>" + "<c><v>1</v></c>" * 3_000 + "</row>",
)


@pytest.mark.parametrize("rows", FAR)
def test_that_a_cell_far_out_is_named(rows: str) -> None:
    """Tests that the rectangle counts, however places are written, or not at all."""
    with pytest.raises(ScenarioError, match=r"h\.xlsx xl/worksheets/sheet1\.xml.*TOO_MANY_CELLS"):
        check_workbook(sheet(rows), "h.xlsx")


@pytest.mark.parametrize("place", ["A99999999999999999999", "A12345678", "ABCD1", "A-1", "1A", ""])
@pytest.mark.parametrize("kind", ["c", "row"])
def test_that_a_place_that_no_sheet_has_is_refused(place: str, kind: str) -> None:
    """Tests that numbers at which readers lose count are refused before one reads them."""
    file = sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><{kind} r="{place}"></{kind}>')
    with pytest.raises(ScenarioError, match="no whole Excel file"):
        open_workbook(file, "h.xlsx")


@pytest.mark.parametrize(
    ("stated", "fits"),
    [("3", True), ("5000000", True), ("5000001", False), ("4294967295", False), ("9" * 40, False)],
)
@pytest.mark.parametrize("name", ["count", "uniqueCount"])
def test_that_what_a_part_says_it_holds_is_bounded(name: str, stated: str, *, fits: bool) -> None:
    """Tests that a small list of texts that names a large number is not believed."""
    texts = (
        f"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' {name}='{stated}'>"
    )
    file = changed(book(A1="id"), "xl/sharedStrings.xml", f"{texts}<si><t>id</t></si></sst>")
    if fits:
        assert open_workbook(file, "h.xlsx").sheet_names == ["households"]
        return
    with pytest.raises(ScenarioError, match=r"h\.xlsx xl/sharedStrings\.xml.*TOO_MANY_CELLS"):
        open_workbook(file, "h.xlsx")


def test_that_the_limit_is_that_of_the_rectangle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that 3 rows of 2 columns are 6 cells, on both sides of the limit."""
    file = book(A1="id", B3="x")
    for most, fits in ((6, True), (5, False)):
        monkeypatch.setattr(
            file_budgets, "SHEET_CELLS", replace(file_budgets.SHEET_CELLS, most=most)
        )
        if fits:
            assert open_workbook(file, "h.xlsx").sheet_names == ["households"]
        else:
            with pytest.raises(ScenarioError, match="6 cells"):
                check_workbook(file, "h.xlsx")


def test_that_shared_texts_count_for_every_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a long text that many cells name is as long as many texts."""
    file = book(**{f"A{row}": "x" * 1_000 for row in range(1, 101)})
    for most, fits in ((120_000, True), (90_000, False)):
        monkeypatch.setattr(file_budgets, "TEXT_BYTES", replace(file_budgets.TEXT_BYTES, most=most))
        if fits:
            check_workbook(file, "h.xlsx")
        else:
            with pytest.raises(ScenarioError, match="TOO_MANY_BYTES"):
                check_workbook(file, "h.xlsx")


def test_that_what_is_unpacked_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that an archive that is small only as long as it is packed is refused."""
    monkeypatch.setattr(
        file_budgets, "UNPACKED_BYTES", replace(file_budgets.UNPACKED_BYTES, most=100_000)
    )
    check_workbook(book(A1="id"), "h.xlsx")
    with pytest.raises(ScenarioError, match="TOO_MANY_BYTES"):
        check_workbook(sheet(f"<!--{'x' * 200_000}-->"), "h.xlsx")


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "after", "before", "twice", "bytes"])
def test_that_an_archive_has_one_meaning(kind: str) -> None:
    """Tests that what two readers of archives might see differently is refused."""
    whole = book(A1="id").getvalue()
    content = {
        "empty": b"",
        "text": b"PK\x03\x04 no archive",
        "cut": whole[:-10],
        "after": whole + b"PK\x05\x06",
        "before": b"x" * 10 + whole,
        "twice": whole,
        "bytes": whole[:50] + b"\xff" * 60 + whole[110:],
    }[kind]
    file = io.BytesIO(content)
    if kind == "twice":
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
            archive.writestr("xl/workbook.xml", "")
    with pytest.raises(ScenarioError, match=r"h\.xlsx.*UNREADABLE"):
        check_workbook(file, "h.xlsx")


def test_that_a_text_named_otherwise_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a shared text behind a formula counts, which a reader gives the cell too."""
    cells = '<row><c t="s"><f>1</f><v>0</v></c></row>' * 100
    file = changed(
        sheet(cells), "xl/sharedStrings.xml", f"<sst><si><t>{'x' * 1_000}</t></si></sst>"
    )
    for most, fits in ((120_000, True), (90_000, False)):
        monkeypatch.setattr(file_budgets, "TEXT_BYTES", replace(file_budgets.TEXT_BYTES, most=most))
        if fits:
            check_workbook(file, "h.xlsx")
        else:
            with pytest.raises(ScenarioError, match="TOO_MANY_BYTES"):
                check_workbook(file, "h.xlsx")
