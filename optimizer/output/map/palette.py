"""One palette for the report, the page and the map, told apart by shape as well as by colour.

The colours are those of Okabe and Ito, "Color Universal Design" (2008), which stay apart in every
common kind of colour blindness. Nothing is said by colour alone: each verdict has its own shape,
and yellow, too pale on white by itself, has the dark outline that every mark has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.plan import Verdict

OUTLINE = "#333333"
"""Round every mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How something is drawn.

    Parameters
    ----------
    fill
        Colour of the area, ``#rrggbb``.
    ink
        Colour of text upon the area; the contrast is at least 4.5 to 1 (WCAG 2.2, 1.4.3).
    shape
        Name of the marker, as QGIS calls its simple markers.
    glyph
        The shape as a character, for text.
    path
        The shape as an SVG path in a box from -1 to 1, y downwards, for pages without fonts.
    """

    fill: str
    ink: str
    shape: str
    glyph: str
    path: str


_CIRCLE = "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z"
_SQUARE = "M-.9-.9H.9V.9H-.9Z"
_TRIANGLE = "M0-1L1 .8H-1Z"
_DIAMOND = "M0-1L1 0L0 1L-1 0Z"
_CROSS = "M-.35-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z"
_PENTAGON = "M0-1L.951-.309L.588.809H-.588L-.951-.309Z"
_STAR = "M0-1L.294-.405L.951-.309L.476.155L.588.809L0 .5L-.588.809L-.476.155L-.951-.309L-.294-.405Z"

VERDICTS: Mapping[Verdict, Mark] = {
    Verdict.NO_MEMBERS: Mark("#000000", "#ffffff", "cross_fill", "✚", _CROSS),
    Verdict.NEEDS_MEMBERS: Mark("#d55e00", "#000000", "triangle", "▲", _TRIANGLE),
    Verdict.NEEDS_MEMBERS_LOCAL: Mark("#e69f00", "#000000", "diamond", "◆", _DIAMOND),
    Verdict.SURPLUS: Mark("#56b4e9", "#000000", "pentagon", "⬟", _PENTAGON),
    Verdict.TIGHT: Mark("#f0e442", "#000000", "square", "■", _SQUARE),
    Verdict.OK: Mark("#009e73", "#000000", "circle", "●", _CIRCLE),
}

SERVED = Mark("#bbbbbb", "#000000", "circle", "●", _CIRCLE)
"""A household that somebody looks after."""
UNSERVED = Mark("#d55e00", "#000000", "triangle", "▲", _TRIANGLE)
"""A household without anybody."""
MEMBER = Mark("#0072b2", "#ffffff", "square", "■", _SQUARE)
RECRUIT = Mark("#cc79a7", "#000000", "star", "★", _STAR)
