"""Text out of bytes: UTF-8; for tables of people also UTF-16 and Vietnamese Windows."""

from __future__ import annotations

import codecs
import unicodedata

from optimizer.errors import ScenarioError
from optimizer.input.folder.sheet import unreadable

_WINDOWS = "windows-1258"
_LETTERS = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for base in ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")
    for letter in (base, base.upper())
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | {"đ", "Đ"}
"""The letters of Vietnamese beside the plain ones."""
_SIGNS = frozenset("\u00a0°²")


def decoded(source: str, content: bytes) -> str:
    """Return the text of a file in UTF-8, with or without BOM.

    Raises
    ------
    ScenarioError
        When the file is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"line {line} is not UTF-8; save the file again as UTF-8 (in Excel: CSV UTF-8)"
        raise unreadable(source, message, "NOT_UTF8") from error


def decoded_of_people(source: str, content: bytes) -> tuple[str, str | None]:
    """Return the text of a table, and its encoding where that had to be supposed.

    UTF-16 says so by its BOM. Without one, what is not UTF-8 is taken for Windows' Vietnamese
    where that gives Vietnamese letters and no others.

    Raises
    ------
    ScenarioError
        When it is none of these.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), None
        except UnicodeDecodeError as error:
            message = "its text is no whole UTF-16; save the file again as CSV UTF-8"
            raise unreadable(source, message, "NOT_UTF8") from error
    try:
        return decoded(source, content), None
    except ScenarioError:
        text = _vietnamese(content)
        if text is None:
            raise
        return text, _WINDOWS


def _vietnamese(content: bytes) -> str | None:
    """Return text in windows-1258; None where it would hold what no Vietnamese text does."""
    try:
        text = unicodedata.normalize("NFC", content.decode(_WINDOWS))
    except UnicodeDecodeError:
        return None
    others = {letter for letter in set(text) if not letter.isascii()}
    return text if others <= _LETTERS | _SIGNS else None
