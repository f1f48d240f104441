"""Spreadsheets that are not read, and how to save them as one that is."""

from __future__ import annotations

from pathlib import Path

from optimizer.errors import Problem, ScenarioError

OTHER_WORKBOOKS = (".xlsb", ".xltx", ".fods", ".et", ".numbers")
"""Endings of spreadsheets of other formats."""
HEAD = 1 << 10
_PAGES = (b"<html", b"<!doctype", b"<table", b"<body", b"<meta", b"<head")
_OLD = b"\xd0\xcf\x11\xe0"
_PACKED = b"PK\x03\x04"
_REMEDY = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook)"


def refuse_other_workbook(path: Path) -> None:
    """Refuse a spreadsheet of a format that is not read, by what it really is.

    Raises
    ------
    ScenarioError
        With what to do about it.
    """
    if is_other_workbook(path):
        with path.open("rb") as file:
            raise ScenarioError([resave(path.name, file.read(HEAD))])


def refuse_page(head: bytes, source: str) -> None:
    """Refuse a web page or a document of XML under the name of a workbook, as programs export them.

    What bears the name of another program's workbook and is none at all is answered so, too.

    Raises
    ------
    ScenarioError
        With what to do about it.
    """
    other = not source.casefold().endswith(".xlsx") and not head.startswith((_OLD, _PACKED))
    if is_page(head) or other:
        raise ScenarioError([resave(source, head)])


def is_other_workbook(path: Path) -> bool:
    """Tell whether a file's name is that of a spreadsheet which is not read."""
    return path.suffix.casefold() in OTHER_WORKBOOKS and path.is_file()


def resave(name: str, head: bytes) -> Problem:
    """Return the problem of a spreadsheet that is not read.

    Parameters
    ----------
    head
        How its content begins.
    """
    message = f"it is {_really(Path(name).suffix, head)}, which is not read; {_REMEDY}"
    return Problem("SAVE_AS_XLSX", name, "", "", message)


def is_page(head: bytes) -> bool:
    """Tell whether a file begins as a web page or a document of XML."""
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begins.startswith((*_PAGES, b"<?xml"))


def _really(ending: str, head: bytes) -> str:
    """Say what a spreadsheet is by its content, where that is not what its name says."""
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith(_PAGES) or (begins.startswith(b"<?xml") and b"<html" in begins):
        return "a web page under the name of a spreadsheet"
    if begins.startswith(b"<?xml"):
        return "a spreadsheet as XML"
    if head.startswith((_OLD, _PACKED)):
        return f"a spreadsheet of the format {ending.casefold()}"
    return f"a {ending.casefold()} by its name and no whole spreadsheet"
