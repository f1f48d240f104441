"""Ids folded so that two which a reader takes for one become equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook above, dot below: Vietnamese tones, which stand on one vowel or another
of a syllable by two conventions (Hòa and Hoà). Circumflex, breve and horn make other letters."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WHOLE = re.compile(r"([0-9]+)[.,]0+")
_ZEROS = re.compile(r"(?<![0-9.,])0+(?=[0-9])")
_ENDS = " .,;:'\"`\u2018\u2019\u201c\u201d"
_O = frozenset("0oO")
_LETTER_O = re.compile(r"(?<=[0-9])o(?![^\W\d_])")
_LETTERS = str.maketrans({"ð": "đ"})
"""Eth, which looks as the Vietnamese letter does when it is a capital (Ð and Đ)."""


@lru_cache(maxsize=65_536)
def fold_id(text: str) -> str:
    """Return what two ids have in common that look alike.

    Compatibility forms (no-break spaces, wide digits), case, runs of spaces, the place of the tone
    in a syllable, leading zeros, dashes, marks that nobody sees, marks at the ends (a full stop,
    the apostrophe of a spreadsheet), a letter O behind a digit, and the ``.0`` of a spreadsheet
    make no difference; every other difference does.
    """
    if text.isascii() and text.isalnum() and not text[0].isdigit() and not _O & set(text):
        return text.lower()
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
    plain = _DASHES.sub("-", plain)
    plain = plain.strip(_ENDS) or plain
    plain = _LETTER_O.sub("0", plain)
    words = [_tone_last(word) for word in plain.split()]
    joined = " ".join(words)
    whole = _WHOLE.fullmatch(joined)
    return _ZEROS.sub("", whole[1] if whole else joined)


def _tone_last(word: str) -> str:
    """Put the tones of a word behind it."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in letters if mark in _TONES)
    rest = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones
