"""Two languages on one page: every text and every number is there in both, and one is shown."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from optimizer.domain.languages import Language
from optimizer.output.text.words import LANGUAGES, number

Text = tuple[str, str]
"""A text in English and in Vietnamese."""

Value = str | int | float | Text
"""What stands in a text: a name, a number, or something that has two languages itself."""


def in_both_languages(text: Text, *values: Value, tag: str = "span", digits: int = 0) -> Markup:
    """Return a text in both languages, the values in the place of ``{}``.

    Parameters
    ----------
    tag
        ``span``, or ``tspan`` inside a drawing.
    digits
        Decimals of values that are fractions.
    """
    said = [text_of(text, values, language, digits=digits) for language in Language]
    if len(set(said)) == 1:
        return escape(said[0])
    return Markup("").join(
        Markup("<{0} lang={1}>{2}</{0}>").format(tag, language, words)
        for language, words in zip(Language, said, strict=True)
    )


def bilingual_number(value: float, *, tag: str = "span", digits: int = 0) -> Markup:
    """Return a number as both languages write it."""
    return in_both_languages(("{}", "{}"), value, tag=tag, digits=digits)


def text_of(text: Text, values: Iterable[Value], language: Language, *, digits: int = 0) -> str:
    """Return the text of one language."""
    return _of(text, language).format(*(_spoken(value, language, digits) for value in values))


def _spoken(value: Value, language: Language, digits: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _of(value, language)
    decimals = digits if isinstance(value, float) else 0
    return number(value, LANGUAGES[language], digits=decimals)


def _of(text: Text, language: Language) -> str:
    return text[list(Language).index(language)]
