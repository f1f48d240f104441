"""Typst as the press of printed lists: data to a PDF, in a font with the Vietnamese letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import typst

_EMBEDDED = "Libertinus Serif"
"""Comes with typst and has all Vietnamese letters; for machines without better fonts."""
_WISHED = (("Liberation Sans", "liberation2"), ("Noto Sans", ""), ("DejaVu Sans", ""))
"""Family, and what its path must hold: version 1 of Liberation has not all letters."""
_USUAL_PT, _LARGE_PT = 10.0, 14.0
"""Size of the type; everything else grows with it."""


def typeset(villages: Sequence[Mapping[str, Any]], made: datetime, *, large: bool) -> bytes:
    """Return the PDF of some villages.

    Parameters
    ----------
    villages
        What `printed_village` returns of each, in the order in which they are printed.
    made
        When the plan was made: the same plan gives the same file.
    large
        Whether to print in large type.
    """
    fonts, families = _fonts()
    source = resources.files("api.tasks.exports").joinpath("printed_lists.typ").read_bytes()
    size = _LARGE_PT if large else _USUAL_PT
    data = {"villages": villages, "fonts": families, "size": size}
    inputs = {"data": orjson.dumps(data).decode()}
    compiler = typst.Compiler(source, font_paths=fonts, sys_inputs=inputs)
    pdf = compiler.compile(format="pdf", timestamp=made.replace(microsecond=0))
    if not isinstance(pdf, bytes):
        raise TypeError("typst made no single document")
    return pdf


@cache
def _fonts() -> tuple[typst.Fonts, list[str]]:
    """Find the best font of this machine that has the Vietnamese letters."""
    there = typst.Fonts(include_system_fonts=True).fonts()
    for family, where in _WISHED:
        folders = {
            str(Path(font.path).parent)
            for font in there
            if font.family == family and font.path is not None and where in font.path
        }
        if folders:
            paths: list[str] = sorted(folders)
            return typst.Fonts(include_system_fonts=False, font_paths=paths), [family, _EMBEDDED]
    return typst.Fonts(include_system_fonts=False), [_EMBEDDED]
