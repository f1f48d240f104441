"""The palette."""

from __future__ import annotations

import re

import pytest

from optimizer.domain.plan import Verdict
from optimizer.output.map import palette
from optimizer.output.map.palette import VERDICTS, Mark

MARKS = [*VERDICTS.values(), palette.SERVED, palette.UNSERVED, palette.MEMBER, palette.RECRUIT]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_that_every_verdict_has_its_own_mark() -> None:
    """Tests that no two verdicts share a colour, a shape, a character or a path."""
    assert set(VERDICTS) == set(Verdict)
    for part in ("fill", "shape", "glyph", "path"):
        assert len({getattr(mark, part) for mark in VERDICTS.values()}) == len(Verdict)


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.fill)
def test_that_text_upon_a_mark_can_be_read(mark: Mark) -> None:
    """Tests that ink upon the fill has the contrast that WCAG 2.2 asks of text."""
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in (mark.fill, mark.ink))
    light, dark = sorted((luminance(mark.fill), luminance(mark.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
