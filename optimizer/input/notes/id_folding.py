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
_LETTERS = str.maketrans(
    {"ð": "đ"}
    | dict(zip("авсеіјкмнорѕтуху", "abceijkmhopstyxy", strict=True))
    | dict(zip("αβεικνορτυχ", "abeiknoptux", strict=True))
)
"""Letters that look like others: eth, which is the Vietnamese one when it is a capital (Ð and Đ),
and those of Cyrillic and Greek."""
_APART = re.compile(r"[\s_-]+")
_BETWEEN = re.compile(r"(?<=[^\W\d_])-(?=[0-9])|(?<=[0-9])-(?=[^\W\d_])")
"""A mark between a letter and a digit: `Thôn 1`, `Thôn-1` and `Thôn1` are one."""
_AFTER_COMMA = re.compile(r"\s*([,;/])\s*")
_Y = re.compile(r"(?<=[bcdđghklmnprstvx])y(?=$)|(?<=qu)y(?=$)")
"""Written with y or i at the end of a syllable (Mỹ and Mĩ)."""


@lru_cache(maxsize=65_536)
def fold_id(text: str) -> str:
    """Return what two ids have in common that look alike.

    Compatibility forms (no-break spaces, wide digits), case, runs of spaces, the place of the tone
    in a syllable, i and y at its end, leading zeros, dashes, spaces and underscores for one
    another and none between a letter and a digit, marks that nobody sees, marks at the ends (a
    full stop, the apostrophe of a spreadsheet), a letter O behind a digit, letters of other
    alphabets that look the same, and the ``.0`` of a spreadsheet make no difference; every other
    difference does.
    """
    if text.isascii() and text.isalnum() and not text[0].isdigit() and not _O & set(text):
        return _ZEROS.sub("", text.lower())
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
    plain = _DASHES.sub("-", plain)
    plain = plain.strip(_ENDS) or plain
    plain = _LETTER_O.sub("0", plain)
    words = [_tone_last(word) for word in _AFTER_COMMA.sub(r"\1", plain).split()]
    joined = _BETWEEN.sub("", _APART.sub("-", " ".join(words)))
    whole = _WHOLE.fullmatch(joined)
    return _ZEROS.sub("", whole[1] if whole else joined)


def _tone_last(word: str) -> str:
    """Put the tones of a word behind it."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in letters if mark in _TONES)
    rest = "".join(letter for letter in letters if letter not in _TONES)
    return _Y.sub("i", unicodedata.normalize("NFC", rest)) + tones


_KINDS = (
    *(
        "thon",
        "ban",
        "ap",
        "buon",
        "lang",
        "xom",
        "khu pho",
        "to dan pho",
        "khu",
        "to",
        "kp",
        "tdp",
    ),
    *("village", "t", "so", "doi", "plei", "lang", "soc", "phum", "tieu khu"),
)
_KIND = re.compile(rf"^(?:(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})(?=[\s0-9]))+\s*")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_WORDS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_WRITTEN = {
    word: str(number) for words in (_ROMAN, _WORDS) for number, word in enumerate(words, start=1)
} | {"l": "1", "nhat": "1", "nhi": "2", "tu": "4"}
"""Numbers in Roman digits and in words, without tones."""
_OTHERS = re.compile(r"[^0-9a-z]+")


def fold_loosely(text: str) -> str:
    """Return what is left of the name of a village that two people write in their own ways.

    Also accents, marks, what kind of village it is (``Thôn``, ``Ấp``), what stands in brackets,
    and numbers in words or Roman digits make no difference. Two villages may well differ in no
    more (Bình and Bính): only where one lacks what the other has is it a sign.
    """
    plain = unicodedata.normalize("NFD", fold_id(text).replace("đ", "d"))
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    plain = re.sub(r"\([^)]*\)", " ", plain) or plain
    words = " ".join(_OTHERS.sub(" ", plain).split())
    words = re.sub(r"(?<=[a-z])(?=[0-9])", " ", words)
    short = _KIND.sub("", words) or words
    return _WRITTEN.get(short) or "".join(word.lstrip("0") or word for word in short.split())
